"""What both agreed to do. Whoever is to do a thing says yes to it; the person may mark either side's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.assignments.sides import Pair, Side, hold_own, hold_pair
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import NotVisible, StaleVersion
from recoveryapp.consent.writes import Saved, in_one_go
from recoveryapp.goals.actions import MOST_STEPS, put_step
from recoveryapp.goals.models import GoalStep
from recoveryapp.meetings.enums import CommitmentMark
from recoveryapp.meetings.errors import NotYoursToMark, TooMuch
from recoveryapp.meetings.models import Commitment, Meeting

NOUN = "meetings.commitment"
MOST_COMMITMENTS = 1_000


@in_one_go
def put_commitment(
    commitment_id: UUID,
    *,
    assignment_id: UUID,
    version: int,
    values: Mapping[str, Any],
    now: datetime,
    by: User,
) -> Saved[Commitment]:
    """`values`: side, words, due_on, meeting_id. What one writes down for the other waits for their yes.

    Changed by whoever does it, and by the person. Raises NotVisible, AssignmentOver, StaleVersion,
    NotYoursToMark, TooMuch.
    """
    pair = hold_pair(assignment_id, by=by, now=now)
    _demand_meeting(values["meeting_id"], pair)
    row = _locked(commitment_id)
    if row is None:
        return Saved(_create(commitment_id, pair, values, now), is_new=True, is_changed=True)
    if row.assignment_id != pair.assignment.pk:
        raise NotVisible
    if all(getattr(row, name) == value for name, value in values.items()):
        return Saved(row, is_new=False, is_changed=False)
    if not _is_for(pair, row) or values["side"] != row.side:
        raise NotYoursToMark
    if version != row.version:
        raise StaleVersion(row)
    for name, value in values.items():
        setattr(row, name, value)
    _save(row, by)
    return Saved(row, is_new=False, is_changed=True)


@transaction.atomic
def mark_commitment(
    commitment_id: UUID, *, assignment_id: UUID, mark: CommitmentMark, now: datetime, by: User
) -> Commitment:
    """That it happened, was let go, or is open (again). Only whoever does it says yes to a suggestion.

    Raises NotVisible, AssignmentOver, NotYoursToMark.
    """
    row, pair = _held(commitment_id, assignment_id, now, by)
    is_doer = row.side == pair.side
    is_no_yes = row.mark == CommitmentMark.SUGGESTED and mark != CommitmentMark.LET_GO and not is_doer
    if is_no_yes or not _is_for(pair, row):
        raise NotYoursToMark
    if row.mark != mark:
        row.mark, row.marked_at, row.marked_by = mark, now, pair.side
        _save(row, by)
    return row


@transaction.atomic
def make_step(
    commitment_id: UUID, *, assignment_id: UUID, goal_id: UUID, step_id: UUID, now: datetime, by: User
) -> Commitment:
    """The person makes what they will do a step of one of their goals; once, until that step is deleted.

    Raises NotVisible, AssignmentOver, NotYoursToMark, GoalClosed, TooManySteps.
    """
    row, pair = _held(commitment_id, assignment_id, now, by)
    if pair.side != Side.PERSON:
        raise NotVisible
    if row.side != Side.PERSON:
        raise NotYoursToMark
    if row.step_id is None:
        steps = GoalStep.objects.owned_by(by).filter(goal=goal_id)
        values = {"words": row.words, "position": min(steps.count(), MOST_STEPS), "done_at": None}
        row.step = put_step(step_id, goal_id=goal_id, values=values, at=now, by=by).row
        _save(row, by)
    return row


@transaction.atomic
def delete_commitment(commitment_id: UUID, *, assignment_id: UUID, by: User) -> None:
    """By the person, also when it is over. Already gone is as good."""
    try:
        assignment = hold_own(assignment_id, by=by)
    except NotVisible:
        return
    for row in Commitment.objects.filter(pk=commitment_id, assignment=assignment, owner=by):
        record(Verb.DELETE, NOUN, object_id=row.pk, owner_id=by.pk, by=by)
        row.delete()


def _create(commitment_id: UUID, pair: Pair, values: Mapping[str, Any], now: datetime) -> Commitment:
    if Commitment.objects.filter(assignment=pair.assignment).count() >= MOST_COMMITMENTS:
        raise TooMuch
    is_own = values["side"] == pair.side
    row = Commitment(
        id=commitment_id,
        owner=pair.owner,
        assignment=pair.assignment,
        recorded_at=now,
        written_by=pair.side,
        mark=CommitmentMark.OPEN if is_own else CommitmentMark.SUGGESTED,
        **values,
    )
    row.save(force_insert=True)
    record(Verb.CREATE, NOUN, object_id=row.pk, owner_id=row.owner_id, by=pair.viewer)
    return row


def _is_for(pair: Pair, row: Commitment) -> bool:
    """What the person does is theirs to change and to mark; what the other does, for both."""
    return pair.side in {Side.PERSON, row.side}


def _held(commitment_id: UUID, assignment_id: UUID, now: datetime, by: User) -> tuple[Commitment, Pair]:
    pair = hold_pair(assignment_id, by=by, now=now)
    row = _locked(commitment_id)
    if row is None or row.assignment_id != pair.assignment.pk:
        raise NotVisible
    return row, pair


def _locked(commitment_id: UUID) -> Commitment | None:
    return Commitment.objects.select_for_update(of=("self",)).filter(pk=commitment_id).first()


def _demand_meeting(meeting_id: UUID | None, pair: Pair) -> None:
    if meeting_id and not Meeting.objects.filter(pk=meeting_id, assignment=pair.assignment).exists():
        raise NotVisible


def _save(row: Commitment, by: User) -> None:
    row.version += 1
    row.save()
    record(Verb.CHANGE, NOUN, object_id=row.pk, owner_id=row.owner_id, by=by)
