""" "My own idea", beside what the directory offers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.goals.models import Goal
from tests.conftest import ApiFor, CountQueries
from tests.matching.conftest import Ask, NewGoal

pytestmark = pytest.mark.usefixtures("directory")


def put_idea(api: ApiFor, user: User, idea_id: UUID, goal: Goal, words: str, **more: Any) -> Any:
    body = {"goal": str(goal.pk), "words": words, **more}
    return api(user).put(f"/api/v1/own-ideas/{idea_id}/", body, format="json")


def test_her_own_idea_stands_beside_the_suggestions(
    ask: Ask, alice: User, api: ApiFor, letters: Goal, fresh_id: Callable[[], UUID]
) -> None:
    idea_id = fresh_id()
    assert put_idea(api, alice, idea_id, letters, "Ask my sister to sit with me").status_code == 201
    assert put_idea(api, alice, idea_id, letters, "Ask my sister to sit with me").status_code == 200

    ideas = ask(alice, letters)["own_ideas"]

    assert [(i["id"], i["words"], i["state"], i["helped"]) for i in ideas] == [
        (str(idea_id), "Ask my sister to sit with me", "saved", None)
    ]


def test_an_own_idea_can_be_changed_and_taken_away(
    alice: User, api: ApiFor, letters: Goal, fresh_id: Callable[[], UUID]
) -> None:
    idea_id, client = fresh_id(), api(alice)
    put_idea(api, alice, idea_id, letters, "Tea first")

    changed = put_idea(api, alice, idea_id, letters, "Tea first", state="tried", helped="yes").json()

    assert (changed["state"], changed["helped"]) == ("tried", "yes")
    assert client.delete(f"/api/v1/own-ideas/{idea_id}/").status_code == 204
    assert client.delete(f"/api/v1/own-ideas/{idea_id}/").status_code == 204
    assert client.get("/api/v1/own-ideas/").json()["results"] == []


def test_bob_neither_sees_nor_changes_nor_deletes_her_idea(
    alice: User, bob: User, api: ApiFor, letters: Goal, new_goal: NewGoal, fresh_id: Callable[[], UUID]
) -> None:
    idea_id = fresh_id()
    put_idea(api, alice, idea_id, letters, "Tea first")

    assert put_idea(api, bob, idea_id, new_goal(bob, "mine"), "Mine now").status_code == 404
    assert put_idea(api, bob, fresh_id(), letters, "On her goal").status_code == 404
    assert api(bob).delete(f"/api/v1/own-ideas/{idea_id}/").status_code == 204
    assert api(bob).get("/api/v1/own-ideas/").json()["results"] == []
    assert [i["words"] for i in api(alice).get("/api/v1/own-ideas/").json()["results"]] == ["Tea first"]


@pytest.mark.parametrize("rows", [1, 3])
def test_own_ideas_take_the_same_statements_for_one_and_for_three(
    alice: User,
    api: ApiFor,
    letters: Goal,
    fresh_id: Callable[[], UUID],
    count_queries: CountQueries,
    rows: int,
) -> None:
    for n in range(rows):
        put_idea(api, alice, fresh_id(), letters, f"Idea {n}")
    client = api(alice)

    with count_queries(2):
        found = client.get("/api/v1/own-ideas/", {"goal": str(letters.pk)}).json()["results"]

    assert len(found) == rows


def test_own_ideas_of_another_goal_are_left_out_when_one_goal_is_asked_for(
    alice: User, api: ApiFor, letters: Goal, new_goal: NewGoal, fresh_id: Callable[[], UUID]
) -> None:
    other = new_goal(alice, "sing")
    put_idea(api, alice, fresh_id(), letters, "For letters")
    put_idea(api, alice, fresh_id(), other, "For singing")

    found = api(alice).get("/api/v1/own-ideas/", {"goal": str(other.pk)}).json()["results"]

    assert [i["words"] for i in found] == ["For singing"]
