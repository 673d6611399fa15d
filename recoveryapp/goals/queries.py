from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.goals.models import (
    ACTIVE_BEFORE_OTHERS,
    NEWEST_FIRST,
    Goal,
    GoalRating,
    GoalStatusChange,
    GoalStep,
)


def goals_visible_to(viewer: User) -> QuerySet[Goal]:
    return Goal.objects.visible_to(viewer)


def whole_goals_visible_to(viewer: User) -> QuerySet[Goal]:
    """With steps and newest rating, in three statements however many goals; `standing` is to sort by."""
    return (
        goals_visible_to(viewer)
        .annotate(standing=ACTIVE_BEFORE_OTHERS)
        .prefetch_related(*_parts_visible_to(viewer))
    )


def goal_visible_to(viewer: User, goal_id: UUID) -> Goal:
    """The goal without its words, to reach its parts by. Raises NotVisible."""
    goal = goals_visible_to(viewer).only("owner").filter(pk=goal_id).first()
    if goal is None:
        raise NotVisible
    return goal


def ratings_visible_to(viewer: User, *, goal: Goal) -> QuerySet[GoalRating]:
    return GoalRating.objects.visible_to(viewer).filter(goal=goal)


def status_changes_visible_to(viewer: User, *, goal: Goal) -> QuerySet[GoalStatusChange]:
    return GoalStatusChange.objects.visible_to(viewer).filter(goal=goal)


def _parts_visible_to(viewer: User) -> list[Prefetch[str, QuerySet[Any], str]]:
    newest = GoalRating.objects.visible_to(viewer).order_by(*NEWEST_FIRST).defer("note")[:1]
    return [
        Prefetch("steps", GoalStep.objects.visible_to(viewer)),
        Prefetch("ratings", newest, to_attr="newest_ratings"),
    ]
