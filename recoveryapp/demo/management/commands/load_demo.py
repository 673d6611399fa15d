from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from recoveryapp.demo.actions import DEMO_PASSWORD, NotInProduction, PeopleAlreadyHere, load_demo
from recoveryapp.demo.second_step import DEMO_KEY


class Command(BaseCommand):
    help = "Add demo people with a believable year each, to a database that holds nobody."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            people = load_demo(now=timezone.now())
        except (NotInProduction, PeopleAlreadyHere) as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"Sign in as any of these, with the password: {DEMO_PASSWORD}")
        self.stdout.write("Those at work also need a code: it is shown here once the password is typed.")
        self.stdout.write(f"A code app shows it too, with this key: {DEMO_KEY}")
        for user in people:
            self.stdout.write(f"  {user.email:24} {user.called}, {user.role.replace('_', ' ')}")
