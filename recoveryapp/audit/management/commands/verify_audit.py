from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from recoveryapp.audit.sealing import newest_seal
from recoveryapp.audit.verifying import Checked, findings


class Command(BaseCommand):
    help = "Check that the audit trail stands as it was written. Names each row that does not, and exits 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seal", help="a seal noted earlier, apart from the database: it must still stand"
        )

    def handle(self, *args: Any, seal: str | None, **options: Any) -> None:
        checked = Checked()
        for finding in findings(now=timezone.now(), checked=checked, noted=seal):
            self.stdout.write(str(finding))
        self.stdout.write(
            f"Checked {checked.events:,} events in {checked.chains:,} chains and {checked.seals:,} seals."
        )
        self.stdout.write(f"The newest seal, to note elsewhere: {newest_seal() or 'none yet'}")
        if checked.findings:
            raise CommandError(f"Findings: {checked.findings:,}. The audit trail is not as it was written.")
        self.stdout.write("Everything stands as it was written.")
