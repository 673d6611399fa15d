from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core import mail

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.notifications.post_office import hosts
from recoveryapp.reminders import actions, dispatch
from recoveryapp.reminders.claims import Claim
from recoveryapp.reminders.models import Occurrence, Reminder
from tests.reminders.processes import Processes

Remind = Callable[..., Reminder]
RemindNow = Callable[..., Reminder]
Tick = Callable[[datetime], None]

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
"""Eight in the morning in London, and in UTC."""
NINE = MONDAY + timedelta(hours=1)
TOMORROW_AT_NINE = NINE + timedelta(days=1)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEXT = ("Tue 09:00", "pending", "")
"""What `told` says once Monday's is over."""

DEFAULTS: dict[str, Any] = {
    "kind": "weekly",
    "every_weeks": 1,
    "lead_minutes": 0,
    "after_hours": None,
    "after_days": None,
    "is_around": False,
    "words": "Kettle",
    "weekdays": [1, 2, 3, 4, 5, 6, 7],
    "times": [time(9)],
    "starts_on": date(2026, 1, 1),
    "channels": ["email", "in_app"],
    "is_paused": False,
    "paused_until": None,
    "quiet_from": None,
    "quiet_to": None,
}


def put(
    owner: User, reminder_id: UUID, *, version: int = 0, now: datetime = MONDAY, **changes: Any
) -> Reminder:
    values = {**DEFAULTS, "recorded_at": MONDAY, **changes}
    return actions.put_reminder(reminder_id, version=version, values=values, now=now, by=owner).row


@pytest.fixture(autouse=True)
def _no_host_rests() -> None:
    hosts.forget()


@pytest.fixture
def remind() -> Remind:
    """`remind(alice)`: every day at nine, by both channels, set on a Monday at eight."""

    def set_reminder(owner: User, *, now: datetime = MONDAY, **changes: Any) -> Reminder:
        return put(owner, new_id(), now=now, **changes)

    return set_reminder


@pytest.fixture
def tick() -> Tick:
    """`tick(NINE)`: what a beat sets off at that moment."""

    def beat(now: datetime) -> None:
        dispatch.dispatch_due(clock=lambda: now)

    return beat


@pytest.fixture
def remind_now(remind: Remind) -> RemindNow:
    """`remind_now(zoe)`: for this very minute in UTC, set a minute ago, by the real clock."""

    def set_reminder(owner: User, **changes: Any) -> Reminder:
        this_minute = datetime.now(UTC).replace(second=0, microsecond=0)
        return remind(owner, now=this_minute - timedelta(minutes=1), times=[this_minute.time()], **changes)

    return set_reminder


@pytest.fixture
def zoe(db: None) -> User:
    """Somebody in UTC."""
    return User.objects.create(email="zoe@example.org", called="Zoe")


@pytest.fixture
def processes(transactional_db: None, tmp_path: Path) -> Iterator[Processes]:
    started = Processes(tmp_path)
    yield started
    started.stop()


def settle(claim: Claim, *, now: datetime) -> None:
    dispatch.settle([claim], clock=lambda: now)


def change(reminder: Reminder, *, now: datetime, **changes: Any) -> Reminder:
    """The whole reminder again, as a phone sends it, with some of it changed."""
    kept = {name: getattr(reminder, name) for name in DEFAULTS}
    return put(reminder.owner, reminder.pk, version=reminder.version, now=now, **{**kept, **changes})


def mails_to(owner: User) -> list[str]:
    return [str(message.body) for message in mail.outbox if message.to == [owner.email]]


def told(owner: User) -> list[tuple[str, str, str]]:
    """What the person can see of each occurrence, oldest first: when it was due (UTC), state, reason."""
    rows = Occurrence.objects.filter(owner=owner).order_by("due_at")
    return [(f"{row.due_at:%a %H:%M}", row.state, row.reason) for row in rows]
