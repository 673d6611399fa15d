from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from recoveryapp.demo.actions import DEMO_PASSWORD, PeopleAlreadyHere, load_demo


class Command(BaseCommand):
    help = "Add demo people with a believable year each, to a database that holds nobody."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            people = load_demo(now=timezone.now())
        except PeopleAlreadyHere as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"Sign in as any of these, with the password: {DEMO_PASSWORD}")
        for user in people:
            self.stdout.write(f"  {user.email:24} {user.called}, {user.role.replace('_', ' ')}")
