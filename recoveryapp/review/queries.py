from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.gate import Reading
from recoveryapp.conversations.attachments import most_of
from recoveryapp.review.models import MeetingSheet, Remark


def sheets_of(person: User) -> QuerySet[MeetingSheet]:
    return MeetingSheet.objects.owned_by(person)


def sheet_of(person: User, sheet_id: UUID) -> MeetingSheet:
    """Raises NotVisible."""
    return _the_one(sheets_of(person), sheet_id)


def sheets_shared_with(reading: Reading) -> QuerySet[MeetingSheet]:
    return MeetingSheet.objects.shared_with(reading)


def sheet_shared_with(reading: Reading, sheet_id: UUID) -> MeetingSheet:
    """Raises NotVisible."""
    return _the_one(sheets_shared_with(reading), sheet_id)


def sheets_by_id(reading: Reading, ids: Sequence[UUID] | None) -> dict[UUID, str]:
    """Those of them that were handed over, each with the day of its meeting; empty where it has none.
    None: the newest."""
    found = sheets_shared_with(reading).filter(Q() if ids is None else Q(pk__in=ids))
    days = found.order_by("-recorded_at", "-id").values_list("pk", "meeting_on")
    return {pk: str(on or "") for pk, on in days[: most_of(ids)]}


def _the_one(sheets: QuerySet[MeetingSheet], sheet_id: UUID) -> MeetingSheet:
    sheet = sheets.filter(pk=sheet_id).first()
    if sheet is None:
        raise NotVisible
    return sheet


def remarks_about(person: User) -> QuerySet[Remark]:
    """With whoever wrote them, and what the person answered."""
    return Remark.objects.owned_by(person).select_related("writer").prefetch_related("answers")


def remarks_shared_with(reading: Reading) -> QuerySet[Remark]:
    """The viewer's own, with the person's answers."""
    return Remark.objects.shared_with(reading).select_related("writer").prefetch_related("answers")
