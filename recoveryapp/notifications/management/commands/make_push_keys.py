from typing import Any

from django.core.management.base import BaseCommand

from recoveryapp.notifications.push.keys import new_private_key


class Command(BaseCommand):
    help = "Makes the key by which push services know this server; keep it as PUSH_PRIVATE_KEY."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"PUSH_PRIVATE_KEY={new_private_key()}")
