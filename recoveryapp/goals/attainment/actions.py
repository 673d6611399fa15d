from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import IdTaken, NotVisible
from recoveryapp.consent.writes import Saved, delete_owned, in_one_go, put_owned
from recoveryapp.goals.models import Attainment, AttainmentScale
from recoveryapp.goals.queries import goals_of


@in_one_go
def put_scale(goal_id: UUID, *, version: int, values: Mapping[str, Any], by: User) -> Saved[AttainmentScale]:
    """`values`: words, weight, recorded_at. Raises NotVisible, StaleVersion."""
    _demand_own_goal(goal_id, by)
    return put_owned(AttainmentScale, goal_id, version=version, values={**values, "goal_id": goal_id}, by=by)


@transaction.atomic
def delete_scale(goal_id: UUID, *, by: User) -> None:
    """No number for this goal any more; where it was on the scale is forgotten. Already gone is as good."""
    delete_owned(AttainmentScale.objects.owned_by(by), goal_id, by=by)
    Attainment.objects.owned_by(by).filter(goal=goal_id).delete()


@in_one_go
def say_attained(
    attainment_id: UUID, *, goal_id: UUID, values: Mapping[str, Any], by: User
) -> Saved[Attainment]:
    """Append `level`, `recorded_at`. The same again changes nothing.

    Raises NotVisible (there is no scale either), IdTaken (the id holds another: they are never edited).
    """
    scales = AttainmentScale.objects.owned_by(by).select_for_update(of=("self",))
    if not scales.filter(pk=goal_id).exists():
        raise NotVisible
    row = Attainment.objects.filter(pk=attainment_id).first()
    if row is not None:
        return Saved(_same(row, goal_id, values, by), is_new=False, is_changed=False)
    row = Attainment(id=attainment_id, goal_id=goal_id, owner=by, **values)
    row.save(force_insert=True)
    record(Verb.CREATE, "goals.attainment", object_id=row.pk, owner_id=by.pk, by=by)
    return Saved(row, is_new=True, is_changed=True)


@transaction.atomic
def take_back(attainment_id: UUID, *, goal_id: UUID, by: User) -> None:
    """Already gone is as good."""
    delete_owned(Attainment.objects.owned_by(by).filter(goal=goal_id), attainment_id, by=by)


def _demand_own_goal(goal_id: UUID, by: User) -> None:
    """The goal stays until its scale is stored."""
    goals = goals_of(by).select_for_update(of=("self",), no_key=True)
    if not goals.filter(pk=goal_id).exists():
        raise NotVisible


def _same(row: Attainment, goal_id: UUID, values: Mapping[str, Any], by: User) -> Attainment:
    if row.owner_id != by.pk:
        raise NotVisible
    if row.goal_id != goal_id or any(getattr(row, name) != value for name, value in values.items()):
        raise IdTaken
    return row
