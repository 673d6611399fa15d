"""Notes are written by two people on two phones, and no text is lost."""

from typing import Any

import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.assignments.actions import end_assignment
from recoveryapp.common.ids import new_id
from recoveryapp.meetings.models import Meeting, Note
from tests.conftest import ApiFor
from tests.meetings.conftest import Ask, url


@pytest.fixture
def meeting(ask: Ask, pat: User) -> Meeting:
    return ask(by=pat)


def notes(client: Any, meeting: Meeting) -> Any:
    return client.get(url(meeting.assignment, f"meetings/{meeting.pk}/")).json()["notes"]


def write(client: Any, meeting: Meeting, words: str, *based_on: str, note_id: str = "") -> str:
    note_id = note_id or str(new_id())
    body = {"words": words, "based_on": list(based_on)}
    answer = client.put(
        url(meeting.assignment, f"meetings/{meeting.pk}/notes/{note_id}/"), body, format="json"
    )
    assert answer.status_code in {200, 201}, answer.content
    return note_id


def standing(client: Any, meeting: Meeting) -> list[tuple[str, str]]:
    return [(note["side"], note["words"]) for note in notes(client, meeting)["standing"]]


def test_both_read_what_either_wrote_and_earlier_texts_are_kept(
    api: ApiFor, meeting: Meeting, alice: User, pat: User
) -> None:
    first = write(api(alice), meeting, "We met.")
    write(api(pat), meeting, "We met and talked.", first)
    for reader in (alice, pat):
        assert standing(api(reader), meeting) == [("worker", "We met and talked.")]
        assert [note["words"] for note in notes(api(reader), meeting)["before"]] == ["We met."]


def test_two_who_write_at_once_lose_no_word(api: ApiFor, meeting: Meeting, alice: User, pat: User) -> None:
    first = write(api(alice), meeting, "We met.")
    mine = write(api(alice), meeting, "We met. Alice rings.", first)
    theirs = write(api(pat), meeting, "We met. Pat writes.", first)
    assert standing(api(alice), meeting) == [
        ("person", "We met. Alice rings."),
        ("worker", "We met. Pat writes."),
    ]
    write(api(pat), meeting, "Alice rings, Pat writes.", mine, theirs)
    assert standing(api(alice), meeting) == [("worker", "Alice rings, Pat writes.")]
    assert len(notes(api(alice), meeting)["before"]) == 3


def test_the_same_save_twice_is_one_version(api: ApiFor, meeting: Meeting, alice: User) -> None:
    note_id = write(api(alice), meeting, "We met.")
    write(api(alice), meeting, "We met.", note_id=note_id)
    assert Note.objects.count() == 1


def test_a_version_is_never_edited_nor_taken_over(
    api: ApiFor, meeting: Meeting, alice: User, pat: User
) -> None:
    note_id = write(api(alice), meeting, "We met.")
    address = url(meeting.assignment, f"meetings/{meeting.pk}/notes/{note_id}/")
    for client, words in ((api(alice), "Other"), (api(pat), "We met.")):
        answer = client.put(address, {"words": words}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (409, "id_taken")


def test_ids_of_other_meetings_are_no_ground_to_write_on(
    api: ApiFor, ask: Ask, meeting: Meeting, alice: User, pat: User
) -> None:
    elsewhere = write(api(alice), ask(by=pat), "Elsewhere")
    write(api(alice), meeting, "Here", elsewhere, str(new_id()))
    assert Note.objects.get(meeting=meeting).based_on == []


def test_the_person_takes_all_of_it_away_also_when_it_is_over(
    api: ApiFor, meeting: Meeting, alice: User, pat: User, now: Any
) -> None:
    write(api(pat), meeting, "canary")
    address = url(meeting.assignment, f"meetings/{meeting.pk}/notes/")
    assert api(pat).delete(address).status_code == 204
    assert Note.objects.count() == 1
    end_assignment(meeting.assignment_id, now=now, by=pat)
    assert api(alice).delete(address).status_code == 204
    assert not Note.objects.exists()


def test_words_are_encrypted_where_they_lie(api: ApiFor, meeting: Meeting, pat: User) -> None:
    write(api(pat), meeting, "canary-4711")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM meetings_note")
        assert b"canary" not in bytes(cursor.fetchone()[0])
