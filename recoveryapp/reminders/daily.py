"""Messages that a person sets off by a press: so many a day, however many presses arrive at once."""

from datetime import datetime, timedelta

from recoveryapp.accounts.models import User
from recoveryapp.notifications.queries import tests_since
from recoveryapp.reminders.errors import TooManyTests

A_DAY = timedelta(days=1)
MOST_A_DAY = 10


def take_one_of_today(person: User, *, now: datetime) -> None:
    """Call it, and keep the delivery, in one transaction. Raises TooManyTests."""
    User.objects.select_for_update(no_key=True).filter(pk=person.pk).first()
    if tests_since(person.pk, since=now - A_DAY) >= MOST_A_DAY:
        raise TooManyTests
