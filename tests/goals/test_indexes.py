"""Each list is read in its order from an index: no sort, whatever the number of rows."""

from datetime import datetime

import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.goals import queries
from recoveryapp.goals.models import Goal, GoalStep
from recoveryapp.goals.pagination import ActiveFirst


@pytest.fixture
def goal(alice: User, now: datetime) -> Goal:
    """With the planner told to avoid what a large table would make it avoid."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    return Goal.objects.create(owner=alice, recorded_at=now)


def test_goals_active_first(alice: User, goal: Goal) -> None:
    plan = queries.whole_goals_of(alice).order_by(*ActiveFirst.ordering).explain()
    assert "goal_of_person_active_first" in plan
    assert "Sort" not in plan


@pytest.mark.parametrize(
    ("part", "index"), [("ratings", "goal_rating_newest"), ("status_changes", "goal_status_change_newest")]
)
def test_ratings_and_changes_newest_first(alice: User, goal: Goal, part: str, index: str) -> None:
    rows = getattr(queries, f"{part}_of")(alice, goal=goal)
    plan = rows.order_by("-recorded_at", "-id").explain()
    assert index in plan
    assert "Sort" not in plan


def test_steps_in_the_persons_order(goal: Goal) -> None:
    plan = GoalStep.objects.filter(goal=goal).explain()
    assert "goal_step_in_order" in plan
    assert "Sort" not in plan
