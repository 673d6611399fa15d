"""People say what was wrong; managers read what, never who."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.resources.actions.reports import MOST_A_DAY
from recoveryapp.resources.models import Resource, ResourceReport
from tests.conftest import ApiFor, CountQueries

Say = Callable[..., ResourceReport]
LIST = "/api/v1/directory/reports/"


@pytest.fixture
def walk_group(db: None) -> Resource:
    return Resource.objects.create(name="Slow walk", kind="nature")


@pytest.fixture
def say_so(walk_group: Resource, api: ApiFor) -> Say:
    def run(by: User, reason: str = "closed", words: str = "") -> ResourceReport:
        url = f"/api/v1/resources/{walk_group.pk}/reports/"
        answer = api(by).post(url, {"reason": reason, "words": words}, format="json")
        assert answer.status_code == 204
        return ResourceReport.objects.filter(owner=by, reason=reason).latest("created_at")

    return run


def test_max_reads_what_was_wrong_and_nothing_of_who_said_it(
    alice: User, max_: User, api: ApiFor, say_so: Say, walk_group: Resource
) -> None:
    report = say_so(alice, "wrong_details", "They moved to the church hall.")

    listed = api(max_).get(LIST).json()["results"]
    whole = api(max_).get(f"{LIST}{report.pk}/").json()

    assert listed == [
        {
            "id": str(report.pk),
            "reported_on": report.created_at.date().isoformat(),
            "resource": {"id": str(walk_group.pk), "name": "Slow walk"},
            "reason": "wrong_details",
            "has_words": True,
            "closed_at": None,
            "outcome": "",
        }
    ]
    assert whole == {**listed[0], "words": "They moved to the church hall."}
    assert str(alice.pk) not in str(listed) + str(whole)


def test_alice_is_told_that_her_words_were_read(alice: User, max_: User, api: ApiFor, say_so: Say) -> None:
    report = say_so(alice, words="Nobody was there.")

    api(max_).get(f"{LIST}{report.pk}/")

    read = AuditEvent.objects.get(verb="read")
    assert (read.owner_id, read.actor_id, read.noun) == (alice.pk, max_.pk, "resources.resourcereport")
    assert len(api(alice).get("/api/v1/access-log/").json()["results"]) == 1


def test_the_words_are_not_readable_in_the_database(alice: User, say_so: Say) -> None:
    say_so(alice, words="canary")

    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM resources_resourcereport")
        (stored,) = cursor.fetchone()
    assert b"canary" not in bytes(stored)


def test_said_twice_is_said_once_and_two_people_are_two(alice: User, bob: User, say_so: Say) -> None:
    say_so(alice, words="First")
    again = say_so(alice, words="Second")
    say_so(alice, "not_safe")
    say_so(bob)

    assert ResourceReport.objects.count() == 3
    assert again.words == "Second"


def test_a_person_says_so_many_things_a_day_and_can_still_correct_what_they_said(
    alice: User, bob: User, api: ApiFor, say_so: Say, walk_group: Resource
) -> None:
    others = [Resource.objects.create(name=f"Walk {n}", kind="nature") for n in range(MOST_A_DAY)]
    say_so(alice, words="First")
    answers = [
        api(alice).post(f"/api/v1/resources/{row.pk}/reports/", {"reason": "closed"}, format="json")
        for row in others
    ]

    assert [answer.status_code for answer in answers] == [204] * (MOST_A_DAY - 1) + [429]
    assert answers[-1].json()["code"] == "too_many_reports"
    say_so(alice, words="Second")
    assert ResourceReport.objects.get(owner=alice, resource=walk_group).words == "Second"
    assert say_so(bob).owner_id == bob.pk
    assert ResourceReport.objects.filter(owner=alice).count() == MOST_A_DAY


def test_the_next_day_more_can_be_said(alice: User, say_so: Say, walk_group: Resource) -> None:
    for number in range(MOST_A_DAY):
        row = Resource.objects.create(name=f"Walk {number}", kind="nature")
        ResourceReport.objects.create(owner=alice, resource=row, reason="closed", words="", has_words=False)
    ResourceReport.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))

    assert say_so(alice).resource_id == walk_group.pk


def test_a_report_is_closed_with_an_outcome_once_and_a_new_one_can_be_made(
    alice: User, max_: User, api: ApiFor, say_so: Say
) -> None:
    report = say_so(alice)

    first = api(max_).post(f"{LIST}{report.pk}/close/", {"outcome": "corrected"}, format="json").json()
    again = api(max_).post(f"{LIST}{report.pk}/close/", {"outcome": "retired"}, format="json").json()

    assert first["outcome"] == again["outcome"] == "corrected"
    assert api(max_).get(LIST).json()["results"] == []
    assert len(api(max_).get(f"{LIST}?is_closed=true").json()["results"]) == 1
    assert say_so(alice).pk != report.pk


@pytest.mark.parametrize("who", ["alice", "pat", "cleo"])
def test_nobody_but_managers_finds_reports(
    who: str, request: pytest.FixtureRequest, alice: User, api: ApiFor, say_so: Say
) -> None:
    report = say_so(alice)
    client = api(request.getfixturevalue(who))

    assert client.get(LIST).status_code == 404
    assert client.get(f"{LIST}{report.pk}/").status_code == 404
    assert (
        client.post(f"{LIST}{report.pk}/close/", {"outcome": "corrected"}, format="json").status_code == 404
    )


def test_a_manager_whose_place_ended_finds_nothing(
    alice: User, max_: User, api: ApiFor, say_so: Say, now: datetime
) -> None:
    report = say_so(alice)
    max_.memberships.update(ended_at=now)

    assert api(max_).get(f"{LIST}{report.pk}/").status_code == 404


@pytest.mark.parametrize(
    "body",
    [{}, {"reason": "boring"}, {"reason": "closed", "words": "x" * 501}, {"reason": "closed", "stars": 1},
     {"reason": "closed", "words": "a\x00b"}],
)  # fmt: skip
def test_a_report_that_makes_no_sense_leaves_nothing(
    alice: User, api: ApiFor, walk_group: Resource, body: dict[str, Any]
) -> None:
    answer = api(alice).post(f"/api/v1/resources/{walk_group.pk}/reports/", body, format="json")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert ResourceReport.objects.count() == 0


def test_what_is_not_there_cannot_be_reported(alice: User, api: ApiFor, walk_group: Resource) -> None:
    answer = api(alice).post(f"/api/v1/resources/{uuid4()}/reports/", {"reason": "closed"}, format="json")

    assert answer.status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_reports_takes_four_statements(
    alice: User, max_: User, api: ApiFor, say_so: Say, count_queries: CountQueries, rows: int
) -> None:
    for reason in ("closed", "not_safe", "other")[:rows]:
        say_so(alice, reason, "words")
    client = api(max_)

    with count_queries(3):
        assert len(client.get(LIST).json()["results"]) == rows
