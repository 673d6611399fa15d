"""Keeps the one pending occurrence of a reminder as its rule, its pauses, the person's zone and writing say.

Whoever plans holds the reminder's lock, so a reminder is planned by one at a time.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from recoveryapp.reminders.asking import asked_after, not_paused_after, snoozed_after, zone_of
from recoveryapp.reminders.enums import OccurrenceState
from recoveryapp.reminders.models import Occurrence, Reminder, occurrence_id
from recoveryapp.reminders.schedule import Planned
from recoveryapp.reminders.writing import BY_WRITING

Slot = tuple[date, time, bool]
"""Date, time, and whether by the clock."""
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


def next_ones(reminders: Sequence[tuple[Reminder, datetime]]) -> list[Occurrence]:
    """What follows the given moment of each, not stored; one statement for all of them."""
    earliest = min((after for _, after in reminders), default=None)
    if earliest is None:
        return []
    ended = _ended([reminder.pk for reminder, _ in reminders], since=earliest.date() - WIDEST_MOVE)
    found = (_next(reminder, after, ended[reminder.pk]) for reminder, after in reminders)
    return [occurrence for occurrence in found if occurrence]


def next_of(reminder: Reminder, *, after: datetime) -> Occurrence | None:
    """Not stored. A date and time that has had its occurrence, in whichever zone, does not get another."""
    return next(iter(next_ones([(reminder, after)])), None)


def planned_until(
    reminders: Sequence[Reminder], *, after: datetime, until: datetime
) -> Iterator[tuple[Reminder, Occurrence]]:
    """All that is to come up to a moment, as it stands: not stored, one statement for all of them.

    What depends on what the person writes meanwhile is there once: as it would be if they wrote nothing.
    """
    ended = _ended([reminder.pk for reminder in reminders], since=after.date() - WIDEST_MOVE)
    for reminder in reminders:
        known = set(ended[reminder.pk])
        found = _next(reminder, after, known)
        while found and found.due_at <= until:
            yield reminder, found
            known.add((found.local_date, found.slot, found.is_by_clock))
            is_by_writing = reminder.kind in BY_WRITING
            found = None if is_by_writing else _next(reminder, found.due_at, known)


def _next(reminder: Reminder, after: datetime, ended: set[Slot]) -> Occurrence | None:
    if reminder.is_paused:
        return None
    after = not_paused_after(reminder, after)
    firsts = [
        next((p for p in source(reminder, after) if (p.local_date, p.slot, p.is_by_clock) not in ended), None)
        for source in (asked_after, snoozed_after)
    ]
    planned = min((p for p in firsts if p), key=lambda p: p.due_at, default=None)
    return _occurrence(reminder, planned) if planned else None


def _occurrence(reminder: Reminder, planned: Planned) -> Occurrence:
    return Occurrence(
        id=occurrence_id(reminder.pk, planned.local_date, planned.slot, is_by_clock=planned.is_by_clock),
        owner_id=reminder.owner_id,
        reminder_id=reminder.pk,
        local_date=planned.local_date,
        slot=planned.slot,
        zone=zone_of(reminder).key if planned.is_by_clock else "UTC",
        is_by_clock=planned.is_by_clock,
        due_at=planned.due_at,
    )


def reminders_moved_away(*, now: datetime, limit: int) -> list[UUID]:
    """Reminders planned in a zone that their owner has left; those due by now meet the claim instead."""
    planned = Occurrence.objects.filter(state=OccurrenceState.PENDING, lease_until=None, due_at__gt=now)
    moved = planned.filter(is_by_clock=True).exclude(zone=F("owner__time_zone"))
    return list(moved.values_list("reminder_id", flat=True)[:limit])


def _locked_pending(reminder: Reminder) -> Occurrence | None:
    rows = Occurrence.objects.select_for_update()
    found: Occurrence | None = rows.filter(reminder_id=reminder.pk, state=OccurrenceState.PENDING).first()
    return found


def _ended(reminder_ids: Sequence[UUID], *, since: date) -> dict[UUID, set[Slot]]:
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
