"""Answers change the ranking of whoever gave them, at once, and of nobody else; they can be forgotten."""

from collections.abc import Callable
from typing import Any

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.goals.models import Goal
from recoveryapp.matching.enums import Feature
from recoveryapp.matching.lessons import learnt_from
from recoveryapp.matching.models import SuggestionResponse
from recoveryapp.matching.queries import responses_of, wishes_of
from recoveryapp.matching.ranking.index import build_index
from recoveryapp.matching.ranking.rank import rank
from recoveryapp.matching.ranking.shapes import Asked, Entry, Learnt, Logic
from tests.conftest import ApiFor, CountQueries
from tests.matching.conftest import NewGoal

pytestmark = pytest.mark.usefixtures("directory")

URL = "/api/v1/suggestions/learning/"
Place = Callable[..., list[str]]


@pytest.fixture
def letters(alice: User, new_goal: NewGoal) -> Goal:
    return new_goal(alice, "Open the letters. I owe money and hide them in a drawer")


def suggested(api: ApiFor, user: User, goal: Goal) -> list[Any]:
    found: list[Any] = api(user).get("/api/v1/suggestions/", {"goal": str(goal.pk)}).json()["suggestions"]
    return found


def answer(api: ApiFor, user: User, goal: Goal, resource: Any, state: str, **more: Any) -> None:
    url = f"/api/v1/suggestions/{goal.pk}/{resource['id']}/"
    assert api(user).put(url, {"state": state, **more}, format="json").status_code == 200


def learnt(user: User) -> Learnt:
    return learnt_from(responses_of(user), wishes_of(user))


@pytest.mark.parametrize(
    ("said", "lesson"),
    [
        ({"state": "saved"}, "liked"),
        ({"state": "tried"}, "liked"),
        ({"state": "tried", "helped": "yes"}, "liked"),
        ({"state": "tried", "helped": "a_bit"}, "liked"),
        ({"state": "tried", "helped": "no"}, "put_aside"),
        ({"state": "dismissed", "reason": "not_my_thing"}, "put_aside"),
        ({"state": "dismissed", "reason": "bad_experience"}, "put_aside"),
        ({"state": "dismissed", "reason": "too_far"}, "avoided"),
        ({"state": "dismissed", "reason": "costs"}, "avoided"),
        ({"state": "dismissed", "reason": "groups"}, "avoided"),
        ({"state": "dismissed", "reason": "not_now"}, None),
        ({"state": "dismissed", "reason": "other"}, None),
        ({"state": "dismissed"}, None),
    ],
)
def test_each_answer_teaches_what_it_says_and_no_more(
    alice: User, api: ApiFor, letters: Goal, said: dict[str, Any], lesson: str | None
) -> None:
    resource = suggested(api, alice, letters)[0]["resource"]
    answer(api, alice, letters, resource, **said)

    body = api(alice).get(URL).json()

    taught = [(t["lesson"], t["resource"], t["name"], t["state"]) for t in body["taught"]]
    assert taught == ([(lesson, resource["id"], resource["name"], said["state"])] if lesson else [])


def test_a_no_to_groups_moves_every_group_down_and_a_yes_moves_its_like_up(
    alice: User, api: ApiFor, letters: Goal, entry: Callable[..., Entry], logic: Logic
) -> None:
    club, park, bench = (
        entry("club", kind="social_club"), entry("park", kind="nature", traits=frozenset({"one_to_one"})),
        entry("bench", kind="nature", traits=frozenset({"one_to_one"})),
    )  # fmt: skip
    index = build_index([club, park, bench], logic)

    def order(**taught: Any) -> list[str]:
        return [row.entry.id for row in rank(Asked(words="", learnt=Learnt(**taught)), index, logic)]

    resource = suggested(api, alice, letters)[0]["resource"]
    answer(api, alice, letters, resource, "dismissed", reason="groups")

    assert order() == ["bench", "club", "park"]
    assert order(avoids=learnt(alice).avoids) == ["bench", "park", "club"]
    assert order(liked=frozenset({"park"})) == ["bench", "park", "club"]
    assert order(put_aside=frozenset({"park"})) == ["club", "bench", "park"]


def test_the_next_ideas_say_that_they_are_like_what_she_kept(alice: User, api: ApiFor, letters: Goal) -> None:
    first = suggested(api, alice, letters)[0]["resource"]
    answer(api, alice, letters, first, "saved")

    fresh = [s for s in suggested(api, alice, letters) if s["state"] is None]

    liked = [r for s in fresh for r in s["reasons"] if r["code"] == Feature.LIKED]
    assert {(tuple(r["about"]), r["text"]) for r in liked} == {
        ((first["kind"],), "It is like something you kept.")
    }
    assert fresh[0]["resource"]["kind"] == first["kind"]


def test_bob_s_answers_teach_nothing_to_alice_s_ranking(
    alice: User, bob: User, api: ApiFor, letters: Goal, new_goal: NewGoal
) -> None:
    before, his = suggested(api, alice, letters), new_goal(bob, letters.words)
    for suggestion in suggested(api, bob, his):
        answer(api, bob, his, suggestion["resource"], "dismissed", reason="not_my_thing")

    assert suggested(api, alice, letters) == before
    assert api(alice).get(URL).json() == {"learns": True, "learns_since": None, "taught": []}
    assert len(api(bob).get(URL).json()["taught"]) == 5


def test_she_can_begin_anew_and_her_answers_stay(alice: User, api: ApiFor, letters: Goal) -> None:
    plain = learnt(alice)
    resource = suggested(api, alice, letters)[0]["resource"]
    answer(api, alice, letters, resource, "saved")
    assert learnt(alice) != plain

    body = api(alice).delete(URL).json()

    assert (body["learns"], body["taught"]) == (True, [])
    assert body["learns_since"] is not None
    assert learnt(alice) == plain
    assert SuggestionResponse.objects.get().state == "saved"


def test_a_new_beginning_can_be_taken_back(alice: User, api: ApiFor, letters: Goal) -> None:
    resource = suggested(api, alice, letters)[0]["resource"]
    answer(api, alice, letters, resource, "saved")
    before = api(alice).get(URL).json()
    api(alice).delete(URL)

    back = api(alice).put(URL, {"learns": True, "learns_since": before["learns_since"]}, format="json")

    assert back.json() == before


def test_what_she_answers_after_beginning_anew_counts_again(alice: User, api: ApiFor, letters: Goal) -> None:
    api(alice).delete(URL)
    resource = suggested(api, alice, letters)[0]["resource"]
    answer(api, alice, letters, resource, "saved")

    assert [t["resource"] for t in api(alice).get(URL).json()["taught"]] == [resource["id"]]


def test_she_can_switch_it_off_and_on(alice: User, api: ApiFor, letters: Goal) -> None:
    resource = suggested(api, alice, letters)[0]["resource"]
    answer(api, alice, letters, resource, "saved")

    off = api(alice).put(URL, {"learns": False}, format="json").json()
    assert (off["learns"], off["taught"], learnt(alice)) == (False, [], Learnt())

    on = api(alice).put(URL, {"learns": True}, format="json").json()
    assert [t["resource"] for t in on["taught"]] == [resource["id"]]


@pytest.mark.parametrize("body", [{}, {"learns": "perhaps"}, {"learns": None}, {"learns": True, "more": 1}])
def test_what_cannot_be_meant_is_refused(alice: User, api: ApiFor, body: dict[str, Any]) -> None:
    assert api(alice).put(URL, body, format="json").status_code == 400


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_a_stranger_learns_nothing(api: ApiFor, method: str) -> None:
    assert getattr(api(), method)(URL).status_code == 401


@pytest.mark.parametrize("rows", [1, 3])
def test_what_was_learnt_takes_the_same_statements_for_one_answer_and_for_three(
    alice: User, api: ApiFor, letters: Goal, count_queries: CountQueries, rows: int
) -> None:
    for suggestion in suggested(api, alice, letters)[:rows]:
        answer(api, alice, letters, suggestion["resource"], "saved")
    client = api(alice)

    with count_queries(3):
        assert len(client.get(URL).json()["taught"]) == rows
