"""Keeps the one pending occurrence of a reminder as its rule, its pauses, the person's zone and writing say.

Whoever plans holds the reminder's lock, so a reminder is planned by one at a time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from recoveryapp.reminders.asked import Asking
from recoveryapp.reminders.asking import asked_after, not_paused_after, snoozed_after, zone_of
from recoveryapp.reminders.enums import OccurrenceState
from recoveryapp.reminders.models import Occurrence, Reminder, occurrence_id
from recoveryapp.reminders.schedule import Planned, Slot
from recoveryapp.reminders.writing import BY_WRITING

WIDEST_MOVE = timedelta(days=2)
"""From one side of the date line to the other, a date comes again at most a day later."""


def locked_reminder(reminder_id: UUID) -> Reminder | None:
    """The reminder, locked until the transaction ends, with its owner; its words stay closed."""
    rows = Reminder.objects.select_for_update(of=("self",)).select_related("owner").defer("words")
    found: Reminder | None = rows.filter(pk=reminder_id).first()
    return found


@transaction.atomic
def replan(reminder_id: UUID, *, now: datetime) -> None:
    """What a move, or something written, asks for; nothing when the reminder is gone meanwhile."""
    if reminder := locked_reminder(reminder_id):
        plan(reminder, now=now)


def plan(reminder: Reminder, *, now: datetime) -> None:
    """Replan after a change. What is due already, or in a worker's hands, is left to the claim to decide."""
    pending = _locked_pending(reminder)
    if pending and (pending.due_at <= now or pending.lease_until):
        return
    target = next_of(reminder, after=now)
    if pending and target and pending.pk == target.pk:
        _move(pending, to=target)
        return
    if pending:
        pending.delete()
    if target:
        target.save(force_insert=True)


def next_of(reminder: Asking, *, after: datetime) -> Occurrence | None:
    """Not stored. A date and time that has had its occurrence, in whichever zone, does not get another."""
    planned = next_planned(reminder, after, had_by([reminder.pk], after=after)[reminder.pk])
    return Occurrence(**columns_of(reminder, planned)) if planned else None


def planned_until(
    reminders: Sequence[Reminder], *, after: datetime, until: datetime
) -> Iterator[tuple[Reminder, Occurrence]]:
    """All that is to come up to a moment, as it stands: not stored, one statement for all of them.

    What depends on what the person writes meanwhile is there once: as it would be if they wrote nothing.
    """
    had = had_by([reminder.pk for reminder in reminders], after=after)
    for reminder in reminders:
        found = next_planned(reminder, after, had[reminder.pk])
        while found and found.due_at <= until:
            yield reminder, Occurrence(**columns_of(reminder, found))
            is_by_writing = reminder.kind in BY_WRITING
            found = None if is_by_writing else next_planned(reminder, found.due_at, had[reminder.pk])


def next_planned(reminder: Asking, after: datetime, had: Collection[Slot]) -> Planned | None:
    """`had`: the dates and times that have had their occurrence."""
    if reminder.is_paused:
        return None
    after = not_paused_after(reminder, after)
    asked = asked_after(reminder, after)
    while asked and asked.of in had:
        asked = asked_after(reminder, asked.due_at)
    snoozed = snoozed_after(reminder, after)
    if snoozed and snoozed.of not in had and (asked is None or snoozed.due_at < asked.due_at):
        return snoozed
    return asked


def columns_of(reminder: Asking, planned: Planned) -> dict[str, Any]:
    return {
        "id": occurrence_id(reminder.pk, planned.local_date, planned.slot, is_by_clock=planned.is_by_clock),
        "owner_id": reminder.owner_id,
        "reminder_id": reminder.pk,
        "local_date": planned.local_date,
        "slot": planned.slot,
        "zone": zone_of(reminder).key if planned.is_by_clock else "UTC",
        "is_by_clock": planned.is_by_clock,
        "due_at": planned.due_at,
    }


def reminders_moved_away(*, now: datetime, limit: int) -> list[UUID]:
    """Reminders planned in a zone that their owner has left; those due by now meet the claim instead."""
    planned = Occurrence.objects.filter(state=OccurrenceState.PENDING, lease_until=None, due_at__gt=now)
    moved = planned.filter(is_by_clock=True).exclude(zone=F("owner__time_zone"))
    return list(moved.values_list("reminder_id", flat=True)[:limit])


def _locked_pending(reminder: Reminder) -> Occurrence | None:
    rows = Occurrence.objects.select_for_update()
    found: Occurrence | None = rows.filter(reminder_id=reminder.pk, state=OccurrenceState.PENDING).first()
    return found


def had_by(reminder_ids: Sequence[UUID], *, after: datetime) -> dict[UUID, set[Slot]]:
    """The dates and times of each that have had their occurrence, as far as they may come again."""
    since = after.date() - WIDEST_MOVE
    rows = Occurrence.objects.filter(reminder_id__in=reminder_ids, local_date__gte=since)
    ended: dict[UUID, set[Slot]] = defaultdict(set)
    for reminder_id, day, slot, is_by_clock in rows.exclude(state=OccurrenceState.PENDING).values_list(
        "reminder_id", "local_date", "slot", "is_by_clock"
    ):
        ended[reminder_id].add((day, slot, is_by_clock))
    return ended


def _move(pending: Occurrence, *, to: Occurrence) -> None:
    if (pending.due_at, pending.zone) != (to.due_at, to.zone):
        pending.due_at, pending.zone = to.due_at, to.zone
        pending.save(update_fields=["due_at", "zone", "updated_at"])
