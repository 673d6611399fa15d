"""Read by the built app's own Python: makes people who are signed in, each with a reminder that is due.

Prints their session keys as JSON. With an argument it prints how those reminders ended instead.
"""

import json
import sys
from collections import Counter
from datetime import UTC, date, datetime

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from recoveryapp.accounts.models import User  # noqa: E402
from recoveryapp.reminders.models import Notice, Occurrence, Reminder, occurrence_id  # noqa: E402

COUNT = 8


def make() -> list[str]:
    due_at = datetime.now(UTC).replace(second=0, microsecond=0)
    return [_person(f"proof-{due_at:%H%M%S}-{n}@example.org", due_at) for n in range(COUNT)]


def _person(email: str, due_at: datetime) -> str:
    person = User.objects.create(email=email, called="Proof", time_zone="UTC")
    reminder = Reminder.objects.create(
        owner=person,
        weekdays=[1, 2, 3, 4, 5, 6, 7],
        times=[due_at.time()],
        starts_on=date(2026, 1, 1),
        channels=["in_app"],
        recorded_at=due_at,
    )
    Occurrence.objects.create(
        id=occurrence_id(reminder.pk, due_at.date(), due_at.time()),
        owner=person,
        reminder_id=reminder.pk,
        local_date=due_at.date(),
        slot=due_at.time(),
        zone="UTC",
        due_at=due_at,
    )
    client = Client()
    client.force_login(person)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def ends() -> dict[str, int]:
    due = Occurrence.objects.filter(due_at__lte=datetime.now(UTC))
    return {**Counter(due.values_list("state", flat=True)), "notices": Notice.objects.count()}


print(json.dumps(ends() if len(sys.argv) > 1 else make()))
