from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recoveryapp.accounts.key_ring import ring
from recoveryapp.accounts.resealing import reseal_second_steps
from recoveryapp.accounts.rotating import left_to_rotate, rotate, wrapped_by
from recoveryapp.common.encryption import Unreadable


class Command(BaseCommand):
    help = (
        "Wraps every data key anew under the first of ENCRYPTION_KEYS, while the app runs. Stopped, it goes "
        "on where it was. First give all processes the new key, then put it first, then run this."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        whole = left_to_rotate()
        self.stdout.write(f"{whole} data keys to wrap under “{ring().newest()}”.")
        try:
            for left in rotate():
                self.stdout.write(f"  {whole - left} of {whole}")
            self.stdout.write(f"{reseal_second_steps()} second steps sealed anew.")
        except Unreadable as error:
            raise CommandError(f"Stopped; nothing is lost, and what was done stays done: {error}") from error
        self.stdout.write("Data keys by key: " + ", ".join(f"{k}: {n}" for k, n in wrapped_by().items()))
        self.stdout.write(
            "Leave old keys in ENCRYPTION_KEYS: seals of the audit trail are checked with them."
        )
