from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recoveryapp.resources.actions import import_directory
from recoveryapp.resources.hsds.mapping import mapping_table
from recoveryapp.resources.hsds.reading import FileRefused, read_document


class Command(BaseCommand):
    help = "Import a directory: an Open Referral HSDS 3.0 JSON file (a paged list of services)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", help="who published it (default: the file's name)")
        parser.add_argument("--licence", default="not stated", help="the licence of the file's contents")

    def handle(self, *args: Any, file: Path, source: str | None, licence: str, **options: Any) -> None:
        try:
            document = read_document(file)
        except FileRefused as refused:
            raise CommandError(f"Nothing was taken. {refused}") from refused
        report = import_directory(
            document,
            source=(source or file.name.split(".")[0])[:100],
            file_name=file.name[:300],
            licence=licence[:200],
            table=mapping_table(),
            on_progress=self.show_progress,
        )
        for line in report.lines():
            self.stdout.write(line)

    def show_progress(self, done: int, total: int) -> None:
        self.stdout.write(f"{done:,} of {total:,}")
