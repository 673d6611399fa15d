import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoveryapp.accounts.models import User
from recoveryapp.journal import queries
from recoveryapp.journal.folding import folded, tag_key
from recoveryapp.journal.models import Entry
from tests.conftest import ApiFor, CountQueries
from tests.goals.body import write_goal
from tests.journal.body import ENTRIES, SEARCH, found, listed, write_entry

FreshId = Callable[[], UUID]


@given(text=st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(tag=st.text(min_size=1))
def test_every_tag_has_a_key_that_keeps_its_key(tag: str) -> None:
    assert tag_key(tag)
    assert tag_key(tag_key(tag)) == tag_key(tag)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Café with Zoë", "cafe zoe"),
        ("cafe with zoe", "CAFÉ"),
        ("Café", "Cafe\u0301"),
        ("Ich saß auf der Straße", "STRASSE SASS"),
        ("It’s raining", "it's"),
        ("İstanbul", "istanbul"),
        ("Σίσυφος", "σισυφοσ"),
        ("gardening", "garden"),
        ("tea\nthen rain", "rain tea"),
        ("今日は静かだった", "静か"),
    ],
)
def test_words_are_found_in_any_case_order_and_accent(
    api: ApiFor, alice: User, now: datetime, written: str, asked: str
) -> None:
    entry_id = write_entry(api(alice), now, words=written)
    write_entry(api(alice), now, words="Nothing of the kind")
    assert found(api(alice), text=asked) == [entry_id]


@pytest.mark.parametrize("asked", ["tea snow", "%", "_", ".*", "\u0301"])
def test_all_words_must_occur_as_they_stand(api: ApiFor, alice: User, now: datetime, asked: str) -> None:
    write_entry(api(alice), now, words="Tea and rain")
    assert found(api(alice), text=asked) == []


def test_tags_are_searched_too(api: ApiFor, alice: User, now: datetime) -> None:
    entry_id = write_entry(api(alice), now, words="Planted beans", tags=["Garden"])
    assert found(api(alice), text="garden beans") == [entry_id]


def test_a_search_goes_through_its_pages_newest_first(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    rain = [write_entry(client, now - timedelta(days=day), words=f"Rain {day}") for day in range(5)]
    write_entry(client, now, words="Sun")
    url, met = f"{SEARCH}?page_size=2", []
    while url:
        page = client.post(url, {"text": "rain"}, format="json").json()
        met += [entry["id"] for entry in page["results"]]
        url = page["next"]
        assert "rain" not in str(url).lower()
    assert met == rain


def test_a_tag_can_be_looked_for_without_standing_in_the_address(
    api: ApiFor, alice: User, now: datetime
) -> None:
    client = api(alice)
    entry_id = write_entry(client, now, words="Tea", tags=["Garden"])
    write_entry(client, now, words="Tea", tags=["gardening"])
    write_entry(client, now, words="Rain", tags=["Garden"])
    assert found(client, tag="garden", text="tea") == [entry_id]
    assert len(found(client, tag="GARDEN")) == 2


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "text", "required"),
        ({"text": ""}, "text", "blank"),
        ({"text": "  "}, "text", "blank"),
        ({"text": None}, "text", "null"),
        ({"text": 7}, "text", "invalid"),
        ({"text": "x" * 201}, "text", "max_length"),
        ({"text": "a\x00"}, "text", "control_characters"),
        ({"tag": ""}, "tag", "blank"),
        ({"text": "a", "shoe": 1}, "shoe", "unknown_field"),
    ],
)
def test_a_search_that_cannot_be_meant_is_refused(
    api: ApiFor, alice: User, body: dict[str, object], field: str, code: str
) -> None:
    answer = api(alice).post(SEARCH, body, format="json")
    assert (answer.status_code, answer.json()["errors"][field][0]["code"]) == (400, code)


def test_nobody_finds_the_words_of_another(api: ApiFor, alice: User, bob: User, now: datetime) -> None:
    write_entry(api(alice), now, words="canary", tags=["canary"])
    assert found(api(bob), text="canary") == found(api(bob), tag="canary") == []
    assert api(bob).get("/api/v1/journal/tags/").json() == {"tags": []}
    assert api().post(SEARCH, {"text": "canary"}, format="json").status_code == 401
    assert api().get("/api/v1/journal/tags/").status_code == 401


def test_the_list_can_be_narrowed_to_a_tag_and_a_goal(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    both = write_entry(client, now, goal=goal_id, tags=["Café"])
    only_tag = write_entry(client, now - timedelta(days=1), tags=["cafe", "mum"])
    only_goal = write_entry(client, now - timedelta(days=2), goal=goal_id)
    assert found(client, tag="CAFE") == [both, only_tag]
    assert listed(client, goal=goal_id) == [both, only_goal]
    assert found(client, tag="caf") == []


def test_another_persons_goal_narrows_to_nothing(
    api: ApiFor, alice: User, bob: User, now: datetime, fresh_id: FreshId
) -> None:
    goal_id = write_goal(api(alice), now)
    write_entry(api(alice), now, goal=goal_id)
    assert listed(api(bob), goal=goal_id) == listed(api(bob), goal=str(fresh_id())) == []


def test_a_list_cannot_be_narrowed_to_what_is_no_id(api: ApiFor, alice: User) -> None:
    answer = api(alice).get(ENTRIES, {"goal": "mine"})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["goal"])


def test_tags_are_counted_under_their_newest_spelling(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    write_entry(client, now - timedelta(days=1), tags=["GARDEN", "mum"])
    write_entry(client, now, tags=["Garden"])
    write_entry(client, now - timedelta(days=2), tags=["garden", "apples"])
    assert client.get("/api/v1/journal/tags/").json() == {
        "tags": [
            {"tag": "Garden", "count": 3},
            {"tag": "apples", "count": 1},
            {"tag": "mum", "count": 1},
        ]
    }


@pytest.mark.parametrize("count", [1, 3])
def test_looking_takes_the_same_statements_however_long_the_diary(
    api: ApiFor, alice: User, now: datetime, count: int, count_queries: CountQueries
) -> None:
    client = api(alice)
    for _ in range(count):
        write_entry(client, now, words="Rain", tags=["garden"])
    with count_queries(3):  # session with person, all words and tags, one page
        assert len(found(client, text="rain")) == count
    with count_queries(3):  # session with person, all tags, one page
        assert len(found(client, tag="garden")) == count
    with count_queries(2):  # session with person, all tags
        assert client.get("/api/v1/journal/tags/").json()["tags"] == [{"tag": "garden", "count": count}]


def test_only_the_newest_entries_are_looked_through(
    api: ApiFor, alice: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = write_entry(api(alice), now, words="Rain", tags=["wet"])
    write_entry(api(alice), now - timedelta(days=1), words="Rain", tags=["wet"])
    monkeypatch.setattr(queries, "MOST_LOOKED_THROUGH", 1)
    assert found(api(alice), text="rain") == found(api(alice), tag="wet") == [newer]


@pytest.mark.audit
def test_two_thousand_entries_are_looked_through_within_a_second_of_work(
    api: ApiFor, alice: User, now: datetime
) -> None:
    page = "Walked to the café by the river, it’s quieter there. " * 19
    Entry.objects.bulk_create(
        Entry(
            owner=alice,
            recorded_at=now - timedelta(hours=n),
            words=f"{page} {n}",
            tags=["river", f"t{n % 9}"],
        )
        for n in range(2_000)
    )
    client = api(alice)
    for look in (
        lambda: found(client, text="riverside absent"),
        lambda: found(client, text="CAFE river"),
        lambda: found(client, tag="River"),
        lambda: [client.get("/api/v1/journal/tags/").json()],
    ):
        began = time.process_time()
        look()
        took = time.process_time() - began
        print(f"{took:.3f} s")
        assert took < 1
