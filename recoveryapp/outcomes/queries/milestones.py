from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.outcomes.models import Milestone


def milestones_visible_to(viewer: User) -> QuerySet[Milestone]:
    return Milestone.objects.visible_to(viewer)
