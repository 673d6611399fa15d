"""A reminder and its owner as dispatch needs them: plain values, many at once, as they stand at this moment.

What a reminder asks for is worked out from either these or the stored rows; the protocols name what is read.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.db import connection


class Person(Protocol):
    @property
    def pk(self) -> Any: ...
    @property
    def email(self) -> str: ...
    @property
    def time_zone(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def is_active(self) -> bool: ...
    @property
    def is_discreet(self) -> bool: ...
    @property
    def everything_paused_at(self) -> datetime | None: ...


class Asking(Protocol):
    """What a reminder says, its words aside."""

    @property
    def pk(self) -> Any: ...
    @property
    def owner_id(self) -> UUID: ...
    @property
    def owner(self) -> Person: ...
    @property
    def kind(self) -> str: ...
    @property
    def weekdays(self) -> Sequence[int]: ...
    @property
    def times(self) -> Sequence[time]: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def every_weeks(self) -> int: ...
    @property
    def lead_minutes(self) -> int: ...
    @property
    def after_hours(self) -> int | None: ...
    @property
    def after_days(self) -> int | None: ...
    @property
    def is_around(self) -> bool: ...
    @property
    def snoozed_until(self) -> datetime | None: ...
    @property
    def is_paused(self) -> bool: ...
    @property
    def paused_until(self) -> date | None: ...
    @property
    def quiet_from(self) -> time | None: ...
    @property
    def quiet_to(self) -> time | None: ...


class Owner(NamedTuple):
    pk: UUID
    email: str
    time_zone: str
    language: str
    is_active: bool
    is_discreet: bool
    everything_paused_at: datetime | None


class Asked(NamedTuple):
    """`stamp` differs after any change of the row."""

    owner: Owner
    pk: UUID
    stamp: str
    sealed: bytes
    channels: list[str]
    kind: str
    weekdays: list[int]
    times: list[time]
    starts_on: date
    every_weeks: int
    lead_minutes: int
    after_hours: int | None
    after_days: int | None
    is_around: bool
    snoozed_until: datetime | None
    is_paused: bool
    paused_until: date | None
    quiet_from: time | None
    quiet_to: time | None

    @property
    def owner_id(self) -> UUID:
        return self.owner.pk


OF_OWNER = len(Owner._fields)
LOOK = """
    SELECT person.id, person.email, person.time_zone, person.language, person.is_active, person.is_discreet,
        person.everything_paused_at,
        reminder.id, (reminder.xmin, reminder.ctid)::text, reminder.words, reminder.channels, reminder.kind,
        reminder.weekdays, reminder.times, reminder.starts_on, reminder.every_weeks, reminder.lead_minutes,
        reminder.after_hours, reminder.after_days, reminder.is_around, reminder.snoozed_until,
        reminder.is_paused, reminder.paused_until, reminder.quiet_from, reminder.quiet_to
    FROM reminders_reminder AS reminder JOIN accounts_user AS person ON person.id = reminder.owner_id
    WHERE reminder.id = ANY(%s::uuid[])
"""


def asked_now(ids: Collection[UUID]) -> dict[UUID, Asked]:
    """By id, with owners, words still sealed: one row that no key opens stops no other. One statement."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(LOOK, [array_of(ids)])
        return {row[OF_OWNER]: Asked(Owner(*row[:OF_OWNER]), *row[OF_OWNER:]) for row in cursor.fetchall()}


def array_of(ids: Collection[UUID]) -> str:
    """As PostgreSQL writes an array: adapting each of thousands of ids takes longer than reading its row."""
    return f"{{{','.join(map(str, ids))}}}"
