from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.outcomes.models import Milestone
from tests.conftest import ApiFor, CountQueries
from tests.outcomes.body import MILESTONES, milestone_body, milestone_url, write_milestone

FreshId = Callable[[], UUID]


def test_a_milestone_comes_back_as_it_was_written(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    milestone_id = fresh_id()
    body = milestone_body(now, happened_on=str(now.date() - timedelta(days=900)), domain="functional")
    stored = api(alice).put(milestone_url(milestone_id), body, format="json")
    assert stored.status_code == 201
    assert stored.json() == {**body, "id": str(milestone_id), "version": 1}
    assert api(alice).get(milestone_url(milestone_id)).json() == stored.json()


def test_the_same_put_twice_changes_nothing_and_an_older_device_loses_nothing(
    api: ApiFor, alice: User, now: datetime
) -> None:
    client = api(alice)
    url = milestone_url(write_milestone(client, now))
    assert client.put(url, milestone_body(now), format="json").json()["version"] == 1
    assert client.put(url, milestone_body(now, version=1, text="I moved!"), format="json").status_code == 200
    stale = client.put(url, milestone_body(now, version=1, text="We moved"), format="json")
    assert (stale.status_code, stale.json()["current"]["text"]) == (409, "I moved!")
    assert [event.verb for event in AuditEvent.objects.order_by("id")] == ["create", "change"]


def test_what_was_taken_back_can_be_put_again(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    url = milestone_url(write_milestone(client, now))
    assert [client.delete(url).status_code for _ in range(2)] == [204, 204]
    assert client.put(url, milestone_body(now), format="json").status_code == 201


def test_another_person_finds_nothing_and_a_stranger_signs_in(
    api: ApiFor, alice: User, bob: User, now: datetime, fresh_id: FreshId
) -> None:
    url = milestone_url(write_milestone(api(alice), now))
    random = api(bob).get(milestone_url(fresh_id()))
    assert (api(bob).get(url).status_code, api(bob).get(url).content) == (404, random.content)
    assert api(bob).put(url, milestone_body(now, version=1), format="json").status_code == 404
    assert api(bob).delete(url).status_code == 204
    assert api(bob).get(MILESTONES).json()["results"] == []
    assert api(alice).get(url).status_code == 200
    assert [api().get(address).status_code for address in (url, MILESTONES)] == [401, 401]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"badge": 1}, "badge", "unknown_field"),
        ({"text": ""}, "text", "blank"),
        ({"text": "x" * 501}, "text", "max_length"),
        ({"text": "a\x07b"}, "text", "control_characters"),
        ({"domain": "spiritual"}, "domain", "invalid_choice"),
        ({"happened_on": None}, "happened_on", "null"),
        ({"happened_on": "soon"}, "happened_on", "invalid"),
        ({"happened_on": 20260101}, "happened_on", "invalid"),
        ({"happened_on": "1999-01-01"}, "happened_on", "out_of_range"),
        ({"happened_on": "2999-01-01"}, "happened_on", "out_of_range"),
        ({"recorded_at": "2999-01-01T00:00:00Z"}, "recorded_at", "out_of_range"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_stored(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId, change: dict[str, Any], field: str, code: str
) -> None:
    refused = api(alice).put(milestone_url(fresh_id()), milestone_body(now, **change), format="json")
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    assert refused.json()["errors"][field][0]["code"] == code
    assert not Milestone.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_statements_for_three_as_for_one(
    api: ApiFor, alice: User, now: datetime, count_queries: CountQueries, rows: int
) -> None:
    client = api(alice)
    for days in range(rows):
        write_milestone(client, now - timedelta(days=days))
    with count_queries(2):
        assert len(client.get(MILESTONES).json()["results"]) == rows


def test_its_words_are_not_in_the_table(api: ApiFor, alice: User, now: datetime) -> None:
    write_milestone(api(alice), now, text="canary")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM outcomes_milestone")
        stored = bytes(cursor.fetchone()[0])
    assert stored
    assert b"canary" not in stored


@pytest.mark.parametrize(
    ("value", "constraint"),
    [({"domain": "spiritual"}, "milestone_domain_known"), ({"text": b""}, "milestone_says_something")],
)
def test_the_database_holds_the_rules_too(
    api: ApiFor, alice: User, now: datetime, value: dict[str, Any], constraint: str
) -> None:
    write_milestone(api(alice), now)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Milestone.objects.update(**value)
