from datetime import datetime, timedelta

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, Value, When

from recoveryapp.accounts.models import User
from recoveryapp.reminders.enums import OccurrenceState
from recoveryapp.reminders.models import Notice, Occurrence, Reminder, Telling

HISTORY = timedelta(days=30)
"""How far back a person sees what became of each occurrence."""

UNREAD_BEFORE_READ = Case(When(read_at=None, then=Value(0)), default=Value(1))


def reminders_of(person: User) -> QuerySet[Reminder]:
    """With `next_due_at`, which a reminder alone would look up."""
    planned = Occurrence.objects.filter(reminder_id=OuterRef("pk"), state=OccurrenceState.PENDING)
    rows = Reminder.objects.owned_by(person)
    return rows.annotate(next_due_at=Subquery(planned.values("due_at")))  # type: ignore[no-redef]


def occurrences_of(person: User) -> QuerySet[Occurrence]:
    return Occurrence.objects.owned_by(person)


def recent_occurrences_of(person: User, *, now: datetime) -> QuerySet[Occurrence]:
    """Those of the last 30 days; what is only planned is not among them."""
    return occurrences_of(person).filter(due_at__gt=now - HISTORY, due_at__lte=now)


def notices_of(person: User) -> QuerySet[Notice]:
    """`standing` is to sort by: unread before read. `is_news`: something waits elsewhere in the app."""
    told = Telling.objects.filter(pk=OuterRef("pk"))
    return Notice.objects.owned_by(person).annotate(standing=UNREAD_BEFORE_READ, is_news=Exists(told))
