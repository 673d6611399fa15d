"""Questions without names, and figures that count nobody out."""

from datetime import datetime
from typing import Any

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.assignments.actions import start_assignment
from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.models import Assignment, Availability
from recoveryapp.caseload.models import SupervisionQuestion
from recoveryapp.caseload.queries.supervision import holds_name, told
from recoveryapp.common.ids import new_id
from recoveryapp.teams.models import Membership, Team
from tests.conftest import ApiFor, CountQueries, person
from tests.teams.people import API


def ask(api: ApiFor, by: User, team: Team, words: str, **changes: Any) -> Any:
    url = f"{API}/supervision/{changes.pop('id', new_id())}/"
    body = {"team": str(team.pk), "words": words, "recorded_at": "2026-11-01T10:00:00Z"}
    return api(by).put(url, {**body, **changes}, format="json")


def reply(api: ApiFor, by: User, question_id: str, words: str) -> Any:
    url = f"{API}/supervision/{question_id}/answers/{new_id()}/"
    return api(by).put(url, {"words": words, "recorded_at": "2026-11-01T10:00:00Z"}, format="json")


def questions(api: ApiFor, user: User) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api(user).get(f"{API}/supervision/").json()["questions"]
    return found


@pytest.fixture
def lead(robin: User, robins_place: Membership, now: datetime) -> User:
    """Robin leads Pat's team."""
    robins_place.lead_since = now
    robins_place.save()
    return robin


def test_a_question_goes_to_the_lead_and_the_answer_comes_back(
    api: ApiFor, pat: User, lead: User, quay: Team, pats_place: Membership
) -> None:
    question_id = ask(api, pat, quay, "How do I end a meeting kindly?").json()["id"]
    (seen,) = questions(api, lead)
    assert (seen["called"], seen["is_own"], seen["words"]) == ("Pat", False, "How do I end a meeting kindly?")
    assert reply(api, lead, question_id, "Say so early.").status_code == 200
    (own,) = questions(api, pat)
    assert [(one["called"], one["words"]) for one in own["answers"]] == [("Robin", "Say so early.")]
    page = api(pat).get(f"{API}/supervision/").json()
    assert [(team["name"], team["leads"]) for team in page["teams"]] == [("Quay", ["Robin"])]


def test_a_colleague_who_does_not_lead_and_a_person_see_none(
    api: ApiFor, alice: User, pat: User, robin: User, quay: Team, pats_place: Membership
) -> None:
    question_id = ask(api, pat, quay, "How?").json()["id"]
    assert questions(api, robin) == []
    assert reply(api, robin, question_id, "So.").status_code == 404
    assert api(alice).get(f"{API}/supervision/").status_code == 404


def test_the_manager_reads_and_answers_as_well(
    api: ApiFor, pat: User, max_: User, quay: Team, pats_place: Membership
) -> None:
    question_id = ask(api, pat, quay, "How?").json()["id"]
    assert [one["words"] for one in questions(api, max_)] == ["How?"]
    assert reply(api, max_, question_id, "So.").status_code == 200


@pytest.mark.parametrize("words", ["Alice is late", "what of ALICE?", "(alice)", "Alice's door"])
def test_the_name_of_somebody_on_the_list_is_refused_and_nothing_is_kept(
    api: ApiFor, pat: User, quay: Team, alice_and_pat: Assignment, words: str
) -> None:
    refused = ask(api, pat, quay, words)
    assert (refused.status_code, refused.json()["code"]) == (400, "names_somebody")
    assert not SupervisionQuestion.objects.exists()


def test_a_name_within_another_word_or_of_somebody_not_on_the_list_is_no_name(
    api: ApiFor, bob: User, pat: User, quay: Team, alice_and_pat: Assignment
) -> None:
    assert ask(api, pat, quay, "Malice, Bob and Alicent").status_code == 200


def test_an_answer_of_the_asker_is_looked_at_too(
    api: ApiFor, pat: User, quay: Team, alice_and_pat: Assignment
) -> None:
    question_id = ask(api, pat, quay, "How?").json()["id"]
    assert reply(api, pat, question_id, "It is about Alice").json()["code"] == "names_somebody"


@pytest.mark.parametrize(
    ("words", "name", "holds"),
    [("O'Neil came", "O'Neil", True), ("a.b", "a.b", True), ("axb", "a.b", False), ("Zoë", "zoë", True)],
)
def test_names_are_compared_letter_by_letter(words: str, name: str, holds: bool) -> None:
    assert holds_name(words, name) is holds


def test_a_closed_question_takes_no_more_and_can_be_opened_again(
    api: ApiFor, pat: User, lead: User, quay: Team, pats_place: Membership
) -> None:
    question_id = ask(api, pat, quay, "How?").json()["id"]
    close = f"{API}/supervision/{question_id}/close/"
    assert api(lead).post(close, {"is_closed": True}, format="json").json()["closed_at"]
    assert reply(api, lead, question_id, "So.").json()["code"] == "question_closed"
    assert api(pat).post(close, {"is_closed": False}, format="json").json()["closed_at"] is None
    assert reply(api, lead, question_id, "So.").status_code == 200


def test_sending_twice_asks_once_and_another_text_is_not_taken_for_it(
    api: ApiFor, pat: User, quay: Team, pats_place: Membership
) -> None:
    same = str(new_id())
    assert [ask(api, pat, quay, "How?", id=same).status_code for _ in range(2)] == [200, 200]
    assert ask(api, pat, quay, "Why?", id=same).json()["code"] == "id_taken"


def test_a_lead_who_is_one_no_longer_sees_none(
    api: ApiFor, pat: User, lead: User, robins_place: Membership, quay: Team, pats_place: Membership
) -> None:
    ask(api, pat, quay, "How?")
    client = api(lead)
    assert len(client.get(f"{API}/supervision/").json()["questions"]) == 1
    Membership.objects.filter(pk=robins_place.pk).update(lead_since=None)
    assert client.get(f"{API}/supervision/").json()["questions"] == []
    assert client.get(f"{API}/supervision/workload/").status_code == 404


@pytest.mark.parametrize(
    ("count", "said"), [(0, None), (1, None), (9, None), (10, 10), (12, 10), (13, 15), (60, 60)]
)
def test_small_counts_are_not_told_and_others_are_rounded(count: int, said: int | None) -> None:
    assert told(count) == said


def test_the_lead_sees_counts_and_no_name_of_anybody_who_is_supported(
    api: ApiFor, lead: User, pats_place: Membership, now: datetime
) -> None:
    Availability.objects.create(membership=pats_place, capacity=15)
    for number in range(12):
        owner = person(f"Canary {number}")
        start_assignment(
            owner=owner, membership=pats_place, began=Began.CODE, agreed_at=now, now=now, by=owner
        )
    answer = api(lead).get(f"{API}/supervision/workload/")
    (team,) = answer.json()["teams"]
    assert team["workers"] == [
        {"called": "Pat", "role": "peer_worker", "people": 10, "capacity": 15},
        {"called": "Robin", "role": "peer_worker", "people": None, "capacity": None},
    ]
    assert (team["waiting"], "Canary" in answer.content.decode()) == (None, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_as_for_three(
    api: ApiFor,
    pat: User,
    lead: User,
    quay: Team,
    pats_place: Membership,
    count_queries: CountQueries,
    rows: int,
) -> None:
    for _ in range(rows):
        question_id = ask(api, pat, quay, "How?").json()["id"]
        reply(api, lead, question_id, "So.")
    client = api(pat)
    with count_queries(7):
        assert len(client.get(f"{API}/supervision/").json()["questions"]) == rows
