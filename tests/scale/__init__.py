"""A database as large as a service has after years, and what it does to the figures. See deploy/SCALING.md"""
