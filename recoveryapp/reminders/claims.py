"""A worker's claim on what is due.

A lease, so that what a dead worker held comes free again; a fence, so that a slow worker's late word has no
effect once another has claimed the row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from json import dumps
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from recoveryapp.reminders.asked import Asked
from recoveryapp.reminders.enums import OccurrenceState
from recoveryapp.reminders.models import Occurrence

BATCH = 1_024
"""At most: the post office says how many it has room for."""
LEASE = timedelta(seconds=60)
"""Longer than one try takes, short enough that what a dead worker held is sent within 120 seconds."""

BACK_OFF = [timedelta(seconds=seconds) for seconds in (15, 30, 60, 120, 300, 600, 600)]
"""Before the second try and so on: eight tries in half an hour at most."""
MOST_ATTEMPTS = len(BACK_OFF) + 1

CLAIM = """
    WITH due AS MATERIALIZED (
        SELECT id FROM reminders_occurrence
        WHERE state = 'pending' AND due_at <= %(now)s AND (lease_until IS NULL OR lease_until <= %(now)s)
        ORDER BY due_at
        LIMIT %(limit)s
        FOR UPDATE SKIP LOCKED
    )
    UPDATE reminders_occurrence AS occurrence
    SET lease_until = %(lease_until)s, fence = fence + 1
    FROM due
    WHERE occurrence.id = due.id
    RETURNING occurrence.id, occurrence.owner_id, occurrence.reminder_id, occurrence.local_date,
        occurrence.slot, occurrence.zone, occurrence.is_by_clock, occurrence.due_at, occurrence.fence,
        occurrence.attempts
"""
LEAVE = """
    UPDATE reminders_occurrence AS occurrence
    SET lease_until = left_one.until, attempts = left_one.attempts
    FROM json_to_recordset(%s) AS left_one (id uuid, fence int, until timestamptz, attempts int)
    WHERE occurrence.id = left_one.id AND occurrence.fence = left_one.fence AND state = 'pending'
"""


@dataclass(slots=True)
class Claim:
    """A due occurrence in the hands of one worker. `attempts` counts the tries, those of this worker too."""

    pk: UUID
    owner_id: UUID
    reminder_id: UUID
    local_date: date
    slot: time
    zone: str
    is_by_clock: bool
    due_at: datetime
    fence: int
    attempts: int
    reminder: Asked | None = None
    """As it was when it was looked at last; an end need not read again what has not changed since."""


def claim_due(*, now: datetime, limit: int = BATCH) -> list[Claim]:
    """Claim the occurrences longest due, at most `limit`; no other worker is given the same ones."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "lease_until": now + LEASE, "limit": limit})
        return [Claim(*row) for row in cursor.fetchall()]


def held(claim: Claim) -> QuerySet[Occurrence]:
    """The claimed row, or nothing when the claim is no longer the latest."""
    rows: QuerySet[Occurrence] = Occurrence.objects.filter(
        pk=claim.pk, fence=claim.fence, state=OccurrenceState.PENDING
    )
    return rows


def leave_until(claims: Iterable[tuple[Claim, datetime]]) -> None:
    """Nobody takes them before then. `attempts` of each claim is kept."""
    rows = [
        {"id": str(claim.pk), "fence": claim.fence, "until": str(until), "attempts": claim.attempts}
        for claim, until in claims
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(LEAVE, [dumps(rows)])


def put_off(claim: Claim, *, until: datetime, zone: str) -> None:
    """Its time, on the clocks of where the person is now, is still to come: it is a plan again."""
    held(claim).update(due_at=until, zone=zone, lease_until=None, attempts=0)


def next_try_at(claim: Claim, *, now: datetime, asked_to_wait: timedelta) -> datetime:
    """After the try that `attempts` counts last; not sooner than the gateway asked for, not all at once."""
    wait = BACK_OFF[min(claim.attempts, len(BACK_OFF)) - 1]
    return now + max(wait * _four_to_five_fifths(claim), asked_to_wait)


def _four_to_five_fifths(claim: Claim) -> float:
    chance = sha256(claim.pk.bytes + bytes([claim.attempts % 256])).digest()[0]
    return 0.8 + 0.2 * chance / 255
