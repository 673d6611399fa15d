"""A person and whoever works with them: the two sides of one assignment, and what each may open.

An assignment opens nothing of the person's record. It opens what the two wrote for each other: to the
person always, for it is theirs; to the other side while the assignment is in force, and not a request longer.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.assignments.queries import hold_assignment
from recoveryapp.common.errors import DomainError, NotVisible


class Side(models.TextChoices):
    PERSON = "person"
    WORKER = "worker"

    @property
    def other(self) -> "Side":
        return Side.WORKER if self == Side.PERSON else Side.PERSON


MOST_PAIRS = 300


class AssignmentOver(DomainError):
    """Said to the person only: to the other side there is nothing left to say it about."""

    code = "assignment_over"
    sentence = "You no longer work together here. What was written stays yours; nothing was added."


@dataclass(frozen=True)
class Pair:
    assignment: Assignment
    viewer: User
    is_in_force: bool
    at: datetime

    @property
    def side(self) -> Side:
        return Side.PERSON if self.assignment.owner_id == self.viewer.pk else Side.WORKER

    @property
    def owner(self) -> User:
        return self.assignment.owner

    @property
    def other(self) -> User:
        return self.assignment.practitioner if self.side == Side.PERSON else self.assignment.owner


def pairs_of(viewer: User, *, now: datetime) -> list[Pair]:
    """Of a person all they ever had, those in force first; of others those in force. One statement."""
    found = _both_sides_of(viewer, now).order_by("-stands", "-started_at", "-pk")[:MOST_PAIRS]
    pairs = [Pair(row, viewer, is_in_force=row.stands, at=now) for row in found]
    return [pair for pair in pairs if pair.is_in_force or pair.side == Side.PERSON]


def open_pair(assignment_id: UUID, *, viewer: User, now: datetime) -> Pair:
    """To read by, in one statement. Raises NotVisible."""
    found = _both_sides_of(viewer, now).filter(pk=assignment_id).first()
    if found is None:
        raise NotVisible
    pair = Pair(found, viewer, is_in_force=found.stands, at=now)
    if pair.side == Side.WORKER and not pair.is_in_force:
        raise NotVisible
    return pair


def hold_pair(assignment_id: UUID, *, by: User, now: datetime) -> Pair:
    """To write by: whoever ends it, or writes too, waits for the end of this transaction.

    Raises NotVisible; AssignmentOver to the person whose assignment has ended.
    """
    try:
        assignment = hold_assignment(assignment_id, viewer=by, now=now)
    except NotVisible:
        if Assignment.objects.filter(pk=assignment_id, owner=by).exists():
            raise AssignmentOver from None
        raise
    return Pair(assignment, by, is_in_force=True, at=now)


def hold_own(assignment_id: UUID, *, by: User) -> Assignment:
    """The person's, over or not: what is theirs they may take away. Raises NotVisible."""
    rows = Assignment.objects.select_for_update(of=("self",), no_key=True)
    found = rows.filter(pk=assignment_id, owner=by).first()
    if found is None:
        raise NotVisible
    return found


def _both_sides_of(viewer: User, now: datetime) -> models.QuerySet[Any]:
    """`stands`: whether it is in force."""
    in_force = Assignment.objects.in_force(now).filter(pk=OuterRef("pk"))
    return Assignment.objects.of_either(viewer).with_both().annotate(stands=Exists(in_force))
