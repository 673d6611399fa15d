"""The floor: what Django and REST framework cost by themselves, for the same statement on the same server.

A sign-in by token, one statement, one answer; nothing is validated beyond its type, encrypted, audited or
asked for. Whatever an app promises comes on top of this.
"""
