from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command

from recoveryapp.accounts.models import User
from recoveryapp.resources.freshness import is_stale
from recoveryapp.resources.models import CrisisContact, Resource
from tests.conftest import ApiFor, CountQueries
from tests.resources.conftest import Take


@pytest.fixture
def slow_walk(take: Take, listing: Callable[..., Any], walk: dict[str, Any]) -> Resource:
    take(listing(walk))
    return Resource.objects.get()


def test_alice_reads_what_a_resource_is_what_it_costs_and_when_it_was_checked(
    alice: User, api: ApiFor, slow_walk: Resource, count_queries: CountQueries
) -> None:
    client = api(alice)

    with count_queries(2):
        answer = client.get(f"/api/v1/resources/{slow_walk.pk}/")

    assert answer.status_code == 200
    found = answer.json()
    assert found["name"] == "Slow walk"
    assert (found["kind"], found["cost"], found["place"], found["coverage"]) == (
        "nature",
        "free",
        "Saltmere",
        "local",
    )
    assert found["assured_on"] == "2026-10-01"
    assert found["is_peer_run"] is False
    assert found["licence"] == "CC0 1.0"


def test_a_resource_that_is_not_there_is_404(alice: User, api: ApiFor, slow_walk: Resource) -> None:
    answer = api(alice).get(f"/api/v1/resources/{uuid4()}/")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_stranger_does_not_read_the_directory(api: ApiFor, slow_walk: Resource) -> None:
    answer = api().get(f"/api/v1/resources/{slow_walk.pk}/")

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize(
    ("kind", "assured_on", "stale"),
    [
        ("nature", date(2025, 11, 23), False),
        ("nature", date(2025, 11, 22), True),
        ("nature", None, True),
        ("helpline_crisis", date(2026, 5, 27), False),
        ("helpline_crisis", date(2026, 5, 26), True),
    ],
)
def test_a_check_holds_for_a_year_and_for_180_days_where_lives_depend_on_it(
    kind: str, assured_on: date | None, stale: bool
) -> None:
    assert is_stale(Resource(kind=kind, assured_on=assured_on), today=date(2026, 11, 23)) is stale


def test_our_own_later_check_counts_too() -> None:
    resource = Resource(kind="nature", assured_on=date(2020, 1, 1), last_checked_on=date(2026, 11, 1))

    assert not is_stale(resource, today=date(2026, 11, 23))


@pytest.fixture
def crisis_numbers(db: None) -> None:
    call_command("load_crisis_contacts", stdout=StringIO())


def test_a_stranger_sees_crisis_help_without_signing_in(
    api: ApiFor, crisis_numbers: None, count_queries: CountQueries
) -> None:
    with count_queries(3):
        answer = api().get("/api/v1/crisis-contacts/")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    found = answer.json()
    assert found["verified_before_days"] == 180
    britain = found["countries"][0]
    assert (britain["code"], britain["emergency"]["number"]) == ("GB", "999")
    assert britain["contacts"][0]["number"] == "116 123"
    assert britain["contacts"][1]["sms"] == "85258"
    assert [contact["url"] for contact in found["worldwide"]] == [
        "https://findahelpline.com",
        "https://befrienders.org",
    ]


def test_loading_the_crisis_numbers_again_gives_the_same_numbers(crisis_numbers: None) -> None:
    before = list(CrisisContact.objects.order_by("country_id", "position").values_list("name", "number"))

    call_command("load_crisis_contacts", stdout=StringIO())

    assert (
        list(CrisisContact.objects.order_by("country_id", "position").values_list("name", "number")) == before
    )


def test_somebody_who_is_signed_in_gets_the_same_answer(
    alice: User, api: ApiFor, crisis_numbers: None
) -> None:
    assert api(alice).get("/api/v1/crisis-contacts/").json() == api().get("/api/v1/crisis-contacts/").json()
