from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.goals.models import Goal
from recoveryapp.matching.models import SuggestionResponse, Wishes
from recoveryapp.resources.models import DirectoryImport, Resource
from tests.conftest import ApiFor, CountQueries
from tests.matching.conftest import NewGoal

pytestmark = pytest.mark.usefixtures("directory")

Ask = Callable[..., Any]


@pytest.fixture
def ask(api: ApiFor) -> Ask:
    """`ask(alice, goal)`: the answer's body."""

    def run(user: User, goal: Goal | None = None) -> Any:
        answer = api(user).get("/api/v1/suggestions/", {"goal": str(goal.pk)} if goal else {})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return run


@pytest.fixture
def letters(alice: User, new_goal: NewGoal) -> Goal:
    return new_goal(
        alice,
        "Open the letters. I owe money and hide them in a drawer",
        domains=["functional"],
        barriers=["money"],
    )


def answer_to(found: Any, state: str, api: ApiFor, user: User, **more: Any) -> Any:
    url = f"/api/v1/suggestions/{found['goal']}/{found['resource']['id']}/"
    return api(user).put(url, {"state": state, **more}, format="json")


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


@pytest.mark.parametrize("goals", [1, 3])
def test_suggestions_take_the_same_statements_for_one_goal_and_for_three(
    alice: User, api: ApiFor, ask: Ask, new_goal: NewGoal, count_queries: CountQueries, goals: int
) -> None:
    for n in range(goals):
        goal = new_goal(alice, f"paint and sleep {n}")
        for suggestion in ask(alice, goal)["suggestions"][:3]:
            answer_to(suggestion, "saved", api, alice)
    client = api(alice)

    with count_queries(8):
        assert client.get("/api/v1/suggestions/").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_saved_resources_take_the_same_statements_for_one_and_for_three(
    alice: User, api: ApiFor, ask: Ask, letters: Goal, count_queries: CountQueries, rows: int
) -> None:
    for suggestion in ask(alice, letters)["suggestions"][:rows]:
        answer_to(suggestion, "saved", api, alice, note="kind")
    client = api(alice)

    with count_queries(3):
        assert len(client.get("/api/v1/saved-resources/").json()["results"]) == rows


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


def test_wishes_are_empty_until_they_are_set_and_the_last_ones_stay(
    alice: User, bob: User, api: ApiFor
) -> None:
    client = api(alice)
    assert client.get("/api/v1/wishes/").json() == {"place": "", "wishes": [], "languages": []}

    client.put("/api/v1/wishes/", {"place": "Leeds", "wishes": ["free_only"]}, format="json")
    client.put("/api/v1/wishes/", {"place": "York", "languages": ["Polish"]}, format="json")

    assert client.get("/api/v1/wishes/").json() == {"place": "York", "wishes": [], "languages": ["Polish"]}
    assert Wishes.objects.count() == 1
    assert api(bob).get("/api/v1/wishes/").json()["place"] == ""


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"wishes": ["cheap"]}, "wishes", "unknown_code"),
        ({"place": "p" * 201}, "place", "max_length"),
        ({"languages": ["x"] * 11}, "languages", "max_length"),
        ({"city": "York"}, "city", "unknown_field"),
        ({"place": 5}, "place", "invalid"),
    ],
)
def test_wishes_that_cannot_be_meant_are_refused(
    alice: User, api: ApiFor, body: dict[str, Any], field: str, code: str
) -> None:
    answer = api(alice).put("/api/v1/wishes/", body, format="json")

    assert answer.status_code == 400
    assert answer.json()["errors"][field][0]["code"] == code


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

    with count_queries(3):
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


def test_the_newest_five_active_goals_are_looked_at(
    ask: Ask, alice: User, new_goal: NewGoal, now: datetime
) -> None:
    for n in range(7):
        goal = new_goal(alice, f"goal {n}")
        Goal.objects.filter(pk=goal.pk).update(recorded_at=now - timedelta(days=n))
    newest = set(map(str, Goal.objects.order_by("-recorded_at").values_list("pk", flat=True)[:5]))

    assert {s["goal"] for s in ask(alice)["suggestions"]} <= newest
