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


def goals_of(person: User) -> QuerySet[Goal]:
    return Goal.objects.owned_by(person)


def whole_goals_of(person: User) -> QuerySet[Goal]:
    """With steps and newest rating, in three statements however many goals; `standing` is to sort by."""
    return goals_of(person).annotate(standing=ACTIVE_BEFORE_OTHERS).prefetch_related(*_parts_of(person))


def goal_of(person: User, goal_id: UUID) -> Goal:
    """The goal without its words, to reach its parts by. Raises NotVisible."""
    goal = goals_of(person).only("owner").filter(pk=goal_id).first()
    if goal is None:
        raise NotVisible
    return goal


def ratings_of(person: User, *, goal: Goal) -> QuerySet[GoalRating]:
    return GoalRating.objects.owned_by(person).filter(goal=goal)


def status_changes_of(person: User, *, goal: Goal) -> QuerySet[GoalStatusChange]:
    return GoalStatusChange.objects.owned_by(person).filter(goal=goal)


def _parts_of(person: User) -> list[Prefetch[str, QuerySet[Any], str]]:
    newest = GoalRating.objects.owned_by(person).order_by(*NEWEST_FIRST).defer("note")[:1]
    return [
        Prefetch("steps", GoalStep.objects.owned_by(person)),
        Prefetch("ratings", newest, to_attr="newest_ratings"),
    ]
