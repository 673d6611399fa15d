from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.consent.writes import Saved, delete_owned, in_one_go, put_owned
from recoveryapp.outcomes.models import Milestone


@in_one_go
def put_milestone(
    milestone_id: UUID, *, version: int, values: Mapping[str, Any], by: User
) -> Saved[Milestone]:
    """Raises NotVisible, StaleVersion."""
    return put_owned(Milestone, milestone_id, version=version, values=values, by=by)


@transaction.atomic
def delete_milestone(milestone_id: UUID, *, by: User) -> None:
    """Already gone is as good."""
    delete_owned(Milestone.objects.owned_by(by), milestone_id, by=by)
