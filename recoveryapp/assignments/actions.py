from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.errors import NotAColleague
from recoveryapp.assignments.models import Assignment, Availability
from recoveryapp.assignments.queries import colleagues_of, hold_assignment, own_place
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.actions import revoke_grants_to
from recoveryapp.teams.models import Membership

NOUN = "assignments.assignment"


@transaction.atomic
def start_assignment(
    *, owner: User, membership: Membership, began: Began, agreed_at: datetime, now: datetime, by: User
) -> Assignment:
    """The two work together from now on; already doing so is as good.

    Whoever calls it has the person's yes, given at `agreed_at`, and knows that `membership` is in force.
    """
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    open_ = Assignment.objects.filter(owner=owner, membership=membership, ended_at__isnull=True)
    standing = open_.first()
    if standing:
        return standing
    assignment = Assignment.objects.create(
        owner=owner, membership=membership, began=began, agreed_at=agreed_at, started_at=now
    )
    record(Verb.CREATE, NOUN, object_id=assignment.pk, owner_id=owner.pk, by=by)
    return assignment


@transaction.atomic
def end_assignment(assignment_id: UUID, *, now: datetime, by: User) -> Assignment:
    """Either of the two ends it. What the person shares with this practitioner by name stops with it, from
    the next statement on; what they share with the team is the person's to stop.

    Raises NotVisible, also where it has ended.
    """
    assignment = hold_assignment(assignment_id, viewer=by, now=now)
    assignment.ended_at, assignment.ended_by = now, by
    assignment.save(update_fields=["ended_at", "ended_by", "updated_at"])
    revoke_grants_to(assignment.membership_id, owner_id=assignment.owner_id, now=now, by=by)
    record(Verb.CHANGE, NOUN, object_id=assignment.pk, owner_id=assignment.owner_id, by=by)
    return assignment


@transaction.atomic
def agree_to_cover(assignment_id: UUID, *, agrees: bool, now: datetime, by: User) -> Assignment:
    """The person says whether whoever stands in may see their name. In force at once. Raises NotVisible."""
    assignment = hold_assignment(assignment_id, viewer=by, now=now)
    if assignment.owner_id != by.pk:
        raise NotVisible
    if (assignment.cover_agreed_at is not None) != agrees:
        assignment.cover_agreed_at = now if agrees else None
        assignment.save(update_fields=["cover_agreed_at", "updated_at"])
        record(Verb.CHANGE, NOUN, object_id=assignment.pk, owner_id=by.pk, by=by)
    return assignment


@transaction.atomic
def set_availability(
    membership_id: UUID, *, values: Mapping[str, Any], now: datetime, by: User
) -> Availability:
    """`values`: capacity, weekdays, begins, ends, away_from, away_until, cover_id. Each time the whole of it.

    Raises NotVisible, and NotAColleague where `cover_id` is nobody who practises in the same organisation.
    """
    place = own_place(membership_id, practitioner=by, now=now)
    cover_id = values["cover_id"]
    if cover_id and not colleagues_of(place, now=now).filter(pk=cover_id).exists():
        raise NotAColleague
    row, _ = Availability.objects.update_or_create(membership=place, defaults=values)
    record(Verb.CHANGE, "assignments.availability", object_id=row.pk, owner_id=by.pk, by=by)
    return row
