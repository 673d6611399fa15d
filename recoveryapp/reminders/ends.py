"""The end of claimed occurrences, and the plan of what comes after each: both or neither."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import Error, connection, transaction

from recoveryapp.notifications.actions import give_up
from recoveryapp.reminders.claims import leave_until
from recoveryapp.reminders.models import Occurrence, Reminder
from recoveryapp.reminders.planning import next_ones
from recoveryapp.reminders.queries import HISTORY
from recoveryapp.reminders.verdict import FROM_NOW_ON, Outcome

logger = logging.getLogger(__name__)

Ending = tuple[Occurrence, Outcome]
BUSY_FOR = timedelta(seconds=5)

END = """
    UPDATE reminders_occurrence AS occurrence
    SET state = ended.state, reason = ended.reason, attempts = ended.attempts,
        handled_at = %(now)s, updated_at = %(now)s, lease_until = NULL
    FROM unnest(%(id)s::uuid[], %(fence)s::int[], %(state)s::text[], %(reason)s::text[], %(attempts)s::int[])
        AS ended (id, fence, state, reason, attempts)
    WHERE occurrence.id = ended.id AND occurrence.fence = ended.fence AND occurrence.state = 'pending'
    RETURNING occurrence.id
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
    reminders, busy = _lock_reminders({claim.reminder_id for claim, _ in endings})
    leave_until((claim, now + BUSY_FOR) for claim, _ in endings if claim.reminder_id in busy)
    free = [(claim, outcome) for claim, outcome in endings if claim.reminder_id not in busy]
    ended = _end(free, now=now)
    give_up(ended, now=now)
    after = {
        claim.reminder_id: now if outcome.reason in FROM_NOW_ON else max(claim.due_at, now - HISTORY)
        for claim, outcome in free
        if claim.pk in ended
    }
    Occurrence.objects.bulk_create(next_ones([(r, after[r.pk]) for r in reminders if r.pk in after]))


def _finish_alone(ending: Ending, *, now: datetime) -> None:
    try:
        finish_together([ending], now=now)
    except Error as error:
        logger.error("%s is left for later: %s", ending[0].pk, type(error).__name__)


def _end(endings: Sequence[Ending], *, now: datetime) -> set[UUID]:
    values: dict[str, Any] = {
        "now": now,
        "id": [claim.pk for claim, _ in endings],
        "fence": [claim.fence for claim, _ in endings],
        "attempts": [claim.attempts for claim, _ in endings],
        "state": [outcome.state for _, outcome in endings],
        "reason": [outcome.reason or "" for _, outcome in endings],
    }
    with connection.cursor() as cursor:
        cursor.execute(END, values)
        return {row[0] for row in cursor.fetchall()}


def _lock_reminders(ids: set[UUID]) -> tuple[list[Reminder], set[UUID]]:
    """Those there are, with owners, words closed; and the ids of those that somebody else has locked."""
    rows = Reminder.objects.filter(pk__in=ids).order_by("pk")
    free = list(rows.select_for_update(skip_locked=True, of=("self",)).select_related("owner").defer("words"))
    missing = ids - {reminder.pk for reminder in free}
    busy = set(Reminder.objects.filter(pk__in=missing).values_list("pk", flat=True)) if missing else set()
    return free, busy
