"""The end of claimed occurrences, and the plan of what comes after each: both or neither."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from json import dumps
from uuid import UUID

from django.db import Error, connection, transaction

from recoveryapp.notifications.actions import give_up
from recoveryapp.reminders.asked import Asked, array_of, asked_now
from recoveryapp.reminders.claims import Claim, leave_until
from recoveryapp.reminders.planning import columns_of, had_by, next_planned
from recoveryapp.reminders.queries import HISTORY
from recoveryapp.reminders.schedule import Slot
from recoveryapp.reminders.verdict import FROM_NOW_ON, Outcome

logger = logging.getLogger(__name__)

Ending = tuple[Claim, Outcome]
Next = tuple[Asked, datetime]
"""A reminder, and the moment after which its next occurrence is sought."""
BUSY_FOR = timedelta(seconds=5)

LOCK = """
    SELECT id, (xmin, ctid)::text FROM reminders_reminder WHERE id = ANY(%s::uuid[])
    ORDER BY id FOR UPDATE SKIP LOCKED
"""
STANDING = "SELECT id FROM reminders_reminder WHERE id = ANY(%s::uuid[])"
END = """
    UPDATE reminders_occurrence AS occurrence
    SET state = ended.state, reason = ended.reason, attempts = ended.attempts,
        handled_at = %(now)s, updated_at = %(now)s, lease_until = NULL
    FROM json_to_recordset(%(rows)s) AS ended (id uuid, fence int, state text, reason text, attempts int)
    WHERE occurrence.id = ended.id AND occurrence.fence = ended.fence AND occurrence.state = 'pending'
    RETURNING occurrence.id
"""
PLAN = """
    INSERT INTO reminders_occurrence
        (id, created_at, updated_at, owner_id, reminder_id, local_date, slot, zone, is_by_clock, due_at,
         state, reason, fence, attempts)
    SELECT id, %(now)s, %(now)s, owner_id, reminder_id, local_date, slot, zone, is_by_clock, due_at,
        'pending', '', 0, 0
    FROM json_to_recordset(%(rows)s) AS next (id uuid, owner_id uuid, reminder_id uuid, local_date date,
        slot time, zone text, is_by_clock boolean, due_at timestamptz)
    ON CONFLICT (reminder_id, local_date, slot, is_by_clock) DO NOTHING
    RETURNING reminder_id
"""


def finish(endings: Sequence[Ending], *, now: datetime) -> None:
    """All at once; where one stands in the way, one by one, so that it stops no other."""
    try:
        finish_together(endings, now=now)
    except Error:
        for ending in endings:
            _finish_alone(ending, now=now)


@transaction.atomic
def finish_together(endings: Sequence[Ending], *, now: datetime) -> None:
    """Those whose claim was lost stay as they are; those whose reminder is being changed wait a moment."""
    if not endings:
        return
    reminders, busy = _lock_reminders([claim for claim, _ in endings])
    leave_until((claim, now + BUSY_FOR) for claim, _ in endings if claim.reminder_id in busy)
    free = [(claim, outcome) for claim, outcome in endings if claim.reminder_id not in busy]
    ended = _end(free, now=now)
    give_up([claim.pk for claim, _ in free if claim.fence > 1 and claim.pk in ended], now=now)
    after = {
        claim.reminder_id: now if outcome.reason in FROM_NOW_ON else max(claim.due_at, now - HISTORY)
        for claim, outcome in free
        if claim.pk in ended
    }
    _plan([(r, after[r.pk]) for r in reminders if r.pk in after], now=now)


def _finish_alone(ending: Ending, *, now: datetime) -> None:
    try:
        finish_together([ending], now=now)
    except Error as error:
        logger.error("%s is left for later: %s", ending[0].pk, type(error).__name__)


def _end(endings: Sequence[Ending], *, now: datetime) -> set[UUID]:
    if not endings:
        return set()
    rows = [
        {
            "id": str(claim.pk),
            "fence": claim.fence,
            "attempts": claim.attempts,
            "state": outcome.state,
            "reason": outcome.reason or "",
        }
        for claim, outcome in endings
    ]
    with connection.cursor() as cursor:
        cursor.execute(END, {"now": now, "rows": dumps(rows)})
        return {row[0] for row in cursor.fetchall()}


def _lock_reminders(claims: Sequence[Claim]) -> tuple[list[Asked], Collection[UUID]]:
    """Those there are, as they are now; and the ids of those that somebody else has locked."""
    ids = {claim.reminder_id for claim in claims}
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [array_of(ids)])
        stamps: dict[UUID, str] = dict(cursor.fetchall())
        missing = [pk for pk in ids if pk not in stamps]
        if missing:
            cursor.execute(STANDING, [array_of(missing)])
        busy = {row[0] for row in cursor.fetchall()} if missing else set()
    seen = [claim.reminder for claim in claims if claim.reminder]
    same = {reminder.pk: reminder for reminder in seen if reminder.stamp == stamps.get(reminder.pk)}
    return [*same.values(), *asked_now(stamps.keys() - same.keys()).values()], busy


def _plan(reminders: Sequence[Next], *, now: datetime) -> None:
    """Nearly always the first that is asked for has not been yet, so what has been is read only if it has."""
    taken = _insert([(reminder, after, set()) for reminder, after in reminders], now=now)
    again = [(reminder, after) for reminder, after in reminders if reminder.pk in taken]
    if again:
        had = had_by([reminder.pk for reminder, _ in again], after=min(after for _, after in again))
        _insert([(reminder, after, had[reminder.pk]) for reminder, after in again], now=now)


def _insert(reminders: Sequence[tuple[Asked, datetime, Collection[Slot]]], *, now: datetime) -> set[UUID]:
    """Answers the reminders whose next date and time have had their occurrence."""
    rows = [
        columns_of(reminder, planned)
        for reminder, after, had in reminders
        if (planned := next_planned(reminder, after, had))
    ]
    if not rows:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(PLAN, {"now": now, "rows": dumps(rows, default=str)})
        return {row["reminder_id"] for row in rows} - {row[0] for row in cursor.fetchall()}
