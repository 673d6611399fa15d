from datetime import datetime
from uuid import UUID

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment, AssignmentQuerySet
from recoveryapp.common.errors import NotVisible


def assignments_of(person: User, *, now: datetime) -> AssignmentQuerySet:
    """The practitioners this person works with now, the latest first."""
    return _with_both(Assignment.objects.in_force(now).filter(owner=person)).order_by("-started_at", "-pk")


def assignments_held_by(practitioner: User, *, now: datetime) -> AssignmentQuerySet:
    """The people this practitioner works with now, in whichever team; by name."""
    held = Assignment.objects.in_force(now).filter(membership__user=practitioner)
    return _with_both(held).order_by("owner__called", "pk")


def assignment_of_either(assignment_id: UUID, *, viewer: User, now: datetime) -> Assignment:
    """In force, and the viewer is one of the two. Raises NotVisible."""
    return _found(_with_both(_of_either(assignment_id, viewer, now)))


def hold_assignment(assignment_id: UUID, *, viewer: User, now: datetime) -> Assignment:
    """As above, for a write: whoever ends it waits for the end of this transaction. Raises NotVisible."""
    rows = _with_both(_of_either(assignment_id, viewer, now))
    return _found(rows.select_for_update(of=("self",), no_key=True))


def _of_either(assignment_id: UUID, viewer: User, now: datetime) -> AssignmentQuerySet:
    return Assignment.objects.in_force(now).of_either(viewer).filter(pk=assignment_id)


def _with_both(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    return rows.select_related("owner", "membership__user", "membership__team__organisation")


def _found(rows: AssignmentQuerySet) -> Assignment:
    assignment = rows.first()
    if assignment is None:
        raise NotVisible
    return assignment
