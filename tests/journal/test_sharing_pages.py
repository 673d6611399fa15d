"""What of the diary may be seen by others: whole pages that are marked, and single lines."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.journal.models import Entry, SharedLine
from tests.conftest import ApiFor, CountQueries
from tests.journal.body import (
    LINES,
    entry_body,
    entry_url,
    line_body,
    line_url,
    write_entry,
    write_line,
)

FreshId = Callable[[], UUID]


def test_a_page_is_the_persons_own_until_it_is_marked(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    url = entry_url(write_entry(client, now))
    assert client.get(url).json()["is_marked_for_sharing"] is False
    client.put(url, entry_body(now, version=1, is_marked_for_sharing=True), format="json")
    assert client.get(url).json()["is_marked_for_sharing"] is True
    assert Entry.objects.get().marked_for_sharing_at is not None


def test_a_page_stays_marked_since_it_first_was(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    url = entry_url(write_entry(client, now, is_marked_for_sharing=True))
    first = Entry.objects.get().marked_for_sharing_at
    changed = entry_body(now, version=1, words="Rain again.", is_marked_for_sharing=True)
    assert client.put(url, changed, format="json").json()["version"] == 2
    assert Entry.objects.get().marked_for_sharing_at == first


def test_the_same_marked_page_twice_is_one_change(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    url = entry_url(write_entry(client, now, is_marked_for_sharing=True))
    again = client.put(url, entry_body(now, is_marked_for_sharing=True), format="json")
    assert (again.status_code, again.json()["version"]) == (200, 1)
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("change", [{}, {"is_never_shared": True}])
def test_a_page_that_is_not_said_to_be_shared_is_marked_no_more(
    api: ApiFor, alice: User, now: datetime, change: dict[str, bool]
) -> None:
    client = api(alice)
    url = entry_url(write_entry(client, now, is_marked_for_sharing=True))
    assert client.put(url, entry_body(now, version=1, **change), format="json").status_code == 200
    assert Entry.objects.get().marked_for_sharing_at is None


def test_a_line_comes_back_as_it_was_written(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    client, line_id = api(alice), fresh_id()
    body = line_body(write_entry(client, now), now)
    answer = client.put(line_url(line_id), body, format="json")
    at = now.isoformat().replace("+00:00", "Z")
    assert answer.status_code == 201
    assert answer.json() == {**body, "id": str(line_id), "version": 1, "recorded_at": at}
    assert client.get(LINES).json()["results"] == [answer.json()]


def test_the_lines_of_one_page_can_be_asked_for(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    of_this, of_that = write_entry(client, now), write_entry(client, now)
    older = write_line(client, of_this, now - timedelta(hours=1))
    newer = write_line(client, of_this, now)
    write_line(client, of_that, now)
    assert _listed(client.get(LINES, {"entry": of_this}).json()) == [newer, older]
    assert client.get(LINES, {"entry": "mine"}).status_code == 400


def test_the_same_line_twice_is_one_line(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    entry_id = write_entry(client, now)
    line_id = write_line(client, entry_id, now)
    again = client.put(line_url(line_id), line_body(entry_id, now), format="json")
    assert (again.status_code, SharedLine.objects.count()) == (200, 1)
    verbs = AuditEvent.objects.filter(noun="journal.sharedline").values_list("verb", flat=True)
    assert list(verbs) == ["create"]


def test_an_older_text_of_a_line_replaces_nothing(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    entry_id = write_entry(client, now)
    url = line_url(write_line(client, entry_id, now))
    client.put(url, line_body(entry_id, now, version=1, words="From the phone"), format="json")
    stale = client.put(url, line_body(entry_id, now, version=1, words="From the tablet"), format="json")
    assert (stale.status_code, stale.json()["current"]["words"]) == (409, "From the phone")


def test_a_line_can_be_taken_back_twice_and_put_back(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    entry_id = write_entry(client, now)
    url = line_url(write_line(client, entry_id, now))
    assert [client.delete(url).status_code for _ in range(2)] == [204, 204]
    assert client.get(LINES).json()["results"] == []
    assert client.put(url, line_body(entry_id, now), format="json").status_code == 201


def test_no_line_leaves_a_page_that_is_never_shared(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    client = api(alice)
    entry_id = write_entry(client, now, is_never_shared=True)
    answer = client.put(line_url(fresh_id()), line_body(entry_id, now), format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "never_shared")
    assert not SharedLine.objects.exists()
    assert not AuditEvent.objects.filter(noun="journal.sharedline").exists()


def test_a_line_goes_with_its_page(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    entry_id = write_entry(client, now)
    write_line(client, entry_id, now)
    assert client.delete(entry_url(entry_id)).status_code == 204
    assert not SharedLine.objects.exists()


def test_a_line_is_taken_only_from_the_persons_own_page(
    api: ApiFor, alice: User, bob: User, now: datetime, fresh_id: FreshId
) -> None:
    hers = write_entry(api(alice), now)
    refused, nothing = (
        api(bob).put(line_url(fresh_id()), line_body(str(entry), now), format="json")
        for entry in (hers, fresh_id())
    )
    assert (refused.status_code, refused.json()["errors"]["entry"][0]["code"]) == (400, "unknown_id")
    assert refused.content == nothing.content
    assert not SharedLine.objects.exists()


def test_to_another_person_a_line_does_not_exist(api: ApiFor, alice: User, bob: User, now: datetime) -> None:
    line_id = write_line(api(alice), write_entry(api(alice), now), now)
    assert api(bob).get(LINES).json()["results"] == []
    taken = api(bob).put(line_url(line_id), line_body(write_entry(api(bob), now), now), format="json")
    assert (taken.status_code, taken.json()["code"]) == (404, "not_found")
    assert api(bob).delete(line_url(line_id)).status_code == 204
    assert SharedLine.objects.get().owner == alice


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"shoe": 1}, "shoe", "unknown_field"),
        ({"words": " "}, "words", "blank"),
        ({"words": "x" * 2_001}, "words", "max_length"),
        ({"words": "a\x00b"}, "words", "control_characters"),
        ({"entry": None}, "entry", "null"),
        ({"entry": "mine"}, "entry", "invalid"),
        ({"version": -1}, "version", "min_value"),
        ({"recorded_at": "2999-01-01T00:00:00Z"}, "recorded_at", "out_of_range"),
    ],
)
def test_what_cannot_be_meant_by_a_line_is_refused(
    api: ApiFor,
    alice: User,
    now: datetime,
    fresh_id: FreshId,
    change: dict[str, object],
    field: str,
    code: str,
) -> None:
    body = {**line_body(write_entry(api(alice), now), now), **change}
    answer = api(alice).put(line_url(fresh_id()), body, format="json")
    assert (answer.status_code, answer.json()["errors"][field][0]["code"]) == (400, code)
    assert not SharedLine.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_lines_takes_three_statements_however_long(
    api: ApiFor, alice: User, now: datetime, count: int, count_queries: CountQueries
) -> None:
    client = api(alice)
    entry_id = write_entry(client, now)
    for _ in range(count):
        write_line(client, entry_id, now)
    with count_queries(2):  # session with person, lines
        assert len(_listed(client.get(LINES, {"entry": entry_id}).json())) == count


def test_no_word_of_a_line_lies_readable_in_the_database(api: ApiFor, alice: User, now: datetime) -> None:
    write_line(api(alice), write_entry(api(alice), now), now, words="canary in the line")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM journal_sharedline")
        stored = b"".join(bytes(value) for (value,) in cursor.fetchall())
    assert stored
    assert b"canary" not in stored


def _listed(page: dict[str, list[dict[str, str]]]) -> list[str]:
    return [line["id"] for line in page["results"]]
