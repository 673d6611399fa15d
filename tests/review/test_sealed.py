"""Whoever stands by somebody sees the same whether or not there are sealed pages: no word and no count."""

from datetime import datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.common.ids import new_id
from recoveryapp.consent.scopes import Scope
from recoveryapp.journal.models import Entry, SealingKey
from tests.conftest import ApiFor
from tests.consent.conftest import Grant
from tests.conversations.test_messages import send
from tests.journal.sealed import SEAL, WRAPPED
from tests.meetings.conftest import together, url
from tests.review.body import people_url
from tests.review.canaries import Canaries

__all__ = ["together"]

DOORS = ("review/", "journal/", "sheets/", "remarks/")


def seal_a_page(alice: User, now: datetime) -> Entry:
    mine: dict[str, Any] = {"owner": alice, "recorded_at": now}
    key = SealingKey.objects.create(**mine, wrapped=WRAPPED)
    return Entry.objects.create(**mine, seal=SEAL, sealed_under=key, is_never_shared=True)


def told_by(client: APIClient, alice: User, together: Assignment) -> list[tuple[int, bytes]]:
    addresses = [people_url(alice.pk, door, purpose="support") for door in DOORS]
    addresses += ["/api/v1/caseload/", url(together, "meetings/"), url(together, "messages/")]
    return [(answer.status_code, answer.content) for answer in map(client.get, addresses)]


def test_nothing_anybody_else_sees_changes_by_a_sealed_page(
    api: ApiFor, alice: User, pat: User, together: Assignment, grant: Grant, record: Canaries, now: datetime
) -> None:
    grant(*Scope, membership=together.membership, purpose="support")
    told_by(api(pat), alice, together)  # what was new is looked at
    before = told_by(api(pat), alice, together)
    seal_a_page(alice, now)
    assert told_by(api(pat), alice, together) == before
    assert before[0][0] == before[1][0] == 200


@pytest.mark.parametrize("by", ["alice", "pat"])
def test_a_sealed_page_is_ticked_for_no_meeting_and_hung_on_no_message(
    api: ApiFor, alice: User, pat: User, together: Assignment, grant: Grant, now: datetime, by: str
) -> None:
    grant(*Scope, membership=together.membership, purpose="support")
    page, client = seal_a_page(alice, now), api({"alice": alice, "pat": pat}[by])
    attached = send(client, together, "Look", attached_kind="page", attached_id=str(page.pk))
    assert attached.status_code in (404, 409)
    meeting = new_id()
    asked = {"starts_at": now.isoformat(), "lasts_minutes": 60}
    client.put(url(together, f"meetings/{meeting}/"), asked, format="json")
    line = {"kind": "entry", "position": 0, "about_id": str(page.pk)}
    ticked = client.put(url(together, f"meetings/{meeting}/agenda/{new_id()}/"), line, format="json")
    assert ticked.status_code in (403, 404, 409)
    assert str(page.pk) not in client.get(url(together, "meetings/")).content.decode()
