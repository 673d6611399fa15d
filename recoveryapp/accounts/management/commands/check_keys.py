from typing import Any

from django.core.management.base import BaseCommand

from recoveryapp.accounts.key_check import refuse_wrong_keys


class Command(BaseCommand):
    help = "Ends with 1 when ENCRYPTION_KEYS does not open what people wrote. Each process asks at its start."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_wrong_keys()
        self.stdout.write("The keys open what people wrote.")
