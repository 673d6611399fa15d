"""Meetings of which the other side is to hear: asked for, answered or called off."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.assignments.sides import Side
from recoveryapp.meetings.models import Meeting

TAKEN_BACK_MEANWHILE = timedelta(minutes=1)
FRESH = timedelta(days=1)


def changed_lately(*, now: datetime) -> QuerySet[Meeting]:
    """Within a day, of meetings still to come."""
    return _to_come(now).filter(updated_at__gt=now - FRESH, updated_at__lte=now - TAKEN_BACK_MEANWHILE)


def still_to_come(meeting_ids: Iterable[UUID], *, now: datetime) -> QuerySet[Meeting]:
    return _to_come(now).filter(pk__in=list(meeting_ids))


def reader_of_change(meeting: Meeting) -> User:
    by = Side(meeting.changed_by)
    return meeting.assignment.practitioner if by == Side.PERSON else meeting.assignment.owner


def _to_come(now: datetime) -> QuerySet[Meeting]:
    """Of two who work together now, where the person has not paused everything."""
    rows = Meeting.objects.filter(
        starts_at__gt=now,
        assignment__in=Assignment.objects.in_force(now),
        owner__everything_paused_at__isnull=True,
    )
    return rows.exclude(changed_by="").select_related("assignment__owner", "assignment__membership__user")
