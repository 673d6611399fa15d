"""The practitioner's list: in the order of what is agreed, at the same price for one as for sixty."""

from datetime import datetime, timedelta

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.assignments.actions import start_assignment
from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.models import Assignment
from recoveryapp.assignments.sides import Side
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.goals.models import Goal
from recoveryapp.meetings.enums import CommitmentMark
from recoveryapp.meetings.models import Commitment, Meeting
from recoveryapp.teams.models import Membership
from tests.conftest import ApiFor, CountQueries, person
from tests.teams.people import API

DAY = timedelta(days=1)
CANARY = "canary-caseload"


def together(called: str, place: Membership, now: datetime) -> Assignment:
    owner = person(called)
    return start_assignment(owner=owner, membership=place, began=Began.CODE, agreed_at=now, now=now, by=owner)


def meet(one: Assignment, at: datetime, now: datetime) -> None:
    Meeting.objects.create(
        owner=one.owner, assignment=one, recorded_at=now, starts_at=at, asked_by=Side.PERSON, accepted_at=now
    )


def commit(one: Assignment, due_on: datetime, now: datetime) -> None:
    said = {"side": Side.WORKER, "written_by": Side.WORKER, "mark": CommitmentMark.OPEN, "words": CANARY}
    Commitment.objects.create(owner=one.owner, assignment=one, recorded_at=now, due_on=due_on.date(), **said)


def share(one: Assignment, since: datetime) -> ConsentGrant:
    return ConsentGrant.objects.create(
        owner=one.owner,
        membership=one.membership,
        purpose=Purpose.SUPPORT,
        scopes=[Scope.GOALS],
        starts_at=since,
        expires_at=since + 30 * DAY,
    )


def names(api: ApiFor, user: User) -> list[str]:
    return [one["called"] for one in api(user).get(f"{API}/caseload/").json()["people"]]


def test_the_next_meeting_comes_first_then_what_is_due_then_what_is_new_then_names(
    api: ApiFor, pat: User, pats_place: Membership, now: datetime
) -> None:
    for called in ("Zoe", "Ben", "Ann", "Kim", "Lou", "Dan"):
        one = together(called, pats_place, now)
        if called in {"Kim", "Lou"}:
            meet(one, now + DAY * (2 if called == "Kim" else 1), now)
        if called == "Zoe":
            commit(one, now, now)
        if called == "Dan":
            share(one, now - DAY)
    assert names(api, pat) == ["Lou", "Kim", "Zoe", "Dan", "Ann", "Ben"]


def test_nothing_that_somebody_wrote_or_feels_is_in_the_list_or_its_order(
    api: ApiFor, pat: User, pats_place: Membership, now: datetime
) -> None:
    for called in ("Ann", "Ben"):
        one = together(called, pats_place, now)
        commit(one, now, now)
        Goal.objects.create(owner=one.owner, recorded_at=now, words=f"{CANARY} I cannot go on")
    answer = api(pat).get(f"{API}/caseload/")
    assert CANARY not in answer.content.decode()
    assert set(answer.json()["people"][0]) == {
        "id",
        "membership",
        "person",
        "called",
        "began",
        "started_at",
        "shared",
        "is_new",
        "next_meeting_at",
        "commitments",
        "hand_over",
    }
    assert [one["called"] for one in answer.json()["people"]] == ["Ann", "Ben"]


def test_what_is_shared_is_new_until_it_is_looked_at(
    api: ApiFor, pat: User, pats_place: Membership, now: datetime
) -> None:
    one = together("Ann", pats_place, now)
    share(one, now - DAY)
    page = api(pat).get(f"{API}/caseload/").json()["people"][0]
    assert (page["is_new"], page["shared"]["purposes"]) == (True, ["support"])
    api(pat).get(f"{API}/people/{one.owner_id}/review/?purpose=support")
    assert api(pat).get(f"{API}/caseload/").json()["people"][0]["is_new"] is False


def test_without_a_grant_the_row_says_nothing_of_what_there_is(
    api: ApiFor, pat: User, pats_place: Membership, now: datetime
) -> None:
    one = together("Ann", pats_place, now)
    grant = share(one, now - DAY)
    ConsentGrant.objects.filter(pk=grant.pk).update(revoked_at=now)
    page = api(pat).get(f"{API}/caseload/").json()["people"][0]
    assert (page["shared"], page["is_new"]) == (None, False)


def test_who_shares_and_is_not_on_the_list_stands_beside_it(
    api: ApiFor, pat: User, pats_place: Membership, now: datetime
) -> None:
    one = together("Ann", pats_place, now)
    share(one, now - DAY)
    Assignment.objects.update(ended_at=now)
    page = api(pat).get(f"{API}/caseload/").json()
    assert page["people"] == []
    assert [(also["called"], also["is_new"]) for also in page["also"]] == [("Ann", True)]


def test_somebody_else_cannot_be_on_my_list(
    api: ApiFor, pat: User, robin: User, pats_place: Membership, now: datetime
) -> None:
    one = together("Ann", pats_place, now)
    assert names(api, robin) == []
    assert api(robin).get(f"{API}/caseload/{one.pk}/").status_code == 404


@pytest.mark.parametrize("people", [1, 3, 60])
def test_sixty_people_cost_no_more_statements_than_one(
    api: ApiFor, pat: User, pats_place: Membership, now: datetime, count_queries: CountQueries, people: int
) -> None:
    for number in range(people):
        one = together(f"Person {number}", pats_place, now)
        share(one, now - DAY)
        meet(one, now + (number + 1) * DAY, now)
        commit(one, now, now)
    client = api(pat)
    with count_queries(10):
        page = client.get(f"{API}/caseload/").json()
    assert len(page["people"]) == people
