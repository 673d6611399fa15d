"""Options for a goal, each with its reasons, and none that was ruled out."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.goals.models import Goal
from recoveryapp.resources.models import DirectoryImport, Resource
from tests.conftest import ApiFor, CountQueries
from tests.matching.conftest import Ask, NewGoal, answer_to

pytestmark = pytest.mark.usefixtures("directory")


def test_alice_gets_five_options_of_at_least_three_kinds_a_peer_run_one_among_them(
    ask: Ask, alice: User, letters: Goal
) -> None:
    found = ask(alice, letters)

    resources = [s["resource"] for s in found["suggestions"]]
    assert found["goal"] == str(letters.pk)
    assert len(resources) == 5
    assert len({r["kind"] for r in resources}) >= 3
    assert any(r["is_peer_run"] for r in resources)
    assert "money_advice" in {r["kind"] for r in resources}
    assert all(r["status"] == "active" for r in resources)


def test_each_says_why_in_plain_words_and_by_which_way_of_the_logic_model(
    ask: Ask, alice: User, letters: Goal
) -> None:
    first = ask(alice, letters)["suggestions"][0]

    assert first["goal"] == str(letters.pk)
    assert first["reasons"][0]["code"] == "need"
    assert first["reasons"][0]["text"] == "It is about debt and making money last."
    assert [r["code"] for r in first["reasons"]] == ["need", "kind", "words"]
    assert first["links"][0]["kind"] == first["resource"]["kind"]
    assert first["links"][0]["area"].startswith(first["links"][0]["domain"])


def test_without_a_goal_the_active_ones_are_looked_at_together(
    ask: Ask, alice: User, letters: Goal, new_goal: NewGoal, now: datetime
) -> None:
    paint = new_goal(alice, "paint and make things with clay")
    new_goal(alice, "sing in a choir", status="cancelled", status_changed_at=now)

    found = ask(alice)

    assert found["goal"] is None
    assert {s["goal"] for s in found["suggestions"]} == {str(letters.pk), str(paint.pk)}


def test_somebody_without_a_goal_still_sees_options(ask: Ask, bob: User) -> None:
    found = ask(bob)

    assert len(found["suggestions"]) == 5
    assert {s["goal"] for s in found["suggestions"]} == {None}


@pytest.mark.parametrize("whose", ["another person's", "nobody's"])
def test_a_goal_that_is_not_hers_is_404(
    alice: User, bob: User, api: ApiFor, new_goal: NewGoal, whose: str
) -> None:
    goal_id = new_goal(bob, "mine").pk if whose == "another person's" else uuid4()

    answer = api(alice).get("/api/v1/suggestions/", {"goal": str(goal_id)})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("path", ["suggestions/", "wishes/", "own-ideas/", "saved-resources/"])
def test_a_stranger_sees_nothing(api: ApiFor, path: str) -> None:
    assert api().get(f"/api/v1/{path}").status_code == 401


def test_what_she_ruled_out_never_appears(ask: Ask, alice: User, api: ApiFor, letters: Goal) -> None:
    body = {"place": "Saltmere", "wishes": ["from_home", "not_groups", "free_only"], "languages": ["English"]}
    assert api(alice).put("/api/v1/wishes/", body, format="json").json() == body

    for suggestion in ask(alice, letters)["suggestions"]:
        resource = suggestion["resource"]
        assert resource["place"] in {"", "Saltmere"} or resource["coverage"] != "local"
        assert set(resource["delivery"]) & {"online", "phone", "self_guided"}
        assert resource["cost"] == "free"


def test_one_suggestion_says_why_and_all_that_she_answered(
    ask: Ask, alice: User, api: ApiFor, letters: Goal
) -> None:
    first = ask(alice, letters)["suggestions"][0]
    url = f"/api/v1/suggestions/{letters.pk}/{first['resource']['id']}/"

    assert api(alice).get(url).json() == {**first, "answer": None}

    said = {"reason": "groups", "reason_words": "too many", "helped": "no", "note": "loud"}
    answer_to(first, "dismissed", api, alice, **said)
    answered = {"goal": str(letters.pk), "state": "dismissed", **said}
    assert api(alice).get(url).json() == {**first, "state": "dismissed", "answer": answered}


def test_one_that_closed_or_was_ruled_out_since_is_there_without_reasons(
    ask: Ask, alice: User, api: ApiFor, letters: Goal
) -> None:
    closed, costly = ask(alice, letters)["suggestions"][:2]
    Resource.objects.filter(pk=closed["resource"]["id"]).update(status="closed")
    Resource.objects.filter(pk=costly["resource"]["id"]).update(cost="paid")
    DirectoryImport.objects.create(source="own", file_name="next.json", report={})
    api(alice).put("/api/v1/wishes/", {"wishes": ["free_only"]}, format="json")

    for found, status in ((closed, "closed"), (costly, "active")):
        url = f"/api/v1/suggestions/{letters.pk}/{found['resource']['id']}/"
        body = api(alice).get(url).json()
        assert (body["resource"]["status"], body["reasons"], body["links"]) == (status, [], [])


def test_one_suggestion_is_404_for_bob_and_401_for_a_stranger(
    ask: Ask, alice: User, bob: User, api: ApiFor, letters: Goal
) -> None:
    first = ask(alice, letters)["suggestions"][0]
    url = f"/api/v1/suggestions/{letters.pk}/{first['resource']['id']}/"

    assert api(bob).get(url).status_code == 404
    assert api().get(url).status_code == 401
    assert api(alice).get(f"/api/v1/suggestions/{letters.pk}/{uuid4()}/").status_code == 404


@pytest.mark.parametrize("goals", [1, 3])
def test_suggestions_take_the_same_statements_for_one_goal_and_for_three(
    alice: User, api: ApiFor, ask: Ask, new_goal: NewGoal, count_queries: CountQueries, goals: int
) -> None:
    for n in range(goals):
        goal = new_goal(alice, f"paint and sleep {n}")
        for suggestion in ask(alice, goal)["suggestions"][:3]:
            answer_to(suggestion, "saved", api, alice)
    client = api(alice)

    with count_queries(7):
        assert client.get("/api/v1/suggestions/").status_code == 200


def test_her_words_stand_nowhere_in_the_database(alice: User, api: ApiFor, ask: Ask, letters: Goal) -> None:
    api(alice).put("/api/v1/wishes/", {"place": "canary-place", "wishes": ["women_only"]}, format="json")
    answer_to(
        ask(alice, letters)["suggestions"][0],
        "dismissed",
        api,
        alice,
        reason_words="canary-reason",
        note="canary-note",
    )

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w::text FROM matching_wishes w UNION SELECT r::text FROM matching_suggestionresponse r"
        )
        stored = str(cursor.fetchall())
    assert "dismissed" in stored
    assert "canary" not in stored
    assert "women_only" not in stored


def test_the_newest_five_active_goals_are_looked_at(
    ask: Ask, alice: User, new_goal: NewGoal, now: datetime
) -> None:
    for n in range(7):
        goal = new_goal(alice, f"goal {n}")
        Goal.objects.filter(pk=goal.pk).update(recorded_at=now - timedelta(days=n))
    newest = set(map(str, Goal.objects.order_by("-recorded_at").values_list("pk", flat=True)[:5]))

    assert {s["goal"] for s in ask(alice)["suggestions"]} <= newest
