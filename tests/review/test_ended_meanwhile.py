"""Sharing stopped while an answer is being made, or kept: the answer holds nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Scope
from recoveryapp.journal.models import Entry
from recoveryapp.review import content, sheet
from recoveryapp.review.models import MeetingSheet
from recoveryapp.review.views import sheets as sheet_views
from tests.conftest import ApiFor
from tests.consent.conftest import Grant
from tests.plugins.bars import Measure
from tests.review.body import people_url
from tests.review.canaries import Canaries
from tests.review.ending import before
from tests.review.sheets import OWN_WORDS, everything_ticked, handed, keep_sheet

Stop = Callable[[], object]

MIDDLE = {
    "page": (content, "said"),
    "sheet": (sheet, "said"),
    "file": (sheet_views, "sheet_as_pdf"),
}
"""Where the second half of the answer begins."""


@pytest.fixture
def given(grant: Grant) -> ConsentGrant:
    return grant(*Scope)


@pytest.fixture
def stop(given: ConsentGrant, now: datetime) -> Stop:
    return lambda: ConsentGrant.objects.filter(pk=given.pk).update(revoked_at=now)


@pytest.fixture
def doors(api: ApiFor, alice: User, given: ConsentGrant, record: Canaries, now: datetime) -> dict[str, str]:
    sheet_id = keep_sheet(api(alice), grant=given, at=now, **everything_ticked(alice, record))
    for _ in range(4):
        Entry.objects.create(owner=alice, recorded_at=now, words="canary-more", marked_for_sharing_at=now)
    return {
        "page": people_url(alice.pk, "review/"),
        "list": people_url(alice.pk, "journal/", page_size="2"),
        "sheet": handed(alice, sheet_id),
        "file": handed(alice, sheet_id, "file/"),
        "sheets": handed(alice),
        "remarks": people_url(alice.pk, "remarks/"),
    }


def holds_nothing(answer: Any) -> bool:
    return answer.status_code == 404 and b"canary" not in answer.content and b"%PDF" not in answer.content


def stopped_in_the_middle(
    door: str, client: APIClient, doors: dict[str, str], stop: Stop, patch: pytest.MonkeyPatch
) -> Any:
    with patch.context() as patched:
        before(patched, *MIDDLE[door], stop)
        return client.get(doors[door])


@pytest.mark.parametrize("door", MIDDLE)
def test_stopped_in_the_middle_of_an_answer(
    door: str,
    api: ApiFor,
    cleo: User,
    doors: dict[str, str],
    stop: Stop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = api(cleo)
    assert client.get(doors[door]).status_code == 200
    lines = AuditEvent.objects.count()
    assert holds_nothing(stopped_in_the_middle(door, client, doors, stop, monkeypatch))
    assert AuditEvent.objects.count() == lines


def test_stopped_while_a_list_is_paged(api: ApiFor, cleo: User, doors: dict[str, str], stop: Stop) -> None:
    following = api(cleo).get(doors["list"]).json()["next"]
    assert "canary" in api(cleo).get(following).content.decode()
    stop()
    assert holds_nothing(api(cleo).get(following))


@pytest.mark.parametrize("door", ["page", "list", "sheet", "file", "sheets", "remarks"])
def test_nothing_is_kept_that_could_be_found_unchanged(
    door: str, api: ApiFor, cleo: User, doors: dict[str, str], stop: Stop
) -> None:
    """There is no tag and no date to ask by, no leave to keep, and a question by either finds nothing."""
    first = api(cleo).get(doors[door])
    assert first["Cache-Control"] == "no-store"
    assert {"ETag", "Last-Modified", "Expires"}.isdisjoint(first.headers)
    stop()
    asked = {"If-None-Match": "*", "If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"}
    assert holds_nothing(api(cleo).get(doors[door], headers=asked))


def test_a_remark_is_not_written_once_sharing_was_stopped(
    api: ApiFor, alice: User, cleo: User, doors: dict[str, str], stop: Stop
) -> None:
    stop()
    url = people_url(alice.pk, "remarks/00000000-0000-7000-8000-000000000001/")
    assert api(cleo).put(url, {"about": "review", "words": "x"}, format="json").status_code == 404


def test_the_sheet_holds_something_to_be_lost(api: ApiFor, cleo: User, doors: dict[str, str]) -> None:
    assert OWN_WORDS in api(cleo).get(doors["sheet"]).content.decode()
    assert MeetingSheet.objects.count() == 1


@pytest.mark.audit
def test_each_way_of_stopping_in_the_middle(
    api: ApiFor,
    cleo: User,
    doors: dict[str, str],
    given: ConsentGrant,
    stop: Stop,
    monkeypatch: pytest.MonkeyPatch,
    measure: Measure,
) -> None:
    client, rounds = api(cleo), 50
    following = client.get(doors["list"]).json()["next"]
    for door in (*MIDDLE, "list", "unchanged"):
        with_content = 0
        for _ in range(rounds):
            ConsentGrant.objects.filter(pk=given.pk).update(revoked_at=None)
            if door in MIDDLE:
                answer = stopped_in_the_middle(door, client, doors, stop, monkeypatch)
            else:
                stop()
                answer = client.get(following, headers={"If-None-Match": "*"})
            with_content += not holds_nothing(answer)
        bar = f"stopped during {door}, {rounds} times"
        measure(bar, wanted="0 with content", found=with_content, holds=with_content == 0)
