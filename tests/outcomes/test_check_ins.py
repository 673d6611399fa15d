from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from recoveryapp.accounts import keys
from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.outcomes.models import CheckIn, CheckInAnswer
from tests.conftest import ApiFor, CountQueries
from tests.outcomes.body import (
    CHECK_INS,
    answer,
    check_in_body,
    check_in_url,
    full_check_in_body,
    own_answer,
    wire,
    write_check_in,
    write_own_item,
)

FreshId = Callable[[], UUID]


def test_a_check_in_comes_back_as_it_was_written(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    check_in_id = fresh_id()
    stored = api(alice).put(check_in_url(check_in_id), full_check_in_body(now), format="json")
    assert stored.status_code == 201
    assert stored.json() == {**full_check_in_body(now), "id": str(check_in_id), "version": 1}
    assert api(alice).get(check_in_url(check_in_id)).json() == stored.json()


def test_three_taps_are_enough_and_what_was_not_answered_is_null(
    api: ApiFor, alice: User, now: datetime
) -> None:
    check_in = api(alice).get(check_in_url(write_check_in(api(alice), now, social=None))).json()
    assert (check_in["functional"], check_in["social"], check_in["feel"]) == ("some", None, None)
    assert (check_in["items"], check_in["words"], check_in["was_hard"]) == ([], "", False)


def test_who_it_was_filled_in_with_stays_where_an_older_app_says_nothing_of_it(
    api: ApiFor, alice: User, now: datetime
) -> None:
    check_in_id = write_check_in(api(alice), now, together_with="Pat")
    older = {"version": 1, "recorded_at": wire(now), "social": "a_lot"}
    answer = api(alice).put(check_in_url(check_in_id), older, format="json").json()
    assert (answer["social"], answer["together_with"]) == ("a_lot", "Pat")
    nobody = {**older, "version": 2, "together_with": ""}
    assert api(alice).put(check_in_url(check_in_id), nobody, format="json").json()["together_with"] == ""


def test_a_hard_day_in_one_tap_is_a_whole_check_in(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    body = {"version": 0, "recorded_at": wire(now), "feel": "hard", "was_hard": True}
    stored = api(alice).put(check_in_url(fresh_id()), body, format="json")
    assert (stored.status_code, stored.json()["feel"]) == (201, "hard")


def test_the_same_put_twice_changes_nothing(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    url, body = check_in_url(fresh_id()), full_check_in_body(now)
    first = api(alice).put(url, body, format="json")
    answers = list(CheckInAnswer.objects.values_list("pk", flat=True))
    second = api(alice).put(url, body, format="json")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert list(CheckInAnswer.objects.values_list("pk", flat=True)) == answers
    assert [event.verb for event in AuditEvent.objects.all()] == ["create"]


@pytest.mark.parametrize(
    "items",
    [
        [],
        [answer("social_safe", "a_little"), answer("existential_hope", "not_now")],
        [answer("existential_hope", "not_now"), answer("social_safe", "a_lot")],
        [answer("social_safe", "a_lot"), answer("social_giving", "not_now")],
    ],
)
def test_an_answer_changed_is_a_change_of_the_check_in(
    api: ApiFor, alice: User, now: datetime, items: list[dict[str, Any]]
) -> None:
    url = check_in_url(write_check_in(api(alice), now, **full_check_in_body(now)))
    changed = api(alice).put(url, full_check_in_body(now, version=1, items=items), format="json")
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert api(alice).get(url).json()["items"] == items
    assert [event.verb for event in AuditEvent.objects.order_by("id")] == ["create", "change"]


def test_an_older_device_loses_nothing_and_overwrites_nothing(
    api: ApiFor, alice: User, now: datetime
) -> None:
    client = api(alice)
    url = check_in_url(write_check_in(client, now))
    client.put(url, check_in_body(now, version=1, items=[answer("social_safe")]), format="json")
    stale = client.put(url, check_in_body(now, version=1, words="From the tablet"), format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    assert stale.json()["current"]["items"] == [answer("social_safe")]
    assert client.get(url).json()["words"] == ""


def test_what_was_taken_back_can_be_put_again(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    url = check_in_url(write_check_in(client, now, **full_check_in_body(now)))
    before = client.get(url).json()
    assert [client.delete(url).status_code for _ in range(2)] == [204, 204]
    assert client.get(url).status_code == 404
    assert not CheckInAnswer.objects.exists()
    again = client.put(url, full_check_in_body(now), format="json")
    assert (again.status_code, again.json()) == (201, before)
    assert [event.verb for event in AuditEvent.objects.order_by("id")] == ["create", "delete", "create"]


def test_the_persons_own_items_are_answered_beside_those_of_the_measure(
    api: ApiFor, alice: User, now: datetime
) -> None:
    client = api(alice)
    items = [own_answer(write_own_item(client), "a_lot"), answer("social_safe")]
    check_in_id = write_check_in(client, now, items=items)
    assert client.get(check_in_url(check_in_id)).json()["items"] == items


def test_an_answer_may_be_sent_back_as_it_came(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    url = check_in_url(write_check_in(client, now))
    again = client.put(url, client.get(url).json(), format="json")
    assert (again.status_code, again.json()["version"]) == (200, 1)


def test_another_person_finds_nothing_to_read_change_or_delete(
    api: ApiFor, alice: User, bob: User, now: datetime, fresh_id: FreshId
) -> None:
    url = check_in_url(write_check_in(api(alice), now, words="Mine"))
    random = api(bob).get(check_in_url(fresh_id()))
    assert (api(bob).get(url).status_code, api(bob).get(url).content) == (404, random.content)
    assert api(bob).put(url, check_in_body(now, version=1), format="json").content == random.content
    assert api(bob).delete(url).status_code == 204
    assert api(bob).get(CHECK_INS).json()["results"] == []
    assert api(alice).get(url).json()["words"] == "Mine"


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_a_stranger_is_asked_to_sign_in(api: ApiFor, alice: User, now: datetime, method: str) -> None:
    url = check_in_url(write_check_in(api(alice), now))
    assert getattr(api(), method)(url).status_code == 401
    assert api().get(CHECK_INS).status_code == 401


def test_another_persons_own_item_is_as_unknown_as_a_random_one(
    api: ApiFor, alice: User, bob: User, now: datetime, fresh_id: FreshId
) -> None:
    client, url = api(alice), check_in_url(fresh_id())
    for own_item in (write_own_item(api(bob)), str(fresh_id())):
        refused = client.put(url, check_in_body(now, items=[own_answer(own_item)]), format="json")
        assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"streak": 3}, "streak", "unknown_field"),
        ({"version": "0"}, "version", "invalid"),
        ({"version": -1}, "version", "min_value"),
        ({"version": None}, "version", "null"),
        ({"recorded_at": "yesterday"}, "recorded_at", "invalid"),
        ({"recorded_at": "1999-01-01T00:00:00Z"}, "recorded_at", "out_of_range"),
        ({"recorded_at": "2999-01-01T00:00:00Z"}, "recorded_at", "out_of_range"),
        ({"feel": "awful"}, "feel", "invalid_choice"),
        ({"functional": "very"}, "functional", "invalid_choice"),
        ({"functional": 3}, "functional", "invalid_choice"),
        ({"social": ["some"]}, "social", "invalid_choice"),
        ({"was_hard": "yes"}, "was_hard", "invalid"),
        ({"was_hard": 1}, "was_hard", "invalid"),
        ({"was_hard": None}, "was_hard", "null"),
        ({"words": "x" * 2001}, "words", "max_length"),
        ({"helped": "a\x00b"}, "helped", "control_characters"),
        ({"hindered": "a\x1bb"}, "hindered", "control_characters"),
        ({"words": 7}, "words", "invalid"),
        ({"words": None}, "words", "null"),
        ({"hindered_by": ["laziness"]}, "hindered_by", "unknown_code"),
        ({"hindered_by": "transport"}, "hindered_by", "not_a_list"),
        ({"items": "social_safe"}, "items.non_field_errors", "not_a_list"),
        ({"items": [7]}, "items.0.non_field_errors", "invalid"),
        ({"items": [answer("social_safe")] * 151}, "items.non_field_errors", "max_length"),
        ({"items": [answer("social_safe")] * 2}, "items", "item_twice"),
        ({"items": [answer("score")]}, "items.0.item", "unknown_code"),
        ({"items": [answer(None)]}, "items.0.non_field_errors", "one_item"),
        ({"items": [answer("social_safe", "much")]}, "items.0.level", "invalid_choice"),
        ({"items": [{"item": "social_safe"}]}, "items.0.level", "required"),
        ({"items": [{**answer("social_safe"), "level": None}]}, "items.0.level", "null"),
        ({"items": [answer(None, own_item="mine")]}, "items.0.own_item", "invalid"),
        ({"items": [{**answer("social_safe"), "why": ""}]}, "items.0.why", "unknown_field"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_stored(
    api: ApiFor,
    alice: User,
    now: datetime,
    fresh_id: FreshId,
    change: dict[str, Any],
    field: str,
    code: str,
) -> None:
    body = full_check_in_body(now, **change)
    refused = api(alice).put(check_in_url(fresh_id()), body, format="json")
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    assert refused.json()["errors"][field][0]["code"] == code
    assert not CheckIn.objects.exists()


def test_words_are_not_in_the_table(api: ApiFor, alice: User, now: datetime) -> None:
    write_check_in(api(alice), now, words="canary", helped="canary", hindered="canary")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, helped, hindered FROM outcomes_checkin")
        row = cursor.fetchone()
    assert all(bytes(stored) and b"canary" not in bytes(stored) for stored in row)


def test_writing_takes_at_most_six_statements_beside_those_for_the_person(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId, count_queries: CountQueries
) -> None:
    client, url = api(alice), check_in_url(fresh_id())
    one, two = write_own_item(client), write_own_item(client)
    keys.key_for_owner(alice.pk)
    first = full_check_in_body(now, items=[own_answer(one), answer("social_safe")])
    other = full_check_in_body(now, version=1, items=[own_answer(two), answer("social_giving")])
    with count_queries(1 + 4):
        assert client.put(url, first, format="json").status_code == 201
    with count_queries(1 + 3):
        assert client.put(url, first, format="json").status_code == 200
    with count_queries(1 + 6):
        assert client.put(url, other, format="json").json()["version"] == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_statements_for_three_as_for_one(
    api: ApiFor, alice: User, now: datetime, count_queries: CountQueries, rows: int
) -> None:
    for minutes in range(rows):
        at = now - timedelta(minutes=minutes)
        write_check_in(api(alice), at, **full_check_in_body(at))
    client = api(alice)
    with count_queries(3):
        assert len(client.get(CHECK_INS).json()["results"]) == rows


def test_one_is_read_in_four_statements(
    api: ApiFor, alice: User, now: datetime, count_queries: CountQueries
) -> None:
    client = api(alice)
    check_in_id = write_check_in(client, now, **full_check_in_body(now))
    with count_queries(3):
        client.get(check_in_url(check_in_id))


def test_the_list_is_newest_first_and_paged(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    ids = [write_check_in(client, now - timedelta(days=days)) for days in (2, 0, 1)]
    first = client.get(CHECK_INS, {"page_size": 2}).json()
    assert [row["id"] for row in first["results"]] == [ids[1], ids[2]]
    assert [row["id"] for row in client.get(first["next"]).json()["results"]] == [ids[0]]


def test_since_and_until_are_days_in_the_persons_time_zone(api: ApiFor, alice: User, now: datetime) -> None:
    alice.time_zone = "Pacific/Auckland"
    alice.save()
    client = api(alice)
    noon = now.replace(hour=12, minute=0, second=0) - timedelta(days=10)
    late = write_check_in(client, noon)
    early = write_check_in(client, noon - timedelta(hours=3))
    day, next_day = str(noon.date()), str(noon.date() + timedelta(days=1))
    assert ids_of(client.get(CHECK_INS, {"since": next_day})) == [late]
    assert ids_of(client.get(CHECK_INS, {"until": day})) == [early]
    assert ids_of(client.get(CHECK_INS, {"since": day, "until": next_day})) == [late, early]


@pytest.mark.parametrize("query", [{"since": "soon"}, {"until": "0001-01-01"}, {"since": "9999-12-31"}])
def test_a_day_that_cannot_be_meant_is_refused(api: ApiFor, alice: User, query: dict[str, str]) -> None:
    refused = api(alice).get(CHECK_INS, query)
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")


def ids_of(listed: Any) -> list[str]:
    return [row["id"] for row in listed.json()["results"]]
