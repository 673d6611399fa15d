"""What both agreed to do: side by side, marked by the person for both and by the worker for theirs."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.common.ids import new_id
from recoveryapp.goals.models import Goal, GoalStep
from recoveryapp.meetings.models import Commitment
from recoveryapp.meetings.queries import OpenCommitments, open_commitments_of
from tests.conftest import ApiFor, CountQueries
from tests.meetings.conftest import Agree, url


def mark(client: Any, row: Commitment, to: str) -> Any:
    return client.post(url(row.assignment, f"commitments/{row.pk}/mark/"), {"mark": to}, format="json")


def test_what_one_writes_down_for_oneself_is_agreed(agree: Agree, alice: User, pat: User) -> None:
    assert [agree("person", by=alice).mark, agree("worker", by=pat).mark] == ["open", "open"]


def test_what_one_writes_down_for_the_other_waits_for_their_yes(
    api: ApiFor, agree: Agree, alice: User, pat: User
) -> None:
    for_alice, for_pat = agree("person", by=pat), agree("worker", by=alice)
    assert for_alice.mark == for_pat.mark == "suggested"
    refused = [mark(api(pat), for_alice, "open"), mark(api(alice), for_pat, "open")]
    assert {answer.json()["code"] for answer in refused} == {"not_yours_to_mark"}
    assert mark(api(alice), for_alice, "open").json()["mark"] == "open"
    assert mark(api(pat), for_pat, "let_go").json()["mark"] == "let_go"


def test_the_person_marks_both_and_the_worker_their_own(
    api: ApiFor, agree: Agree, alice: User, pat: User
) -> None:
    mine, theirs = agree("person", by=alice), agree("worker", by=pat)
    assert mark(api(pat), mine, "happened").status_code == 409
    assert mark(api(pat), theirs, "happened").json()["mark"] == "happened"
    assert mark(api(alice), theirs, "open").json()["mark"] == "open"
    assert mark(api(alice), mine, "happened").json()["mark"] == "happened"


def test_it_can_be_moved_by_whoever_does_it_and_by_the_person(
    api: ApiFor, agree: Agree, alice: User, pat: User
) -> None:
    mine = agree("person", by=alice)
    body = {"version": 1, "side": "person", "words": "Ring the college", "due_on": "2026-12-24"}
    address = url(mine.assignment, f"commitments/{mine.pk}/")
    assert api(pat).put(address, body, format="json").json()["code"] == "not_yours_to_mark"
    moved = api(alice).put(address, body, format="json").json()
    assert (moved["due_on"], moved["version"]) == ("2026-12-24", 2)
    stale = api(alice).put(address, {**body, "words": "Write"}, format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")


def test_both_see_both_sides_and_what_is_open_comes_first(
    api: ApiFor, agree: Agree, together: Assignment, alice: User, pat: User
) -> None:
    first, second = agree("person", by=alice, words="One"), agree("worker", by=pat, words="Two")
    mark(api(alice), second, "happened")
    for reader in (alice, pat):
        rows = api(reader).get(url(together, "commitments/")).json()["results"]
        assert [(row["words"], row["mark"]) for row in rows] == [("One", "open"), ("Two", "happened")]
    assert first.side == "person"


def test_one_tap_makes_it_a_step_of_a_goal(
    api: ApiFor, agree: Agree, alice: User, pat: User, now: datetime
) -> None:
    goal = Goal.objects.create(owner=alice, recorded_at=now, words="Learn")
    mine, theirs = agree("person", by=alice), agree("worker", by=pat)
    body = {"goal": str(goal.pk), "step": str(new_id())}
    address = url(mine.assignment, f"commitments/{mine.pk}/step/")
    assert api(pat).post(address, body, format="json").status_code == 404
    for _ in range(2):
        assert api(alice).post(address, body, format="json").json()["is_step"] is True
    (step,) = GoalStep.objects.filter(goal=goal)
    assert step.words == "Ring the college"
    refused = api(alice).post(url(theirs.assignment, f"commitments/{theirs.pk}/step/"), body, format="json")
    assert refused.json()["code"] == "not_yours_to_mark"
    step.delete()
    mine.refresh_from_db()
    assert mine.step_id is None


def test_the_person_takes_one_away(api: ApiFor, agree: Agree, alice: User, pat: User) -> None:
    row = agree("worker", by=pat)
    address = url(row.assignment, f"commitments/{row.pk}/")
    api(pat).delete(address)
    assert Commitment.objects.exists()
    api(alice).delete(address)
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("values", [{"words": ""}, {"side": "team"}, {"due_on": "2039-01-01"}, {"mark": 1}])
def test_what_nobody_can_have_meant_is_refused(
    values: dict[str, Any], api: ApiFor, together: Assignment, alice: User
) -> None:
    body = {"version": 0, "side": "person", "words": "Ring", **values}
    answer = api(alice).put(url(together, f"commitments/{new_id()}/"), body, format="json")
    assert answer.status_code == (201 if "mark" in values else 400)
    assert not Commitment.objects.exclude(mark="open").exists()


def test_what_is_open_and_due_is_counted_for_many_in_one_statement(
    agree: Agree,
    together: Assignment,
    alice: User,
    pat: User,
    now: datetime,
    count_queries: CountQueries,
) -> None:
    today: date = now.date()
    agree("worker", by=pat, due_on=today)
    agree("worker", by=pat, due_on=today + timedelta(days=30))
    agree("worker", by=alice, due_on=today)
    agree("person", by=alice)
    with count_queries(1):
        found = open_commitments_of([together.pk, new_id()], due_by=today + timedelta(days=6))
    assert found == {together.pk: OpenCommitments(person=1, worker=2, person_due=0, worker_due=1)}
