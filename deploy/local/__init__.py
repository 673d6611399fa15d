"""Runs the whole app on one machine: environment, servers, processes. Standard library only."""
