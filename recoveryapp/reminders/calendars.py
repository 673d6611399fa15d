"""A private calendar feed: the times the planner has, under an address that only the person knows."""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import NotVisible
from recoveryapp.reminders.asking import zone_of
from recoveryapp.reminders.models import CalendarFeed, Occurrence, Reminder
from recoveryapp.reminders.planning import planned_until
from recoveryapp.reminders.verdict import is_quiet

NOUN = "reminders.calendarfeed"
SECRET_BYTES = 24
HORIZON = timedelta(days=60)
LASTS = timedelta(minutes=5)
NEUTRAL_TITLES = {"en": "Reminder", "es": "Recordatorio"}
ASK_AGAIN = timedelta(hours=4)


@transaction.atomic
def open_feed(*, by: User) -> str:
    """A new secret; the one before opens nothing any more. It can be shown this once."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row, _ = CalendarFeed.objects.update_or_create(owner=by, defaults={"secret_digest": _digest(secret)})
    record(Verb.CREATE, NOUN, object_id=row.pk, owner_id=by.pk, by=by)
    return secret


@transaction.atomic
def close_feed(*, by: User) -> None:
    for row in CalendarFeed.objects.owned_by(by).select_for_update():
        record(Verb.DELETE, NOUN, object_id=row.pk, owner_id=by.pk, by=by)
        row.delete()


def feed(secret: str, *, now: datetime) -> bytes:
    """RFC 5545, in UTC: every calendar shows the moment we send at, whatever it makes of clock changes.

    Raises NotVisible.
    """
    found = CalendarFeed.objects.filter(secret_digest=_digest(secret), owner__is_active=True)
    row = found.select_related("owner").first()
    if row is None:
        raise NotVisible
    from icalendar import Calendar, Event  # noqa: PLC0415 - 3 MB, for those who ask

    title = NEUTRAL_TITLES.get(row.owner.language, NEUTRAL_TITLES["en"])
    calendar = Calendar()
    calendar.add("prodid", "-//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("refresh-interval", ASK_AGAIN, {"VALUE": "DURATION"})
    for occurrence in to_come(row.owner, now=now):
        event = Event()
        for name, value in _fields(occurrence, title, now=now).items():
            event.add(name, value)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def to_come(person: User, *, now: datetime) -> Iterator[Occurrence]:
    """What would be sent: what falls into quiet hours or a pause is left out."""
    if person.everything_paused_at:
        return
    rows = Reminder.objects.owned_by(person).select_related("owner").defer("words")
    for reminder, occurrence in planned_until(list(rows), after=now, until=now + HORIZON):
        if not is_quiet(reminder, occurrence.due_at.astimezone(zone_of(reminder)).time()):
            yield occurrence


def _fields(occurrence: Occurrence, title: str, *, now: datetime) -> dict[str, str | datetime]:
    return {
        "uid": str(occurrence.pk),
        "dtstamp": now,
        "dtstart": occurrence.due_at,
        "dtend": occurrence.due_at + LASTS,
        "summary": title,
        "transp": "TRANSPARENT",
        "class": "PRIVATE",
    }


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
