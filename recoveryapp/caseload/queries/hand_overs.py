from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.caseload.enums import HandOverState
from recoveryapp.caseload.models import HandOver, state_of
from recoveryapp.common.errors import NotVisible
from recoveryapp.common.statements import Rows, written_once
from recoveryapp.teams.enums import PRACTITIONER_ROLES
from recoveryapp.teams.queries import memberships_in_force


@dataclass(frozen=True)
class Offer:
    """How an offer stands, without its words."""

    to: str
    """The colleague's name."""
    state: HandOverState
    offered_at: datetime


def offered(now: datetime) -> QuerySet[HandOver]:
    """Not answered yet, and all three are still there."""
    there = memberships_in_force(now).filter(role__in=PRACTITIONER_ROLES)
    return HandOver.objects.filter(
        agreed_at__isnull=True,
        not_agreed_at__isnull=True,
        to__in=there,
        assignment__in=Assignment.objects.in_force(now),
    )


def offered_to(person: User, *, now: datetime) -> dict[UUID, HandOver]:
    """By the assignment that would end."""
    rows = offered(now).filter(owner=person)
    rows = rows.select_related("to__user", "to__team__organisation", "to__availability__cover__user")
    return {row.assignment_id: row for row in rows}


def offer_to(person: User, hand_over_id: UUID, *, now: datetime) -> HandOver:
    """Locked until the end of the transaction. Raises NotVisible."""
    rows = offered(now).filter(pk=hand_over_id, owner=person).select_related("to__user", "to__team")
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise NotVisible
    return found


def latest_hand_overs(assignment_ids: list[UUID]) -> dict[UUID, Offer]:
    """The newest of each assignment."""
    return {
        assignment_id: Offer(to, state_of(agreed_at, not_agreed_at), offered_at)
        for assignment_id, to, offered_at, agreed_at, not_agreed_at in _hand_overs(assignment_ids)
    }


@written_once
def _hand_overs(assignment_ids: list[UUID]) -> Rows:
    rows = HandOver.objects.filter(assignment__any=assignment_ids).order_by("offered_at", "pk")
    return rows.values_list("assignment_id", "to__user__called", "offered_at", "agreed_at", "not_agreed_at")
