from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment, AssignmentQuerySet, Availability
from recoveryapp.common.errors import NotVisible
from recoveryapp.teams.enums import PRACTITIONER_ROLES
from recoveryapp.teams.models import Membership
from recoveryapp.teams.queries import memberships_in_force


def assignments_of(person: User, *, now: datetime) -> AssignmentQuerySet:
    """The practitioners this person works with now, the latest first."""
    own = Assignment.objects.in_force(now).filter(owner=person)
    return own.with_both().order_by("-started_at", "-pk")


def assignments_held_by(practitioner: User, *, now: datetime) -> AssignmentQuerySet:
    """The people this practitioner works with now, in whichever team; by name."""
    held = Assignment.objects.in_force(now).filter(membership__user=practitioner)
    return held.with_both().order_by("owner__called", "pk")


def assignment_of_either(assignment_id: UUID, *, viewer: User, now: datetime) -> Assignment:
    """In force, and the viewer is one of the two. Raises NotVisible."""
    return _found(_of_either(assignment_id, viewer, now).with_both())


def hold_assignment(assignment_id: UUID, *, viewer: User, now: datetime) -> Assignment:
    """As above, for a write: whoever ends it waits for the end of this transaction. Raises NotVisible."""
    rows = _of_either(assignment_id, viewer, now).with_both()
    return _found(rows.select_for_update(of=("self",), no_key=True))


def is_full(membership: Membership, *, now: datetime) -> bool:
    """Whether they work with as many people as they have time for, by their own word."""
    said = Availability.objects.filter(membership=membership).values_list("capacity", flat=True).first()
    return said is not None and Assignment.objects.in_force(now).filter(membership=membership).count() >= said


def own_places(practitioner: User, *, now: datetime) -> QuerySet[Membership]:
    """Where they practise now, by the name of the team."""
    own = memberships_in_force(now).filter(user=practitioner, role__in=PRACTITIONER_ROLES)
    return own.select_related("user", "team__organisation", "availability__cover__user").order_by(
        "team__name", "pk"
    )


def own_place(membership_id: UUID, *, practitioner: User, now: datetime) -> Membership:
    """Raises NotVisible."""
    place = own_places(practitioner, now=now).filter(pk=membership_id).first()
    if place is None:
        raise NotVisible
    return place


def colleagues_of(membership: Membership, *, now: datetime) -> QuerySet[Membership]:
    """Those who practise in the same organisation, without themselves; each person once for each team."""
    practising = memberships_in_force(now).filter(role__in=PRACTITIONER_ROLES)
    others = practising.filter(team__organisation=membership.team.organisation_id)
    return (
        others.exclude(user=membership.user_id)
        .select_related("user", "team__organisation")
        .order_by("user__called", "pk")
    )


def _of_either(assignment_id: UUID, viewer: User, now: datetime) -> AssignmentQuerySet:
    return Assignment.objects.in_force(now).of_either(viewer).filter(pk=assignment_id)


def _found(rows: AssignmentQuerySet) -> Assignment:
    assignment = rows.first()
    if assignment is None:
        raise NotVisible
    return assignment
