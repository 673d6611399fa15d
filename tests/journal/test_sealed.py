"""Sealed pages: what the phone encrypted is kept as it is, with nothing in clear beside it."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.export.archive.making import OPENER_FILE, PAGE_FILE, archive_of
from recoveryapp.export.archive.open_sealed_pages import opened, pages_in, unwrapped
from recoveryapp.export.erasing import erase_person
from recoveryapp.journal.models import Entry, SealingKey, SharedLine
from recoveryapp.journal.sealing import LONGEST_SEAL
from tests.conftest import ApiFor
from tests.export.canaries import rows_with
from tests.goals.body import write_goal
from tests.journal.body import (
    ENTRIES,
    entry_body,
    entry_url,
    found,
    line_body,
    line_url,
    write_entry,
    write_line,
)
from tests.journal.sealed import KEYS, SEAL, VECTOR, WRAPPED, key_body, key_url, sealed_body, turn_on

FreshId = Callable[[], UUID]


def test_a_sealed_page_comes_back_as_the_phone_made_it(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    client, page = api(alice), entry_url(fresh_id())
    key_id = turn_on(client, now)
    made = client.put(page, sealed_body(now, key_id), format="json")
    assert made.status_code == 201
    told = client.get(page).json()
    assert told == made.json()
    assert (told["seal"], told["sealed_under"]) == (SEAL, key_id)
    assert (told["words"], told["is_never_shared"]) == ("", True)


def test_a_page_in_clear_has_no_seal(api: ApiFor, alice: User, now: datetime) -> None:
    told = api(alice).get(entry_url(write_entry(api(alice), now))).json()
    assert (told["seal"], told["sealed_under"]) == (None, None)


@pytest.mark.parametrize(
    ("beside", "field"),
    [
        ({"words": "In clear"}, "words"),
        ({"tags": ["sleep"]}, "tags"),
        ({"prompt": "small_thing"}, "prompt"),
        ({"is_never_shared": False}, "is_never_shared"),
        ({"is_marked_for_sharing": True}, "is_marked_for_sharing"),
        ({"seal": None}, "seal"),
        ({"sealed_under": None}, "seal"),
        ({"seal": "In clear"}, "seal"),
        ({"seal": SEAL + "\n"}, "seal"),
        ({"seal": SEAL + "A" * LONGEST_SEAL}, "seal"),
        ({"seal": 7}, "seal"),
        ({"is_sealed": True}, "is_sealed"),
    ],
)
def test_nothing_is_said_beside_a_seal(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId, beside: dict[str, Any], field: str
) -> None:
    client = api(alice)
    body = sealed_body(now, turn_on(client, now), **beside)
    answer = client.put(entry_url(fresh_id()), body, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not Entry.objects.exists()


@pytest.mark.parametrize("link", ["goal", "check_in"])
def test_a_seal_names_no_goal_and_no_check_in(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId, link: str
) -> None:
    client = api(alice)
    body = sealed_body(now, turn_on(client, now), **{link: write_goal(client, now)})
    answer = client.put(entry_url(fresh_id()), body, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [link])


def test_the_database_says_so_too(alice: User, now: datetime) -> None:
    mine: dict[str, Any] = {"owner": alice, "recorded_at": now}
    key = SealingKey.objects.create(**mine, wrapped=WRAPPED)
    whole = {**mine, "seal": SEAL, "sealed_under": key, "is_never_shared": True}
    for wrong in (
        {"words": "In clear"},
        {"tags": ["sleep"]},
        {"prompt": "small_thing"},
        {"is_never_shared": False},
        {"seal": ""},
        {"sealed_under": None},
    ):
        with pytest.raises(IntegrityError, match="entry_sealed_says_nothing_beside"), transaction.atomic():
            Entry.objects.create(**{**whole, **wrong})
    assert Entry.objects.create(**whole).is_sealed


def test_the_key_must_be_ones_own(
    api: ApiFor, alice: User, bob: User, now: datetime, fresh_id: FreshId
) -> None:
    theirs = turn_on(api(bob), now)
    for key_id in (theirs, str(fresh_id())):
        answer = api(alice).put(entry_url(fresh_id()), sealed_body(now, key_id), format="json")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["sealed_under"])
    assert not Entry.objects.exists()


def test_the_wrapped_key_is_told_to_its_owner_only(
    api: ApiFor, alice: User, bob: User, now: datetime
) -> None:
    key_id = turn_on(api(alice), now)
    [told] = api(alice).get(KEYS).json()["results"]
    assert (told["id"], told["wrapped"], told["version"]) == (key_id, WRAPPED, 1)
    assert api(bob).get(KEYS).json()["results"] == []
    assert api(bob).put(key_url(key_id), key_body(now, version=1), format="json").status_code == 404
    assert api(bob).delete(key_url(key_id)).status_code == 204
    assert SealingKey.objects.filter(pk=key_id).exists()
    assert api().get(KEYS).status_code == 401


@pytest.mark.parametrize("wrapped", ["", None, VECTOR["code"], WRAPPED[:-1], WRAPPED + "A", 7])
def test_only_a_wrapped_key_is_taken_for_one(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId, wrapped: Any
) -> None:
    answer = api(alice).put(key_url(fresh_id()), key_body(now, wrapped=wrapped), format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["wrapped"])


def test_the_key_stays_as_long_as_a_page_needs_it(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    client, page = api(alice), entry_url(fresh_id())
    key_id = turn_on(client, now)
    client.put(page, sealed_body(now, key_id), format="json")
    refused = client.delete(key_url(key_id))
    assert (refused.status_code, refused.json()["code"]) == (409, "sealed_pages_remain")
    client.put(page, entry_body(now, version=1, words="Open again"), format="json")
    assert client.delete(key_url(key_id)).status_code == 204
    assert client.delete(key_url(key_id)).status_code == 204
    assert client.get(KEYS).json()["results"] == []


def test_who_holds_only_a_session_cannot_shut_the_pages_for_good(
    api: ApiFor, alice: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = api(alice)
    key_id = turn_on(client, now)
    monkeypatch.setattr("recoveryapp.journal.views.timezone.now", lambda: now + timedelta(minutes=6))
    for answer in (
        client.put(key_url(key_id), key_body(now, version=1), format="json"),
        client.delete(key_url(key_id)),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "confirm_needed")
    assert SealingKey.objects.get().version == 1


def test_a_new_code_wraps_the_key_anew_and_an_older_phone_overwrites_nothing(
    api: ApiFor, alice: User, now: datetime
) -> None:
    client = api(alice)
    url, other = key_url(turn_on(client, now)), WRAPPED[:-1] + ("A" if WRAPPED[-1] != "A" else "B")
    assert client.put(url, key_body(now, version=1, wrapped=other), format="json").json()["version"] == 2
    stale = client.put(url, key_body(now, version=1), format="json")
    assert (stale.status_code, stale.json()["current"]["wrapped"]) == (409, other)


def test_a_page_that_is_sealed_loses_what_was_taken_out_of_it(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    client = api(alice)
    entry_id, other = write_entry(client, now), write_entry(client, now)
    write_line(client, entry_id, now)
    stays = write_line(client, other, now)
    body = sealed_body(now, turn_on(client, now), version=1)
    assert client.put(entry_url(entry_id), body, format="json").status_code == 200
    assert [str(pk) for pk in SharedLine.objects.values_list("pk", flat=True)] == [stays]
    assert AuditEvent.objects.filter(verb="delete", noun="journal.sharedline").count() == 1
    line = client.put(line_url(fresh_id()), line_body(entry_id, now), format="json")
    assert (line.status_code, line.json()["code"]) == (409, "never_shared")


def test_an_older_device_loses_no_sealed_text(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    client, page = api(alice), entry_url(fresh_id())
    key_id = turn_on(client, now)
    client.put(page, sealed_body(now, key_id), format="json")
    other = SEAL[:-2] + ("AA" if not SEAL.endswith("AA") else "BB")
    stale = client.put(page, sealed_body(now, key_id, seal=other), format="json")
    assert (stale.status_code, stale.json()["current"]["seal"]) == (409, SEAL)


def test_sealed_pages_are_listed_by_their_key_and_found_by_no_word_tag_or_goal(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    client, sealed = api(alice), str(fresh_id())
    key_id = turn_on(client, now)
    client.put(entry_url(sealed), sealed_body(now, key_id), format="json")
    clear = write_entry(client, now, words="The robin came", tags=["garden"])
    under = client.get(ENTRIES, {"sealed_under": key_id}).json()["results"]
    assert [entry["id"] for entry in under] == [sealed]
    assert {entry["id"] for entry in client.get(ENTRIES).json()["results"]} == {sealed, clear}
    assert (found(client, text="robin"), found(client, tag="garden")) == ([clear], [clear])
    assert found(client, text=SEAL[:30]) == []


def test_no_sealed_word_is_in_the_database_and_the_seal_itself_is_encrypted_again(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    client = api(alice)
    key_id = turn_on(client, now)
    client.put(entry_url(fresh_id()), sealed_body(now, key_id), format="json")
    assert opened(SEAL, *unwrapped(WRAPPED, VECTOR["code"])) == VECTOR["content"]
    words = VECTOR["content"]["words"]
    assert rows_with(words, "Only mine", VECTOR["code"], VECTOR["key"], SEAL, WRAPPED) == {}


def test_the_archive_holds_it_sealed_and_how_to_open_it(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    client = api(alice)
    client.put(entry_url(fresh_id()), sealed_body(now, turn_on(client, now)), format="json")
    with zipfile.ZipFile(io.BytesIO(archive_of(alice, now=now))) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    record = json.loads(files["record.json"])
    assert [page for _, page in pages_in(record, VECTOR["code"].lower())] == [VECTOR["content"]]
    assert list(pages_in(record, "0" * 28)) == []
    assert "Only your recovery code opens it" in files[PAGE_FILE]
    assert "def pages_in" in files[OPENER_FILE]
    assert not any("robin" in text for text in files.values())


def test_an_archive_without_sealed_pages_speaks_of_none(api: ApiFor, alice: User, now: datetime) -> None:
    write_entry(api(alice), now)
    with zipfile.ZipFile(io.BytesIO(archive_of(alice, now=now))) as archive:
        assert OPENER_FILE not in archive.namelist()


def test_erasing_takes_the_pages_and_their_key(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    client = api(alice)
    client.put(entry_url(fresh_id()), sealed_body(now, turn_on(client, now)), format="json")
    erase_person(alice.pk, now=now)
    assert not Entry.objects.exists()
    assert not SealingKey.objects.exists()


def test_the_audit_line_names_the_key_and_nothing_of_it(api: ApiFor, alice: User, now: datetime) -> None:
    key_id = turn_on(api(alice), now)
    [line] = AuditEvent.objects.filter(noun="journal.sealingkey")
    assert (line.verb, str(line.object_id)) == ("create", key_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_auditevent AS a WHERE a::text LIKE %s", [f"%{WRAPPED}%"])
        assert cursor.fetchone() == (0,)
