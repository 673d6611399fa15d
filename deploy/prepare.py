"""Brings the database up to date and loads what ships with the app: by `make run`, and as a release step."""

import os
import sys
import time
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import django
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from deploy import chunks
from deploy.local.layout import FRONTEND, ROOT
from deploy.local.say import step

DIRECTORY = ROOT / "recoveryapp" / "resources" / "seed" / "directory.hsds.json"
# In one process, one after the other: each can be run again without harm.
# A migration that waits for a lock holds up everybody behind it: it steps back soon, and tries again.
LOCK_SECONDS, PAUSE_SECONDS, TRIES = 2, 5, 60
COMMANDS: Sequence[tuple[str, Sequence[str]]] = (
    ("Bringing the database up to date", ("migrate", "--verbosity=0")),
    ("Trying the keys", ("check_keys",)),
    ("Loading the logic model", ("load_logic_model",)),
    ("Loading the crisis contacts", ("load_crisis_contacts",)),
    ("Importing the directory", ("import_directory", str(DIRECTORY), "--source=own", "--licence=CC0-1.0")),
)
LOAD_DEMO = "load_demo"


def main() -> None:
    django.setup()
    connection.settings_dict["OPTIONS"]["options"] += f" -c lock_timeout={LOCK_SECONDS * 1_000}"
    try:
        for doing, command in COMMANDS:
            with step(doing):
                _patiently(command)
        if kept := os.environ.get("CHUNKS"):
            with step("Keeping the parts of the front end"):
                chunks.keep(FRONTEND / "build", Path(kept))
        if os.environ.get("DEMO") == "1":
            call_command(LOAD_DEMO)
    except CommandError as error:
        sys.exit(str(error))


def _patiently(command: Sequence[str]) -> None:
    """Each migration is whole or not there, so what was begun goes on where it stopped."""
    for tries_left in reversed(range(TRIES)):
        try:
            call_command(*command, stdout=StringIO())
            return
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable) or not tries_left:
                raise
        time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    main()
