from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.outcomes.models import Milestone


def milestones_of(person: User) -> QuerySet[Milestone]:
    return Milestone.objects.owned_by(person)
