from datetime import datetime
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.models import Assignment
from recoveryapp.assignments.queries import hold_assignment
from recoveryapp.audit.actions import Verb, record
from recoveryapp.consent.actions import revoke_grants_to
from recoveryapp.teams.models import Membership


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
    record(Verb.CREATE, "assignments.assignment", object_id=assignment.pk, owner_id=owner.pk, by=by)
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
    record(
        Verb.CHANGE, "assignments.assignment", object_id=assignment.pk, owner_id=assignment.owner_id, by=by
    )
    return assignment
