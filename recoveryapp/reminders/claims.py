"""A worker's claim on what is due.

A lease, so that what a dead worker held comes free again; a fence, so that a slow worker's late word has no
effect once another has claimed the row.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from recoveryapp.notifications.actions import give_up
from recoveryapp.reminders.enums import OccurrenceState
from recoveryapp.reminders.models import Occurrence, Reminder
from recoveryapp.reminders.planning import locked_reminder, plan_next, zone_of
from recoveryapp.reminders.queries import HISTORY
from recoveryapp.reminders.verdict import FROM_NOW_ON, Outcome

BATCH = 50
LEASE = timedelta(seconds=60)
"""Longer than one try takes, short enough that what a dead worker held is sent within 120 seconds."""

BACK_OFF = [timedelta(seconds=seconds) for seconds in (15, 60, 240, 600)]

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
    RETURNING occurrence.*
"""


def claim_due(*, now: datetime, limit: int = BATCH) -> list[Occurrence]:
    """Claim the occurrences longest due, at most `limit`; no other worker is given the same ones."""
    values = {"now": now, "lease_until": now + LEASE, "limit": limit}
    return list(Occurrence.objects.raw(CLAIM, values))


def begin_try(claim: Occurrence, *, now: datetime) -> bool:
    """Count a try and renew the lease for it. False: the lease ran out and another worker has it."""
    claim.attempts += 1
    return bool(held(claim).update(attempts=claim.attempts, lease_until=now + LEASE))


def held(claim: Occurrence) -> QuerySet[Occurrence]:
    """The claimed row, or nothing when the claim is no longer the latest."""
    rows: QuerySet[Occurrence] = Occurrence.objects.filter(
        pk=claim.pk, fence=claim.fence, state=OccurrenceState.PENDING
    )
    return rows


def try_later(claim: Occurrence, *, now: datetime) -> None:
    held(claim).update(lease_until=now + BACK_OFF[claim.attempts - 1])


def put_off(claim: Occurrence, *, until: datetime, reminder: Reminder) -> None:
    """Its time, on the clocks of where the person is now, is still to come: it is a plan again."""
    zone = zone_of(reminder).key
    held(claim).update(due_at=until, zone=zone, lease_until=None, attempts=0)


@transaction.atomic
def finish(claim: Occurrence, outcome: Outcome, *, now: datetime) -> None:
    """End the occurrence and plan the one after it, both or neither; nothing when the claim was lost."""
    reminder = locked_reminder(claim.reminder_id)
    ended = {"state": outcome.state, "reason": outcome.reason or "", "handled_at": now, "updated_at": now}
    if not held(claim).update(**ended, lease_until=None):
        return
    give_up(claim.pk, now=now)
    if reminder:
        plan_next(reminder, after=now if outcome.reason in FROM_NOW_ON else max(claim.due_at, now - HISTORY))
