from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.goals.attainment.scoring import Attained
from recoveryapp.goals.models import NEWEST_FIRST, Attainment, AttainmentScale


def scale_of(person: User, goal_id: UUID) -> AttainmentScale:
    """Raises NotVisible, also where the person wants no number for this goal."""
    scale = AttainmentScale.objects.owned_by(person).filter(pk=goal_id).first()
    if scale is None:
        raise NotVisible
    return scale


def attainments_of(person: User, goal_id: UUID) -> QuerySet[Attainment]:
    """Raises NotVisible."""
    scale_of(person, goal_id)
    return Attainment.objects.owned_by(person).filter(goal=goal_id)


def attained_by(person: User) -> list[Attained]:
    """The newest of each goal with a scale; one statement."""
    newest = Attainment.objects.filter(goal=OuterRef("pk")).order_by(*NEWEST_FIRST).values("level")[:1]
    scales = AttainmentScale.objects.owned_by(person).annotate(level=Subquery(newest))
    found = scales.filter(level__isnull=False).order_by().values_list("level", "weight")
    return [Attained(level, weight) for level, weight in found]
