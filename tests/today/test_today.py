"""The first screen in one request."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.goals.models import Goal, GoalStep
from recoveryapp.matching.suggesting import first_idea_for
from recoveryapp.outcomes.models import CheckIn
from recoveryapp.reminders.models import Notice
from tests.conftest import ApiFor, CountQueries
from tests.matching.conftest import NewGoal

MOST_STATEMENTS = 7
MOST_BYTES = 15_000

pytestmark = pytest.mark.usefixtures("directory")


def today(api: ApiFor, person: User) -> dict[str, Any]:
    answer = api(person).get("/api/v1/today/")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def add_step(goal: Goal, words: str, *, position: int = 0, done_at: datetime | None = None) -> GoalStep:
    return GoalStep.objects.create(
        owner=goal.owner,
        recorded_at=goal.recorded_at,
        goal=goal,
        words=words,
        position=position,
        done_at=done_at,
    )


def add_notice(owner: User, words: str, at: datetime, **values: Any) -> Notice:
    return Notice.objects.create(id=new_id(), owner=owner, words=words, recorded_at=at, **values)


def test_goals_going_on_come_with_their_open_steps_in_order(
    api: ApiFor, alice: User, new_goal: NewGoal, now: datetime
) -> None:
    paint = new_goal(alice, "Paint again")
    new_goal(alice, "Let go of", status="completed", status_changed_at=now)
    add_step(paint, "Buy paper", position=1)
    add_step(paint, "Find the brushes", position=0)
    add_step(paint, "Ask Jo", done_at=now)
    (goal,) = today(api, alice)["goals"]
    assert goal["words"] == "Paint again"
    assert [step["words"] for step in goal["steps"]] == ["Find the brushes", "Buy paper"]


def test_she_has_checked_in_today_by_the_clocks_where_she_is(
    api: ApiFor, alice: User, new_goal: NewGoal, now: datetime
) -> None:
    midnight = now.astimezone(ZoneInfo(alice.time_zone)).replace(hour=0, minute=0)
    CheckIn.objects.create(owner=alice, recorded_at=midnight - timedelta(minutes=1))
    assert today(api, alice)["checked_in_at"] is None
    latest = CheckIn.objects.create(owner=alice, recorded_at=midnight + timedelta(minutes=2))
    CheckIn.objects.create(owner=alice, recorded_at=midnight + timedelta(minutes=1))
    assert datetime.fromisoformat(today(api, alice)["checked_in_at"]) == latest.recorded_at
    new_goal(alice, "Paint again")
    assert datetime.fromisoformat(today(api, alice)["checked_in_at"]) == latest.recorded_at


def test_only_what_was_not_read_is_among_the_notices(api: ApiFor, alice: User, now: datetime) -> None:
    add_notice(alice, "Read before", now, read_at=now)
    add_notice(alice, "Older", now - timedelta(days=1))
    add_notice(alice, "Newer", now)
    assert [notice["words"] for notice in today(api, alice)["notices"]] == ["Newer", "Older"]


def test_the_idea_is_the_first_of_the_suggestions_with_its_reasons(
    api: ApiFor, alice: User, new_goal: NewGoal
) -> None:
    new_goal(alice, "I want to sleep better and worry less at night")
    first = api(alice).get("/api/v1/suggestions/").json()["suggestions"][0]
    idea = today(api, alice)["idea"]
    assert (idea["goal"], idea["resource"]) == (first["goal"], first["resource"]["id"])
    assert (idea["name"], idea["reasons"]) == (first["resource"]["name"], first["reasons"])


def test_who_asked_for_as_little_as_possible_gets_no_idea(api: ApiFor, alice: User) -> None:
    alice.is_low_energy = True
    alice.save()
    assert today(api, alice)["idea"] is None


def test_nothing_of_another_person_is_on_it(
    api: ApiFor, alice: User, bob: User, new_goal: NewGoal, now: datetime
) -> None:
    add_step(new_goal(bob, "canary goal"), "canary step")
    add_notice(bob, "canary notice", now)
    CheckIn.objects.create(owner=bob, recorded_at=now)
    found = api(alice).get("/api/v1/today/")
    assert b"canary" not in found.content
    assert found.json()["checked_in_at"] is None


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_it_takes_at_most_eight_statements_however_much_there_is(
    api: ApiFor, alice: User, new_goal: NewGoal, now: datetime, count_queries: CountQueries, rows: int
) -> None:
    for n in range(rows):
        goal = new_goal(alice, f"Paint {n}")
        for position in range(rows):
            add_step(goal, f"Step {position}", position=position)
        add_notice(alice, f"Notice {n}", now)
    client = api(alice)
    client.get("/api/v1/today/")  # reads the directory, once a process
    with count_queries(MOST_STATEMENTS):
        assert client.get("/api/v1/today/").status_code == 200


def test_each_goal_has_its_turn(alice: User, new_goal: NewGoal, now: datetime) -> None:
    goals = [new_goal(alice, words) for words in ("Sleep better at night", "Meet people who paint")]
    days = [now.date() + timedelta(days=n) for n in range(4)]
    ideas = [first_idea_for(alice, goals=goals, today=day) for day in days]
    asked = [idea.goal for idea in ideas if idea]
    assert asked[:2] == asked[2:]
    assert set(asked) == {goal.pk for goal in goals}
