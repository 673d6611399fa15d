from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from recoveryapp.teams.actions.organisations import add_organisation
from recoveryapp.teams.errors import OrganisationExists
from recoveryapp.teams.mail import invitation_link


class Command(BaseCommand):
    help = "Add an organisation with its first team, and an invitation for whoever will run it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument("--team", required=True, help="the name of its first team")
        parser.add_argument("--manager-email", required=True)

    def handle(self, *args: Any, name: str, team: str, manager_email: str, **options: Any) -> None:
        try:
            validate_email(manager_email)
            token = add_organisation(name, team=team, manager_email=manager_email, now=timezone.now())
        except ValidationError as error:
            raise CommandError(f"--manager-email: {error.messages[0]}") from error
        except OrganisationExists as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"Give this address to {manager_email}. It is shown once and works for seven days:")
        self.stdout.write(invitation_link(token))
