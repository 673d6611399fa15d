import json
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.journal import queries
from recoveryapp.journal.models import Entry
from recoveryapp.outcomes.models import CheckIn
from tests.conftest import ApiFor, CountQueries
from tests.goals.body import goal_url, write_goal
from tests.journal.body import ENTRIES, entry_body, entry_url, full_entry_body, listed, write_entry

FreshId = Callable[[], UUID]


@pytest.fixture
def check_in(alice: User, now: datetime) -> CheckIn:
    return CheckIn.objects.create(owner=alice, recorded_at=now)


def test_an_entry_comes_back_as_it_was_written(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId, check_in: CheckIn
) -> None:
    client, entry_id = api(alice), fresh_id()
    body = full_entry_body(now, goal=write_goal(client, now), check_in=str(check_in.pk))
    answer = client.put(entry_url(entry_id), body, format="json")
    assert answer.status_code == 201
    at = now.isoformat().replace("+00:00", "Z")
    assert answer.json() == {**body, "id": str(entry_id), "version": 1, "recorded_at": at}
    assert client.get(entry_url(entry_id)).json() == answer.json()


def test_an_entry_needs_only_its_words(api: ApiFor, alice: User, now: datetime) -> None:
    entry = api(alice).get(entry_url(write_entry(api(alice), now))).json()
    links = (entry["prompt"], entry["tags"], entry["goal"], entry["check_in"])
    assert (links, entry["is_never_shared"]) == ((None, [], None, None), False)


def test_twenty_thousand_characters_and_line_breaks_are_kept(api: ApiFor, alice: User, now: datetime) -> None:
    words = "Zeile\n\n\tüber 🌱" + "x" * (20_000 - 15)
    entry_id = write_entry(api(alice), now, words=words)
    assert api(alice).get(entry_url(entry_id)).json()["words"] == words


def test_the_same_put_twice_changes_nothing(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    url, body = entry_url(fresh_id()), full_entry_body(now)
    first = api(alice).put(url, body, format="json")
    second = api(alice).put(url, body, format="json")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert list(AuditEvent.objects.values_list("verb", "noun")) == [("create", "journal.entry")]


def test_an_older_device_loses_nothing_and_overwrites_nothing(
    api: ApiFor, alice: User, now: datetime
) -> None:
    client = api(alice)
    url = entry_url(write_entry(client, now))
    client.put(url, entry_body(now, version=1, words="From the phone"), format="json")
    stale = client.put(url, entry_body(now, version=1, words="From the tablet"), format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    assert stale.json()["current"] == client.get(url).json()
    assert stale.json()["current"]["words"] == "From the phone"


def test_deleting_may_be_asked_twice_and_undone(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    url = entry_url(write_entry(client, now))
    assert [client.delete(url).status_code for _ in range(2)] == [204, 204]
    assert client.get(url).status_code == 404
    assert client.put(url, entry_body(now), format="json").json()["version"] == 1
    assert list(AuditEvent.objects.order_by("id").values_list("verb", flat=True)) == [
        "create",
        "delete",
        "create",
    ]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["Garden", "garden", "GÄRDEN"], ["Garden"]),
        (["  two   words "], ["two words"]),
        (["one\nline"], ["one line"]),
        (["b", "a"], ["b", "a"]),
        (["straße", "STRASSE"], ["straße"]),
        (["🌱", "🌻"], ["🌱", "🌻"]),
    ],
)
def test_of_several_spellings_of_a_tag_the_first_stays(
    api: ApiFor, alice: User, now: datetime, given: list[str], kept: list[str]
) -> None:
    entry_id = write_entry(api(alice), now, tags=given)
    assert api(alice).get(entry_url(entry_id)).json()["tags"] == kept


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"shoe": 1}, "shoe", "unknown_field"),
        ({"words": ""}, "words", "blank"),
        ({"words": " \n "}, "words", "blank"),
        ({"words": None}, "words", "null"),
        ({"words": ["a"]}, "words", "invalid"),
        ({"words": "x" * 20_001}, "words", "max_length"),
        ({"words": "a\x00b"}, "words", "control_characters"),
        ({"words": "a\x1bb"}, "words", "control_characters"),
        ({"prompt": "homework"}, "prompt", "unknown_code"),
        ({"prompt": 3}, "prompt", "unknown_code"),
        ({"prompt": ""}, "prompt", "blank"),
        ({"tags": "garden"}, "tags", "not_a_list"),
        ({"tags": list("abcdefghijklm")}, "tags", "max_length"),
        ({"tags": ["x" * 41]}, "tags.0", "max_length"),
        ({"tags": ["ok", ""]}, "tags.1", "blank"),
        ({"tags": ["ok", "a\x07"]}, "tags.1", "control_characters"),
        ({"tags": [7]}, "tags.0", "invalid"),
        ({"goal": "mine"}, "goal", "invalid"),
        ({"check_in": ["a"]}, "check_in", "invalid"),
        ({"is_never_shared": "yes"}, "is_never_shared", "invalid"),
        ({"is_never_shared": None}, "is_never_shared", "null"),
        ({"is_marked_for_sharing": True}, "is_marked_for_sharing", "never_shared"),
        ({"is_marked_for_sharing": 1}, "is_marked_for_sharing", "invalid"),
        ({"version": "0"}, "version", "invalid"),
        ({"recorded_at": "1970-01-01T00:00:00Z"}, "recorded_at", "out_of_range"),
        ({"recorded_at": "2999-01-01T00:00:00Z"}, "recorded_at", "out_of_range"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_stored(
    api: ApiFor,
    alice: User,
    now: datetime,
    fresh_id: FreshId,
    change: dict[str, object],
    field: str,
    code: str,
) -> None:
    answer = api(alice).put(entry_url(fresh_id()), {**full_entry_body(now), **change}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["errors"][field][0]["code"] == code
    assert not Entry.objects.exists()
    assert not AuditEvent.objects.exists()


def test_half_of_a_sign_is_refused(api: ApiFor, alice: User, now: datetime, fresh_id: FreshId) -> None:
    body = json.dumps(entry_body(now, words="a\ud83db"))
    answer = api(alice).put(entry_url(fresh_id()), body, content_type="application/json")
    assert answer.json()["errors"]["words"][0]["code"] == "control_characters"


def test_an_entry_links_only_to_the_persons_own_goal_and_check_in(
    api: ApiFor, alice: User, bob: User, now: datetime, fresh_id: FreshId, check_in: CheckIn
) -> None:
    of_alice = {"goal": write_goal(api(alice), now), "check_in": str(check_in.pk)}
    for field, linked in of_alice.items():
        refused, nothing = (
            api(bob).put(entry_url(fresh_id()), entry_body(now, **{field: link}), format="json")
            for link in (linked, str(fresh_id()))
        )
        assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
        assert refused.json()["errors"][field][0]["code"] == "unknown_id"
        assert refused.content == nothing.content
    assert not Entry.objects.exists()
    assert AuditEvent.objects.filter(owner_id=bob.pk).count() == 0


def test_an_entry_outlives_the_goal_and_the_check_in_it_belongs_to(
    api: ApiFor, alice: User, now: datetime, check_in: CheckIn
) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    url = entry_url(write_entry(client, now, goal=goal_id, check_in=str(check_in.pk)))
    client.delete(goal_url(goal_id))
    client.delete(f"/api/v1/check-ins/{check_in.pk}/")
    entry = client.get(url).json()
    assert (entry["goal"], entry["check_in"], entry["words"]) == (None, None, entry_body(now)["words"])


def test_to_another_person_an_entry_does_not_exist(
    api: ApiFor, alice: User, bob: User, now: datetime, fresh_id: FreshId
) -> None:
    entry_id = write_entry(api(alice), now, tags=["garden"])
    read, nothing = (api(bob).get(entry_url(i)) for i in (entry_id, fresh_id()))
    assert (read.status_code, read.content) == (404, nothing.content)
    written = api(bob).put(entry_url(entry_id), entry_body(now), format="json")
    assert (written.status_code, written.content) == (404, nothing.content)
    api(bob).delete(entry_url(entry_id))
    assert listed(api(bob)) == []
    assert listed(api(alice)) == [entry_id]


def test_a_stranger_is_asked_to_sign_in(api: ApiFor, alice: User, now: datetime) -> None:
    url = entry_url(write_entry(api(alice), now))
    assert {api().get(u).status_code for u in (ENTRIES, url)} == {401}
    assert {api().put(url, {}, format="json").status_code, api().delete(url).status_code} == {401}
    assert Entry.objects.count() == 1


def test_the_newest_page_comes_first_and_each_is_met_once(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    written = [write_entry(client, now - timedelta(days=day // 2)) for day in range(7)]
    url, met = f"{ENTRIES}?page_size=2", []
    while url:
        page = client.get(url).json()
        met += [entry["id"] for entry in page["results"]]
        url = page["next"]
    by_time = sorted(Entry.objects.all(), key=lambda entry: (entry.recorded_at, entry.id), reverse=True)
    assert met == [str(entry.pk) for entry in by_time]
    assert set(met) == set(written)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_three_statements_however_long(
    api: ApiFor, alice: User, now: datetime, count: int, count_queries: CountQueries, check_in: CheckIn
) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    for _ in range(count):
        write_entry(client, now, goal=goal_id, check_in=str(check_in.pk), tags=["garden"])
    with count_queries(2):  # session with person, entries
        assert len(listed(client)) == count
    with count_queries(2):
        assert len(listed(client, goal=goal_id)) == count


def test_writing_takes_five_statements_and_writing_again_three(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId, count_queries: CountQueries, check_in: CheckIn
) -> None:
    client, url = api(alice), entry_url(fresh_id())
    body = full_entry_body(now, goal=write_goal(client, now), check_in=str(check_in.pk))
    with count_queries(5):  # session with person, entry, audit line, goal, check-in
        client.put(url, body, format="json")
    with count_queries(3):  # session with person, not inserted, id looked up
        client.put(url, body, format="json")


def test_no_word_and_no_tag_lies_readable_in_the_database(api: ApiFor, alice: User, now: datetime) -> None:
    entry_id = write_entry(api(alice), now, words="canary in the words", tags=["canary"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, tags FROM journal_entry")
        stored = b"".join(bytes(value) for row in cursor.fetchall() for value in row)
    assert b"canary" not in stored
    assert len(stored) > len("canary in the words")
    assert api(alice).get(entry_url(entry_id)).json()["tags"] == ["canary"]


def test_the_diary_is_read_newest_first_from_an_index(alice: User, now: datetime) -> None:
    Entry.objects.create(owner=alice, recorded_at=now)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    plan = queries.entries_of(alice).order_by("-recorded_at", "-id").explain()
    assert "entry_of_person_newest" in plan
    assert "Sort" not in plan
