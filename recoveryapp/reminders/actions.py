from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.writes import Saved, delete_owned, in_one_go, put_owned
from recoveryapp.notifications.actions import forget_deliveries, forget_tests
from recoveryapp.reminders.devices import forget_signed_out
from recoveryapp.reminders.enums import OccurrenceState
from recoveryapp.reminders.errors import TooManyReminders
from recoveryapp.reminders.models import Notice, Occurrence, Reminder
from recoveryapp.reminders.planning import plan
from recoveryapp.reminders.queries import HISTORY, notices_of, occurrences_of
from recoveryapp.reminders.schedule import whole_minute
from recoveryapp.reminders.tokens import occurrence_to_snooze

MOST_REMINDERS = 30
"""As many as one page of the list."""


@in_one_go
def put_reminder(
    reminder_id: UUID, *, version: int, values: Mapping[str, Any], now: datetime, by: User
) -> Saved[Reminder]:
    """Create or replace, and plan the next occurrence. Raises NotVisible, StaleVersion, TooManyReminders."""
    saved = put_owned(Reminder, reminder_id, version=version, values=values, by=by)
    if saved.is_new and Reminder.objects.owned_by(by).count() > MOST_REMINDERS:
        raise TooManyReminders
    if saved.is_changed:
        plan(saved.row, now=now)
    return saved


@transaction.atomic
def delete_reminder(reminder_id: UUID, *, now: datetime, by: User) -> None:
    """What was sent stays in the history; what is due at this moment ends as skipped."""
    delete_owned(Reminder.objects.owned_by(by), reminder_id, by=by)
    planned = occurrences_of(by).filter(reminder_id=reminder_id, state=OccurrenceState.PENDING)
    planned.filter(due_at__gt=now, lease_until=None).delete()


@transaction.atomic
def pause_all(*, until: date | None, now: datetime, by: User) -> None:
    """Until a date, the first on which they are sent again, or without an end. A longer pause stays."""
    for reminder in _own_reminders_locked(by):
        if until is None:
            _change(reminder, is_paused=True, now=now, by=by)
        else:
            _change(reminder, paused_until=max(until, reminder.paused_until or until), now=now, by=by)


@transaction.atomic
def resume_all(*, now: datetime, by: User) -> None:
    for reminder in _own_reminders_locked(by):
        _change(reminder, is_paused=False, paused_until=None, now=now, by=by)


@transaction.atomic
def snooze(occurrence_id: UUID, *, minutes: int, now: datetime, by: User) -> Reminder:
    """Send the reminder of this occurrence once more, so many minutes from now. Raises NotVisible."""
    asked = occurrences_of(by).filter(pk=occurrence_id).values("reminder_id")
    reminder = _own_reminders_locked(by).filter(pk__in=asked).first()
    if reminder is None:
        raise NotVisible
    reminder.snoozed_until = whole_minute(now + timedelta(minutes=minutes))
    reminder.save(update_fields=["snoozed_until", "updated_at"])
    record(Verb.CHANGE, "reminders.reminder", object_id=reminder.pk, owner_id=by.pk, by=by)
    plan(reminder, now=now)
    return reminder


def snooze_by_token(token: str, *, minutes: int, now: datetime) -> Reminder:
    """As the notification asked for that carried it. Raises NotVisible."""
    occurrence_id = occurrence_to_snooze(token)
    row = Occurrence.objects.filter(pk=occurrence_id, owner__is_active=True).select_related("owner").first()
    if row is None:
        raise NotVisible
    return snooze(occurrence_id, minutes=minutes, now=now, by=row.owner)


@transaction.atomic
def read_notice(notice_id: UUID, *, now: datetime, by: User) -> Notice:
    """Mark as read; the first time counts. Raises NotVisible."""
    notice = notices_of(by).select_for_update().filter(pk=notice_id).first()
    if notice is None:
        raise NotVisible
    if notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at", "updated_at"])
        record(Verb.CHANGE, "reminders.notice", object_id=notice.pk, owner_id=notice.owner_id, by=by)
    return notice


@transaction.atomic
def forget_history(*, now: datetime, limit: int = 10_000) -> None:
    """Drop occurrences that ended before what a person can see of them, and how they were delivered."""
    ended = Occurrence.objects.exclude(state=OccurrenceState.PENDING).filter(due_at__lte=now - HISTORY)
    ids = list(ended.values_list("pk", flat=True)[:limit])
    forget_deliveries(ids)
    forget_tests(before=now - HISTORY)
    forget_signed_out(now=now)
    Occurrence.objects.filter(pk__in=ids).delete()


def _own_reminders_locked(by: User) -> QuerySet[Reminder]:
    """In one order for everybody, so that two requests cannot wait for each other."""
    rows = Reminder.objects.owned_by(by).select_related("owner").select_for_update(of=("self",))
    return rows.order_by("pk")


def _change(reminder: Reminder, *, now: datetime, by: User, **values: Any) -> None:
    changed = {name: value for name, value in values.items() if getattr(reminder, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(reminder, name, value)
    reminder.version += 1
    reminder.save(update_fields=[*changed, "version", "updated_at"])
    record(Verb.CHANGE, "reminders.reminder", object_id=reminder.pk, owner_id=by.pk, by=by)
    plan(reminder, now=now)
