from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.gate import Reading
from recoveryapp.plans.models import SECTIONS, FormerPlan, SharingWish, WellbeingPlan


def plans_of(person: User) -> QuerySet[WellbeingPlan]:
    """One or none."""
    return WellbeingPlan.objects.owned_by(person)


def plan_of(person: User) -> WellbeingPlan:
    """What nobody has begun is an empty plan of version 0, which is not stored."""
    blank = WellbeingPlan(id=person.pk, owner=person, version=0)
    return plans_of(person).first() or blank


def plan_shared_with(reading: Reading) -> WellbeingPlan | None:
    return WellbeingPlan.objects.shared_with(reading).first()


def former_plans_of(person: User) -> QuerySet[FormerPlan]:
    return FormerPlan.objects.owned_by(person)


def former_plan_list_of(person: User) -> QuerySet[FormerPlan]:
    """Without their words, which nobody reads in a list."""
    return former_plans_of(person).defer(*SECTIONS)


def demand_plan(reading: Reading) -> WellbeingPlan:
    """Raises NotVisible where there is none to be seen."""
    plan = plan_shared_with(reading)
    if plan is None:
        raise NotVisible
    return plan


def sharing_wishes_of(person: User) -> QuerySet[SharingWish]:
    return SharingWish.objects.owned_by(person).select_related(
        "membership__user", "membership__team__organisation", "supporter", "grant"
    )
