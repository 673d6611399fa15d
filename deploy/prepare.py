"""Brings the database up to date and loads what ships with the app: by `make run`, and as a release step."""

import os
import sys
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import django
from django.core.management import CommandError, call_command

from deploy import chunks
from deploy.local.layout import FRONTEND, ROOT
from deploy.local.say import step

DIRECTORY = ROOT / "recoveryapp" / "resources" / "seed" / "directory.hsds.json"
# In one process, one after the other: each can be run again without harm.
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
    try:
        for doing, command in COMMANDS:
            with step(doing):
                call_command(*command, stdout=StringIO())
        if kept := os.environ.get("CHUNKS"):
            with step("Keeping the parts of the front end"):
                chunks.keep(FRONTEND / "build", Path(kept))
        if os.environ.get("DEMO") == "1":
            call_command(LOAD_DEMO)
    except CommandError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
