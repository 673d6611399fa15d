"""A number for those who want one: their own scale for a goal, and one score for all goals that have one."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.ids import new_id
from recoveryapp.goals.attainment.scoring import LEVELS, Attained, t_score
from recoveryapp.goals.models import Attainment, AttainmentScale, Goal
from tests.conftest import ApiFor, CountQueries

DAY = timedelta(days=1)
STEPS = ["Not in the water", "By the water", "Swim once a week", "Twice", "In the sea"]

Body = dict[str, Any]


@pytest.mark.parametrize(
    ("levels", "weights", "t"),
    [
        ([1], [1], 60.00),
        ([-2], [1], 30.00),
        ([0, 0, 0], [1, 1, 1], 50.00),
        ([1, 1, 1], [1, 1, 1], 63.69),
        ([-1, -1, -1], [1, 1, 1], 36.31),
        ([2, 0, -1], [1, 1, 1], 54.56),
        ([2, 0, -1], [3, 2, 1], 61.02),
        ([1, 1], [1, 3], 61.64),
    ],
)
def test_the_score_is_that_of_the_published_erratum(levels: list[int], weights: list[int], t: float) -> None:
    assert t_score(map(Attained, levels, weights)) == t


def test_without_goals_there_is_no_score() -> None:
    assert t_score([]) is None


@pytest.mark.parametrize("wrong", [Attained(3), Attained(-3), Attained(0, 0), Attained(0, -1)])
def test_what_is_not_on_the_scale_is_refused(wrong: Attained) -> None:
    with pytest.raises(ValueError, match="-2 to"):
        t_score([wrong])


goals = st.lists(st.builds(Attained, st.sampled_from(LEVELS), st.integers(1, 3)), min_size=1, max_size=12)


@given(goals)
def test_as_much_more_as_less_lie_equally_far_from_fifty(attained: list[Attained]) -> None:
    mirrored = [Attained(-row.level, row.weight) for row in attained]
    above, below = t_score(attained), t_score(mirrored)
    assert above is not None
    assert below is not None
    assert above - 50 == pytest.approx(50 - below, abs=0.011)


@given(goals)
def test_weights_count_against_each_other_only(attained: list[Attained]) -> None:
    assert t_score(Attained(row.level, 2 * row.weight) for row in attained) == t_score(attained)


def scale_url(goal: Goal) -> str:
    return f"/api/v1/goals/{goal.pk}/scale/"


def keep_scale(client: APIClient, goal: Goal, at: datetime, **changes: Any) -> Any:
    body = {"version": 0, "recorded_at": at.isoformat(), "words": STEPS, **changes}
    return client.put(scale_url(goal), body, format="json")


def say(client: APIClient, goal: Goal, level: Any, at: datetime, row_id: object = None) -> Any:
    url = f"/api/v1/goals/{goal.pk}/attainments/{row_id or new_id()}/"
    return client.put(url, {"recorded_at": at.isoformat(), "level": level}, format="json")


@pytest.fixture
def goal(alice: User, now: datetime) -> Goal:
    return Goal.objects.create(owner=alice, recorded_at=now - DAY, words="Swim")


def test_a_scale_in_own_words_and_where_the_goal_is_on_it(
    api: ApiFor, alice: User, goal: Goal, now: datetime
) -> None:
    client = api(alice)
    assert client.get(scale_url(goal)).status_code == 404
    assert keep_scale(client, goal, now, weight=2).status_code == 201
    assert client.get(scale_url(goal)).json()["words"] == STEPS
    assert client.get("/api/v1/goals/attained/").json() == {"t": None, "goals": 0}
    for days, level in ((1, -1), (0, 2)):
        assert say(client, goal, level, now - days * DAY).status_code == 201
    listed = client.get(f"/api/v1/goals/{goal.pk}/attainments/").json()["results"]
    assert [row["level"] for row in listed] == [2, -1]
    assert client.get("/api/v1/goals/attained/").json() == {"t": 70, "goals": 1}


def test_goals_count_as_often_as_the_person_says(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    for level, weight in ((2, 3), (0, 2), (-1, 1)):
        goal = Goal.objects.create(owner=alice, recorded_at=now, words="Goal")
        keep_scale(client, goal, now, weight=weight)
        say(client, goal, level, now)
    assert client.get("/api/v1/goals/attained/").json() == {"t": 61.02, "goals": 3}


def test_own_words_are_not_readable_in_the_database(
    api: ApiFor, alice: User, goal: Goal, now: datetime
) -> None:
    keep_scale(api(alice), goal, now)
    [stored] = AttainmentScale.objects.extra(select={"raw": "words"}).values_list("raw", flat=True)
    assert b"water" not in bytes(stored)


def test_without_the_scale_the_number_and_where_it_was_are_gone(
    api: ApiFor, alice: User, goal: Goal, now: datetime
) -> None:
    client = api(alice)
    keep_scale(client, goal, now)
    say(client, goal, 1, now)
    for _ in range(2):
        assert client.delete(scale_url(goal)).status_code == 204
    assert not Attainment.objects.exists()
    assert client.get("/api/v1/goals/attained/").json()["t"] is None
    assert say(client, goal, 1, now).status_code == 404


@pytest.mark.parametrize("who", ["bob", "cleo", "max_"])
def test_a_scale_is_404_for_everybody_else(
    who: str, api: ApiFor, alice: User, goal: Goal, now: datetime, request: pytest.FixtureRequest
) -> None:
    keep_scale(api(alice), goal, now)
    other = api(request.getfixturevalue(who))
    assert other.get(scale_url(goal)).status_code == 404
    assert keep_scale(other, goal, now).status_code == 404
    assert say(other, goal, 1, now).status_code == 404
    assert other.get(f"/api/v1/goals/{goal.pk}/attainments/").status_code == 404
    assert other.delete(scale_url(goal)).status_code == 204
    assert AttainmentScale.objects.exists()


def test_the_same_twice_is_one_and_an_older_version_is_refused(
    api: ApiFor, alice: User, goal: Goal, now: datetime
) -> None:
    client, row_id = api(alice), new_id()
    assert [keep_scale(client, goal, now).status_code for _ in range(2)] == [201, 200]
    stale = keep_scale(client, goal, now, words=[""] * 5)
    assert (stale.status_code, stale.json()["current"]["words"]) == (409, STEPS)
    assert [say(client, goal, 1, now, row_id).status_code for _ in range(2)] == [201, 200]
    assert say(client, goal, 2, now, row_id).json()["code"] == "id_taken"
    told = AuditEvent.objects.filter(owner_id=alice.pk).order_by("number").values_list("verb", "noun")
    assert list(told) == [("create", "goals.attainmentscale"), ("create", "goals.attainment")]


@pytest.mark.parametrize(
    "wrong",
    [{"words": STEPS[:4]}, {"words": [*STEPS, ""]}, {"weight": 0}, {"weight": 4}, {"mean": 1}],
    ids=str,
)
def test_what_is_no_scale_is_refused(
    wrong: Body, api: ApiFor, alice: User, goal: Goal, now: datetime
) -> None:
    assert keep_scale(api(alice), goal, now, **wrong).status_code == 400
    assert not AttainmentScale.objects.exists()


@pytest.mark.parametrize("level", [3, -3, 0.5, "1", None])
def test_what_is_not_a_step_of_it_is_refused(
    level: object, api: ApiFor, alice: User, goal: Goal, now: datetime
) -> None:
    keep_scale(api(alice), goal, now)
    assert say(api(alice), goal, level, now).status_code == 400
    assert not Attainment.objects.exists()


def test_a_goal_that_is_not_there_has_no_scale(
    api: ApiFor, alice: User, goal: Goal, now: datetime, fresh_id: Callable[[], UUID]
) -> None:
    goal.pk = fresh_id()
    assert keep_scale(api(alice), goal, now).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_goals_makes_no_difference(
    number: int, api: ApiFor, alice: User, now: datetime, count_queries: CountQueries
) -> None:
    client = api(alice)
    for _ in range(number):
        goal = Goal.objects.create(owner=alice, recorded_at=now, words="Goal")
        keep_scale(client, goal, now)
        say(client, goal, 1, now)
    with count_queries(2):
        assert client.get("/api/v1/goals/attained/").json()["goals"] == number
