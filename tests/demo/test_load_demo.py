from time import perf_counter

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from rest_framework.test import APIClient

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.demo.actions import DEMO_PASSWORD, load_demo
from recoveryapp.goals.models import Goal
from recoveryapp.outcomes.models import CheckIn
from recoveryapp.teams.models import Connection, Membership
from tests.conftest import ApiFor


def how_many() -> list[int]:
    return [model.objects.count() for model in (User, CheckIn, Goal, Membership, Connection)]


def test_there_is_somebody_of_each_role(db: None) -> None:
    load_demo(now=timezone.now())
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)


def test_a_demo_person_signs_in_and_sees_a_year(db: None, api: ApiFor) -> None:
    load_demo(now=timezone.now())
    client = api()
    body = {"email": "robin@demo.example", "password": DEMO_PASSWORD}
    assert client.post("/_allauth/browser/v1/auth/login", body, format="json").status_code == 200
    weeks = client.get("/api/v1/check-ins/trend/?weeks=52").json()["weeks"]
    spoken = [week for week in weeks if week["functional"] is not None]
    assert 30 < len(spoken) < 52, "a year with gaps"
    assert {goal["status"] for goal in client.get("/api/v1/goals/").json()["results"]} == {
        "active",
        "cancelled",
    }
    assert len(client.get("/api/v1/journal/entries/").json()["results"]) == 13


def signed_in(api: ApiFor, email: str) -> APIClient:
    return api(User.objects.get(email=email))


def test_the_demo_manager_sees_two_teams_and_everybody_verified(db: None, api: ApiFor) -> None:
    load_demo(now=timezone.now())
    page = signed_in(api, "max@demo.example").get("/api/v1/team/").json()
    assert [team["name"] for team in page["teams"]] == ["Community team", "Peer support"]
    assert sorted(member["called"] for member in page["members"]) == ["Cleo", "Ines", "Max", "Pat"]
    assert all(member["verified_at"] and not member["ended_at"] for member in page["members"])


def test_demo_people_have_met_their_practitioners_who_can_show_a_code(db: None, api: ApiFor) -> None:
    load_demo(now=timezone.now())
    met = signed_in(api, "robin@demo.example").get("/api/v1/connections/").json()["connections"]
    assert [one["called"] for one in met] == ["Cleo", "Pat"]
    for email in ("pat@demo.example", "cleo@demo.example"):
        (place,) = signed_in(api, email).get("/api/v1/my-team/").json()["memberships"]
        body = {"membership": place["id"]}
        answer = signed_in(api, email).post("/api/v1/connection-codes/", body, format="json")
        assert answer.status_code == 201


def test_demo_people_share_with_their_practitioners_and_no_page_that_is_never_shared(
    db: None, api: ApiFor
) -> None:
    load_demo(now=timezone.now())
    cleo = signed_in(api, "cleo@demo.example")
    people = cleo.get("/api/v1/people/").json()["results"]
    assert [(one["called"], one["purposes"]) for one in people] == [
        ("Robin", ["review", "support"]),
        ("Sadia", ["review"]),
    ]
    review = cleo.get(f"/api/v1/people/{people[0]['id']}/review/?purpose=review").json()
    assert len(review["goals"]) == 3
    assert {page["words"][:9] for page in review["pages"]} == {"What help", "Chard to ", "Rang Col."}


def test_loading_twice_adds_nobody(db: None) -> None:
    load_demo(now=timezone.now())
    before = how_many()
    load_demo(now=timezone.now())
    assert how_many() == before


def test_demo_people_never_join_real_ones(alice: User) -> None:
    with pytest.raises(CommandError, match="holds other people"):
        call_command("load_demo")
    assert list(User.objects.all()) == [alice]


def test_the_peer_worker_works_with_those_who_took_their_code(db: None, api: ApiFor) -> None:
    people = {user.called: user for user in load_demo(now=timezone.now())}
    page = api(people["Pat"]).get("/api/v1/caseload/").json()
    assert sorted(one["called"] for one in page["people"]) == ["Frank", "Robin"]
    assert [place["capacity"] for place in page["places"]] == [15]


def test_each_screen_of_working_together_has_something_on_it(db: None, api: ApiFor) -> None:
    people = {user.called: user for user in load_demo(now=timezone.now())}
    robin, pat, jo, max_ = (api(people[name]) for name in ("Robin", "Pat", "Jo", "Max"))
    (pair,) = robin.get("/api/v1/together/").json()["pairs"]
    url = f"/api/v1/assignments/{pair['assignment']}"
    meetings = robin.get(f"{url}/meetings/").json()["results"]
    assert [meeting["state"] for meeting in meetings] == ["asked", "agreed", "agreed"]
    whole = pat.get(f"{url}/meetings/{meetings[2]['id']}/").json()
    assert (len(whole["agenda"]), len(whole["notes"]["standing"])) == (3, 1)
    marks = {(row["side"], row["mark"]) for row in pat.get(f"{url}/commitments/").json()["results"]}
    assert {("person", "happened"), ("worker", "open"), ("person", "suggested")} <= marks
    assert robin.get("/api/v1/conversations/unread/").json()["counts"] == {pair["assignment"]: 1}
    assert robin.get("/api/v1/plan/").json()["wishes"]
    assert robin.get("/api/v1/plan/sharing-wishes/").json()["results"][0]["practitioner"]["called"] == "Pat"
    (stands_by,) = jo.get("/api/v1/supporting/").json()["supporting"]
    assert stands_by["called"] == "Robin"
    assert pat.get("/api/v1/caseload/").json()["waiting"] == 1
    assert api(people["Frank"]).get("/api/v1/support/").json()["together"][0]["hand_over"]["words"]
    questions = max_.get("/api/v1/supervision/").json()["questions"]
    assert sorted(len(question["answers"]) for question in questions) == [0, 1]


def test_it_is_loaded_within_seconds(db: None) -> None:
    began = perf_counter()
    load_demo(now=timezone.now())
    assert perf_counter() - began < 30
