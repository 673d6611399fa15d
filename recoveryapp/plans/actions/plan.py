from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.consent.writes import Saved, delete_owned, in_one_go, put_owned
from recoveryapp.plans.models import SECTIONS, FormerPlan, WellbeingPlan
from recoveryapp.plans.queries import former_plans_of, plans_of


@in_one_go
def put_plan(*, version: int, values: Mapping[str, Any], by: User) -> Saved[WellbeingPlan]:
    """`values`: every section, recorded_at. What stood there before is kept as a former plan.

    Raises StaleVersion.
    """
    before = plans_of(by).select_for_update(of=("self",)).first()
    saved = put_owned(WellbeingPlan, by.pk, version=version, values=values, by=by)
    if before and saved.is_changed:
        _keep(before)
    return saved


@transaction.atomic
def erase_plan(*, by: User) -> None:
    """With all former ones. Already gone is as good."""
    delete_owned(plans_of(by), by.pk, by=by)


@transaction.atomic
def erase_former_plan(former_id: UUID, *, by: User) -> None:
    """Already gone is as good."""
    delete_owned(former_plans_of(by), former_id, by=by)


def _keep(before: WellbeingPlan) -> None:
    words = {name: getattr(before, name) for name in SECTIONS}
    FormerPlan.objects.create(
        plan=before, owner_id=before.owner_id, number=before.version, recorded_at=before.recorded_at, **words
    )
