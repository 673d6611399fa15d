"""Saved, not for me, tried it: what somebody says to a suggestion, and what it changes."""

from typing import Any
from uuid import uuid4

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.goals.models import Goal
from recoveryapp.matching.models import SuggestionResponse
from recoveryapp.resources.models import Resource
from tests.conftest import ApiFor, CountQueries
from tests.matching.conftest import Ask, NewGoal, answer_to

pytestmark = pytest.mark.usefixtures("directory")


def test_no_is_an_answer_and_does_not_come_back(ask: Ask, alice: User, api: ApiFor, letters: Goal) -> None:
    first = ask(alice, letters)["suggestions"][0]

    answer = answer_to(first, "dismissed", api, alice, reason="too_far", reason_words="two buses")

    assert answer.status_code == 200
    assert answer.json() == {
        "goal": str(letters.pk), "state": "dismissed", "reason": "too_far", "reason_words": "two buses",
        "helped": None, "note": "",
    }  # fmt: skip
    names = [s["resource"]["name"] for s in ask(alice, letters)["suggestions"]]
    assert len(names) == 5
    assert first["resource"]["name"] not in names


def test_what_she_saved_stays_in_sight_beside_five_new_ones(
    ask: Ask, alice: User, api: ApiFor, letters: Goal
) -> None:
    first = ask(alice, letters)["suggestions"][0]
    answer_to(first, "saved", api, alice)

    found = ask(alice, letters)["suggestions"]

    assert [s["state"] for s in found] == [None] * 5 + ["saved"]
    assert found[-1]["resource"]["id"] == first["resource"]["id"]


def test_tried_it_and_whether_it_helped_is_kept_and_listed(
    ask: Ask, alice: User, api: ApiFor, letters: Goal
) -> None:
    first = ask(alice, letters)["suggestions"][0]
    answer_to(first, "tried", api, alice, helped="a_bit", note="the woman was kind")

    kept = api(alice).get("/api/v1/saved-resources/").json()["results"]

    assert [(k["state"], k["helped"], k["note"], k["goal"]) for k in kept] == [
        ("tried", "a_bit", "the woman was kind", str(letters.pk))
    ]
    assert kept[0]["resource"] == first["resource"]


def test_what_she_put_aside_is_listed_when_asked_for_and_only_then(
    ask: Ask, alice: User, bob: User, api: ApiFor, letters: Goal
) -> None:
    first, second = ask(alice, letters)["suggestions"][:2]
    answer_to(first, "dismissed", api, alice, reason="too_far", reason_words="two buses")
    answer_to(second, "saved", api, alice)

    def listed(user: User, query: str) -> list[str]:
        answer = api(user).get(f"/api/v1/saved-resources/{query}")
        return [row["resource"]["id"] for row in answer.json()["results"]]

    assert listed(alice, "?state=dismissed") == [first["resource"]["id"]]
    assert listed(alice, "?state=saved") == [second["resource"]["id"]]
    assert listed(alice, "?state=tried") == []
    assert listed(alice, "") == [second["resource"]["id"]]
    assert listed(bob, "?state=dismissed") == []
    refused = api(alice).get("/api/v1/saved-resources/?state=loved")
    assert (refused.status_code, refused.json()["errors"]["state"][0]["code"]) == (400, "invalid_choice")


def test_an_answer_can_be_taken_back(ask: Ask, alice: User, api: ApiFor, letters: Goal) -> None:
    before = ask(alice, letters)
    first = before["suggestions"][0]
    answer_to(first, "dismissed", api, alice)

    for _ in range(2):
        answer = answer_to(first, "none", api, alice)
        assert (answer.status_code, answer.json()["state"]) == (200, "none")

    assert ask(alice, letters) == before
    assert SuggestionResponse.objects.count() == 0


def test_the_same_answer_twice_is_one_row_and_keeps_its_time(
    ask: Ask, alice: User, api: ApiFor, letters: Goal
) -> None:
    first = ask(alice, letters)["suggestions"][0]
    answer_to(first, "saved", api, alice)
    at = SuggestionResponse.objects.get().recorded_at

    answer_to(first, "saved", api, alice)

    assert SuggestionResponse.objects.get().recorded_at == at


def test_bob_s_answers_change_nothing_for_alice(
    ask: Ask, alice: User, bob: User, api: ApiFor, letters: Goal, new_goal: NewGoal
) -> None:
    before = ask(alice, letters)
    goal = new_goal(bob, letters.words)
    answer_to(ask(bob, goal)["suggestions"][0], "dismissed", api, bob)

    assert ask(alice, letters) == before
    assert api(alice).get("/api/v1/saved-resources/").json()["results"] == []


def test_a_resource_that_closed_is_no_longer_suggested_but_still_among_the_saved(
    ask: Ask, alice: User, api: ApiFor, letters: Goal
) -> None:
    first = ask(alice, letters)["suggestions"][0]
    answer_to(first, "saved", api, alice)
    Resource.objects.filter(pk=first["resource"]["id"]).update(status="closed")

    kept = api(alice).get("/api/v1/saved-resources/").json()["results"]

    assert [k["resource"]["status"] for k in kept] == ["closed"]
    assert first["resource"]["id"] not in {s["resource"]["id"] for s in ask(alice, letters)["suggestions"]}


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"state": "loved"}, "state", "invalid_choice"),
        ({}, "state", "required"),
        ({"state": "saved", "reason": "too_dear"}, "reason", "invalid_choice"),
        ({"state": "saved", "helped": True}, "helped", "invalid_choice"),
        ({"state": "saved", "stars": 5}, "stars", "unknown_field"),
        ({"state": "saved", "note": "n" * 2001}, "note", "max_length"),
        ({"state": "saved", "note": "a\x00b"}, "note", "control_characters"),
    ],
)
def test_an_answer_that_cannot_be_meant_is_refused_and_nothing_is_stored(
    alice: User, api: ApiFor, letters: Goal, body: dict[str, Any], field: str, code: str
) -> None:
    resource = Resource.objects.filter(status="active").first()
    assert resource

    answer = api(alice).put(f"/api/v1/suggestions/{letters.pk}/{resource.pk}/", body, format="json")

    assert answer.status_code == 400
    assert answer.json()["errors"][field][0]["code"] == code
    assert SuggestionResponse.objects.count() == 0


@pytest.mark.parametrize("which", ["goal", "resource"])
def test_an_answer_about_nothing_she_can_see_is_404(
    alice: User, bob: User, api: ApiFor, letters: Goal, new_goal: NewGoal, which: str
) -> None:
    resource = Resource.objects.first()
    assert resource
    goal_id = new_goal(bob, "mine").pk if which == "goal" else letters.pk
    resource_id = uuid4() if which == "resource" else resource.pk

    answer = api(alice).put(
        f"/api/v1/suggestions/{goal_id}/{resource_id}/", {"state": "saved"}, format="json"
    )

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("rows", [1, 3])
def test_saved_resources_take_the_same_statements_for_one_and_for_three(
    alice: User, api: ApiFor, ask: Ask, letters: Goal, count_queries: CountQueries, rows: int
) -> None:
    for suggestion in ask(alice, letters)["suggestions"][:rows]:
        answer_to(suggestion, "saved", api, alice, note="kind")
    client = api(alice)

    with count_queries(2):
        assert len(client.get("/api/v1/saved-resources/").json()["results"]) == rows
