"""Working together begins by the person's yes, and goes on with somebody else by another."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.assignments.actions import end_assignment, start_assignment
from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.errors import CaseloadFull, NotAColleague
from recoveryapp.assignments.models import Assignment
from recoveryapp.assignments.queries import colleagues_of, hold_assignment, is_full
from recoveryapp.audit.actions import Verb, record
from recoveryapp.caseload.errors import HandOverStands, NotConnectedYet
from recoveryapp.caseload.models import HandOver
from recoveryapp.caseload.queries.hand_overs import offer_to
from recoveryapp.common.errors import NotVisible
from recoveryapp.teams.enums import PRACTITIONER_ROLES
from recoveryapp.teams.queries import connections_of

NOUN = "caseload.handover"


@transaction.atomic
def work_together(membership_id: UUID, *, now: datetime, by: User) -> Assignment:
    """With somebody whose code the person took in the room. Doing so already is as good.

    Raises NotVisible, NotConnectedYet, CaseloadFull.
    """
    if by.role != Role.SERVICE_USER:
        raise NotVisible
    met = connections_of(by, now=now).filter(
        membership=membership_id, membership__role__in=PRACTITIONER_ROLES
    )
    connection = met.first()
    if connection is None:
        raise NotConnectedYet
    place = connection.membership
    own = Assignment.objects.filter(owner=by, membership=place, ended_at__isnull=True)
    if not own.exists() and is_full(place, now=now):
        raise CaseloadFull
    return start_assignment(owner=by, membership=place, began=Began.CODE, agreed_at=now, now=now, by=by)


@transaction.atomic
def offer_hand_over(
    assignment_id: UUID, *, hand_over_id: UUID, to_id: UUID, words: str, now: datetime, by: User
) -> HandOver:
    """Whoever works with the person asks them whether a colleague may go on. Nothing changes by that.

    The same again is as good. Raises NotVisible, NotAColleague, HandOverStands, CaseloadFull.
    """
    assignment = _held_by_worker(assignment_id, now=now, by=by)
    standing = HandOver.objects.filter(
        assignment=assignment, agreed_at__isnull=True, not_agreed_at__isnull=True
    ).first()
    if standing:
        if standing.pk == hand_over_id:
            return standing
        raise HandOverStands
    to = colleagues_of(assignment.membership, now=now).filter(pk=to_id).first()
    if to is None:
        raise NotAColleague
    if is_full(to, now=now):
        raise CaseloadFull
    offer = HandOver(id=hand_over_id, owner_id=assignment.owner_id, assignment=assignment, to=to)
    offer.words, offer.offered_at = words, now
    offer.save(force_insert=True)
    record(Verb.CREATE, NOUN, object_id=offer.pk, owner_id=offer.owner_id, by=by)
    return offer


@transaction.atomic
def withdraw_hand_over(assignment_id: UUID, *, now: datetime, by: User) -> None:
    """Whoever asked takes the question back. Not there, or answered, is as good. Raises NotVisible."""
    assignment = _held_by_worker(assignment_id, now=now, by=by)
    standing = HandOver.objects.select_for_update(of=("self",)).filter(
        assignment=assignment, agreed_at__isnull=True, not_agreed_at__isnull=True
    )
    if offer := standing.first():
        record(Verb.DELETE, NOUN, object_id=offer.pk, owner_id=offer.owner_id, by=by)
        offer.delete()


@transaction.atomic
def answer_hand_over(hand_over_id: UUID, *, agrees: bool, now: datetime, by: User) -> HandOver:
    """A yes ends the one, with all that was shared with them by name, and begins the other, at one moment.
    The new one sees nothing until the person gives them something themselves. Raises NotVisible.
    """
    offer = offer_to(by, hand_over_id, now=now)
    if agrees:
        offer.agreed_at = now
        end_assignment(offer.assignment_id, now=now, by=by)
        start_assignment(owner=by, membership=offer.to, began=Began.HAND_OVER, agreed_at=now, now=now, by=by)
    else:
        offer.not_agreed_at = now
    offer.save(update_fields=["agreed_at", "not_agreed_at", "updated_at"])
    record(Verb.CHANGE, NOUN, object_id=offer.pk, owner_id=by.pk, by=by)
    return offer


def _held_by_worker(assignment_id: UUID, *, now: datetime, by: User) -> Assignment:
    assignment = hold_assignment(assignment_id, viewer=by, now=now)
    if assignment.owner_id == by.pk:
        raise NotVisible
    return assignment
