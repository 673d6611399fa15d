from typing import Any

from django.core.management.base import BaseCommand

from recoveryapp.matching.meanings import read_meanings


class Command(BaseCommand):
    help = "Read the meaning of every resource whose text is new. A worker does the same each minute."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        while read := read_meanings():
            count += read
            self.stdout.write(f"{count} read")
        self.stdout.write("All meanings are up to date.")
