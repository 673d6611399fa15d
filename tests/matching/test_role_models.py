"""Stories by people who have been there, on the page of a goal."""

from datetime import datetime

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.goals.models import Goal
from recoveryapp.matching.models import SuggestionResponse
from recoveryapp.resources.models import STORIES, Resource
from tests.conftest import ApiFor, CountQueries

AREAS = ["social.contact", "social.belonging"]


@pytest.fixture
def goal(alice: User, now: datetime) -> Goal:
    return Goal.objects.create(owner=alice, recorded_at=now, words="Meet people", areas=AREAS)


def told(name: str, *areas: str, **changes: str) -> Resource:
    values = {"kind": "recovery_story", "source": STORIES, "description": f"About {name}", **changes}
    return Resource.objects.create(name=name, areas=list(areas), **values)


def names(api: ApiFor, user: User, goal: Goal) -> list[str]:
    stories = api(user).get(f"/api/v1/goals/{goal.pk}/stories/").json()["stories"]
    return [story["name"] for story in stories]


def test_what_is_nearest_to_the_goal_comes_first(api: ApiFor, alice: User, goal: Goal) -> None:
    told("The bus", "social.contact")
    told("The choir", *AREAS)
    told("The hens", "social.belonging")
    assert names(api, alice, goal) == ["The choir", "The hens", "The bus"]


def test_other_areas_other_kinds_and_what_was_taken_back_are_not_there(
    api: ApiFor, alice: User, goal: Goal
) -> None:
    told("Money", "functional.money")
    told("Taken back", *AREAS, status="closed")
    told("A group", *AREAS, kind="peer_support_group", source="council")
    assert names(api, alice, goal) == []


def test_what_was_put_aside_for_this_goal_stays_aside(
    api: ApiFor, alice: User, goal: Goal, now: datetime
) -> None:
    story = told("The choir", *AREAS)
    SuggestionResponse.objects.create(
        owner=alice, recorded_at=now, goal=goal, resource=story, state="dismissed", reason="other"
    )
    assert names(api, alice, goal) == []


def test_five_are_enough_and_a_goal_without_areas_has_none(
    api: ApiFor, alice: User, goal: Goal, now: datetime
) -> None:
    for number in range(7):
        told(f"Story {number}", *AREAS)
    assert len(names(api, alice, goal)) == 5
    bare = Goal.objects.create(owner=alice, recorded_at=now, words="Something")
    assert names(api, alice, bare) == []


def test_the_goal_must_be_ones_own(api: ApiFor, bob: User, goal: Goal) -> None:
    for goal_id in (goal.pk, new_id()):
        assert api(bob).get(f"/api/v1/goals/{goal_id}/stories/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_price_does_not_grow(
    api: ApiFor, alice: User, goal: Goal, count_queries: CountQueries, rows: int
) -> None:
    for number in range(rows):
        told(f"Story {number}", *AREAS)
    client = api(alice)
    with count_queries(3):
        assert len(client.get(f"/api/v1/goals/{goal.pk}/stories/").json()["stories"]) == rows
