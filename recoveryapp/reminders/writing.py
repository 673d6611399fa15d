"""What the person wrote, as far as reminders ask about it: when, and nothing of what."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, Max

from recoveryapp.audit.actions import Verb
from recoveryapp.audit.models import AuditEvent
from recoveryapp.journal.models import Entry
from recoveryapp.outcomes.models import CheckIn
from recoveryapp.reminders.asked import Asking
from recoveryapp.reminders.enums import OccurrenceState, ReminderKind
from recoveryapp.reminders.models import Bookmark, Occurrence, Reminder
from recoveryapp.reminders.schedule import ONE_MINUTE, whole_minute

if TYPE_CHECKING:
    from django_stubs_ext import ValuesQuerySet

WRITING = (CheckIn, Entry)
FIRST_LOOK = timedelta(days=1)
BY_WRITING = (ReminderKind.AFTER_CHECK_IN, ReminderKind.AFTER_A_GAP)


def last_written_at(owner_id: UUID) -> datetime | None:
    """The person's time of their newest check-in or journal entry."""
    newest = (
        model.objects.filter(owner_id=owner_id).aggregate(at=Max("recorded_at"))["at"] for model in WRITING
    )
    return max((at for at in newest if at), default=None)


def was_sent_since(reminder: Asking, moment: datetime | None) -> bool:
    sent = Occurrence.objects.filter(reminder_id=reminder.pk, state=OccurrenceState.SENT)
    return (sent.filter(due_at__gt=moment) if moment else sent).exists()


def check_ins_due(reminder: Asking, *, after: datetime) -> Iterator[datetime]:
    """The minutes at which the time after a check-in is over, in order."""
    for recorded_at in _check_ins(reminder).filter(recorded_at__gt=after - _wait(reminder) - ONE_MINUTE):
        if (due_at := whole_minute(recorded_at + _wait(reminder))) > after:
            yield due_at


def is_check_in_due(reminder: Asking, *, at: datetime) -> bool:
    if reminder.kind != ReminderKind.AFTER_CHECK_IN:
        return False
    latest = at - _wait(reminder)
    return _check_ins(reminder).filter(recorded_at__gt=latest - ONE_MINUTE, recorded_at__lte=latest).exists()


def reminders_to_follow(*, since: datetime) -> list[UUID]:
    """Those that wait for writing, of everybody who wrote, changed or deleted something since.

    Read from the audit log: every write leaves its line there, and its ids are in the order of time.
    """
    nouns = [model._meta.label_lower for model in WRITING]
    lines = AuditEvent.objects.filter(id__gte=_first_id_at(since), noun__in=nouns).exclude(verb=Verb.READ)
    waiting = Reminder.objects.filter(kind__in=BY_WRITING, owner_id__in=lines.values("owner_id"))
    return list(waiting.values_list("pk", flat=True))


def followed_until(*, now: datetime) -> datetime:
    """As far as the record has been followed; at the very first look, a day back."""
    kept = Bookmark.objects.values_list("followed_until", flat=True).first()
    return kept or now - FIRST_LOOK


def follow_from(moment: datetime) -> None:
    Bookmark.objects.bulk_create(
        [Bookmark(pk=1, followed_until=moment)],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["followed_until"],
    )


def _check_ins(reminder: Asking) -> "ValuesQuerySet[CheckIn, datetime]":
    """Those written down while the time after them was still to come."""
    rows = CheckIn.objects.filter(owner_id=reminder.owner_id)
    in_time = rows.filter(recorded_at__gt=F("created_at") - _wait(reminder))
    return in_time.order_by("recorded_at").values_list("recorded_at", flat=True)


def _wait(reminder: Asking) -> timedelta:
    return timedelta(hours=reminder.after_hours or 0)


def _first_id_at(moment: datetime) -> UUID:
    """The smallest UUIDv7 of a moment (RFC 9562): 48 bits of milliseconds, then the version."""
    return UUID(int=int(moment.timestamp() * 1000) << 80 | 7 << 76 | 2 << 62)
