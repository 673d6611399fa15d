from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from recoveryapp.accounts.errors import CheckedByTwo, NothingToReset
from recoveryapp.accounts.lost_steps import reset_second_steps, tell_of_reset
from recoveryapp.accounts.models import User
from recoveryapp.notifications.channels import Undelivered


class Command(BaseCommand):
    help = (
        "Somebody lost every second step they had: takes the old ones and the password away, and tells them "
        "by mail. Two people who work here have made sure who it is (deploy/RUNBOOKS.md)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="whose second step it is")
        parser.add_argument(
            "--checked-by",
            action="append",
            required=True,
            metavar="EMAIL",
            help="who made sure that it is them; give it twice",
        )

    def handle(self, *args: Any, email: str, checked_by: list[str], **options: Any) -> None:
        user, *checkers = (account_of(address) for address in (email, *checked_by))
        try:
            reset_second_steps(user, checked_by=checkers, now=timezone.now())
        except (CheckedByTwo, NothingToReset) as error:
            raise CommandError(error.sentence) from error
        self.stdout.write("Done. They choose a new password by mail, then add a new second step.")
        try:
            tell_of_reset(user)
        except Undelivered as error:
            raise CommandError(f"The mail to them could not be sent ({error.reason}): tell them.") from error


def account_of(email: str) -> User:
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise CommandError(f"No account in use has the address {email}. Nothing was changed.")
    return user
