from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recoveryapp.resources.actions import import_file
from recoveryapp.resources.hsds.document import FileRefused
from recoveryapp.resources.queries import current_mapping


class Command(BaseCommand):
    help = (
        "Import a directory in Open Referral HSDS 3.0: a JSON file (a paged list of services), "
        "the CSV tables of the data package, or a folder or zip archive of either."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", help="who published it (default: the file's name)")
        parser.add_argument("--licence", default="not stated", help="the licence of the file's contents")

    def handle(self, *args: Any, file: Path, source: str | None, licence: str, **options: Any) -> None:
        try:
            report = import_file(
                file,
                source=(source or file.name.split(".")[0])[:100],
                licence=licence[:200],
                table=current_mapping(),
                on_progress=self.show_progress,
            )
        except FileRefused as refused:
            raise CommandError(f"Nothing was taken. {refused}") from refused
        for line in report.lines():
            self.stdout.write(line)

    def show_progress(self, done: int, total: int) -> None:
        self.stdout.write(f"{done:,} of {total:,}")
