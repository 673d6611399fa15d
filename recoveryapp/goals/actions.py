from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import IdTaken, NotVisible
from recoveryapp.consent.writes import Saved, delete_owned, in_one_go, put_owned
from recoveryapp.goals.enums import GoalStatus
from recoveryapp.goals.errors import GoalClosed, TooManySteps
from recoveryapp.goals.models import NEWEST_FIRST, Goal, GoalPart, GoalRating, GoalStatusChange, GoalStep
from recoveryapp.goals.queries import goals_of

MOST_STEPS = 200

Part = TypeVar("Part", bound=GoalPart)


@in_one_go
def put_goal(goal_id: UUID, *, version: int, values: Mapping[str, Any], by: User) -> Saved[Goal]:
    """`values`: every field but the status, which `change_status` sets. Raises NotVisible, StaleVersion."""
    return put_owned(Goal, goal_id, version=version, values=values, by=by)


@transaction.atomic
def delete_goal(goal_id: UUID, *, by: User) -> None:
    """Its steps, ratings and history go with it; already gone is as good."""
    delete_owned(goals_of(by), goal_id, by=by)


@transaction.atomic
def change_status(goal_id: UUID, *, status: GoalStatus, reason: str, at: datetime, by: User) -> Goal:
    """Any status may follow any other. The one it has already, with no new reason, changes nothing.

    Raises NotVisible.
    """
    goal = _own_goal_locked(goal_id, by)
    if goal.status == status and reason in {"", _last_reason(goal)}:
        return goal
    GoalStatusChange.objects.create(goal=goal, owner=by, status=status, reason=reason, recorded_at=at)
    goal.status, goal.status_changed_at = status, at
    goal.save(update_fields=["status", "status_changed_at", "updated_at"])
    record(Verb.CHANGE, "goals.goal", object_id=goal.pk, owner_id=by.pk, by=by)
    return goal


@in_one_go
def put_step(
    step_id: UUID, *, goal_id: UUID, values: Mapping[str, Any], at: datetime, by: User
) -> Saved[GoalStep]:
    """Add the step, or replace its words, position and `done_at`; the last writer's words stay.

    Raises NotVisible, IdTaken (a step of another goal), GoalClosed, TooManySteps.
    """
    goal = _own_goal_locked(goal_id, by)
    step = _own_part(GoalStep, step_id, goal, by)
    if step is None:
        _demand_open(goal)
        _demand_room(goal)
        return _add(GoalStep(id=step_id, goal=goal, owner=by, recorded_at=at, **values), by)
    if _holds(step, values):
        return Saved(step, is_new=False, is_changed=False)
    _demand_open(goal)
    for name, value in values.items():
        setattr(step, name, value)
    step.save(update_fields=[*values, "updated_at"])
    record(Verb.CHANGE, "goals.goalstep", object_id=step.pk, owner_id=by.pk, by=by)
    return Saved(step, is_new=False, is_changed=True)


@in_one_go
def rate_goal(rating_id: UUID, *, goal_id: UUID, values: Mapping[str, Any], by: User) -> Saved[GoalRating]:
    """Append a rating: value 0 to 10, note, recorded_at. The same one again changes nothing.

    Raises NotVisible, IdTaken (the id holds another rating: they are never edited), GoalClosed.
    """
    goal = _own_goal_locked(goal_id, by)
    rating = _own_part(GoalRating, rating_id, goal, by)
    if rating is None:
        _demand_open(goal)
        return _add(GoalRating(id=rating_id, goal=goal, owner=by, **values), by)
    if not _holds(rating, values):
        raise IdTaken
    return Saved(rating, is_new=False, is_changed=False)


def delete_step(step_id: UUID, *, goal_id: UUID, by: User) -> None:
    """Raises GoalClosed; already gone is as good."""
    _delete_part(GoalStep.objects.owned_by(by), step_id, goal_id, by)


def delete_rating(rating_id: UUID, *, goal_id: UUID, by: User) -> None:
    """Raises GoalClosed; already gone is as good."""
    _delete_part(GoalRating.objects.owned_by(by), rating_id, goal_id, by)


def _own_goal_locked(goal_id: UUID, by: User) -> Goal:
    """Locked, so that parts are counted, and statuses changed, one request after the other."""
    rows = goals_of(by).select_for_update(of=("self",))
    goal = rows.filter(pk=goal_id, owner=by).first()
    if goal is None:
        raise NotVisible
    return goal


def _last_reason(goal: Goal) -> str:
    last = goal.status_changes.order_by(*NEWEST_FIRST).first()
    return last.reason if last else ""


def _own_part(model: type[Part], part_id: UUID, goal: Goal, by: User) -> Part | None:
    part = cast("Part | None", model._default_manager.filter(pk=part_id).first())
    if part is None:
        return None
    if part.owner_id != by.pk:
        raise NotVisible
    if part.goal_id != goal.pk:
        raise IdTaken
    return part


def _add(part: Part, by: User) -> Saved[Part]:
    part.save(force_insert=True)
    record(Verb.CREATE, part._meta.label_lower, object_id=part.pk, owner_id=by.pk, by=by)
    return Saved(part, is_new=True, is_changed=True)


def _holds(part: GoalPart, values: Mapping[str, Any]) -> bool:
    return all(getattr(part, name) == value for name, value in values.items())


@transaction.atomic
def _delete_part(visible: QuerySet[Any], part_id: UUID, goal_id: UUID, by: User) -> None:
    parts = visible.filter(goal=goal_id, owner=by)
    if parts.filter(pk=part_id).exists():
        _demand_open(_own_goal_locked(goal_id, by))
        delete_owned(parts, part_id, by=by)


def _demand_open(goal: Goal) -> None:
    if goal.is_closed:
        raise GoalClosed


def _demand_room(goal: Goal) -> None:
    if goal.steps.count() >= MOST_STEPS:
        raise TooManySteps
