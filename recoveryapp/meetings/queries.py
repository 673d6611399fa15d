from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, Subquery, Value, When

from recoveryapp.assignments.sides import Pair, Side
from recoveryapp.common.errors import NotVisible
from recoveryapp.common.statements import Rows, written_once
from recoveryapp.meetings.enums import CommitmentMark
from recoveryapp.meetings.models import Commitment, Meeting

OPEN_BEFORE_OTHERS = Case(
    When(mark__in=[CommitmentMark.OPEN, CommitmentMark.SUGGESTED], then=Value(0)), default=Value(1)
)


@dataclass(frozen=True)
class OpenCommitments:
    """How many are agreed and open of one assignment, and how many of those are due, by who does them."""

    person: int = 0
    worker: int = 0
    person_due: int = 0
    worker_due: int = 0


COUNTS = [field.name for field in fields(OpenCommitments)]


def meetings_of(pair: Pair) -> QuerySet[Meeting]:
    return Meeting.objects.filter(assignment=pair.assignment)


def meeting_of(pair: Pair, meeting_id: UUID) -> Meeting:
    """Raises NotVisible."""
    meeting = meetings_of(pair).filter(pk=meeting_id).first()
    if meeting is None:
        raise NotVisible
    return meeting


def commitments_of(pair: Pair) -> QuerySet[Commitment]:
    """`standing` is to sort by: what is open or waits for a yes before the rest."""
    rows = Commitment.objects.filter(assignment=pair.assignment).select_related("step")
    return rows.annotate(standing=OPEN_BEFORE_OTHERS)


def no_longer_as_agreed(ids: Collection[UUID], *, since: Subquery) -> QuerySet[Meeting]:
    """Those of the meetings that were called off, or moved, since a moment of each."""
    is_off = Q(called_off_at__isnull=False) | Q(accepted_at__isnull=True)
    return Meeting.objects.filter(is_off | Q(is_moved=True, accepted_at__gt=since), pk__in=ids)


def open_commitments_of(assignment_ids: Collection[UUID], *, due_by: date) -> dict[UUID, OpenCommitments]:
    """Of many assignments in one statement, by their ids; one that has none is not in it.

    Whether they may be seen is for the caller: give the ids of assignments in force.
    """
    counted = _open_commitments(list(assignment_ids), due_by)
    return {assignment_id: OpenCommitments(*counts) for assignment_id, *counts in counted}


@written_once
def _open_commitments(assignment_ids: list[UUID], due_by: date) -> Rows:
    is_due = Q(due_on__lte=due_by)
    rows = (
        Commitment.objects.filter(assignment__any=assignment_ids, mark=CommitmentMark.OPEN)
        .order_by()
        .values("assignment")
        .annotate(
            person=Count("pk", filter=Q(side=Side.PERSON)),
            worker=Count("pk", filter=Q(side=Side.WORKER)),
            person_due=Count("pk", filter=Q(side=Side.PERSON) & is_due),
            worker_due=Count("pk", filter=Q(side=Side.WORKER) & is_due),
        )
    )
    return rows.values_list("assignment", *COUNTS)


def next_meetings_of(assignment_ids: Collection[UUID], *, now: datetime) -> dict[UUID, datetime]:
    """When each assignment's next agreed meeting begins, in one statement; as above."""
    return dict(_next_meetings(list(assignment_ids), now))


@written_once
def _next_meetings(assignment_ids: list[UUID], now: datetime) -> Rows:
    rows = (
        Meeting.objects.filter(
            assignment__any=assignment_ids,
            accepted_at__isnull=False,
            called_off_at__isnull=True,
            starts_at__gt=now,
        )
        .order_by("assignment", "starts_at")
        .distinct("assignment")
    )
    return rows.values_list("assignment", "starts_at")
