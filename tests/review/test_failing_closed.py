"""What cannot be written down is not shown."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.consent.scopes import Scope
from recoveryapp.review.models import Remark
from tests.conftest import ApiFor
from tests.consent.conftest import Grant
from tests.plugins.bars import Measure
from tests.review.body import people_url
from tests.review.canaries import Canaries
from tests.review.sheets import everything_ticked, keep_sheet

DOORS = ("review/", "journal/", "sheets/", "sheets/{sheet}/", "sheets/{sheet}/file/", "remarks/")


@pytest.fixture
def doors(
    api: ApiFor, grant: Grant, alice: User, cleo: User, record: Canaries, now: datetime
) -> dict[str, str]:
    """Each with something behind it."""
    given = grant(*Scope)
    sheet_id = keep_sheet(api(alice), grant=given, at=now, **everything_ticked(alice, record))
    Remark.objects.create(
        owner=alice,
        recorded_at=now,
        writer=cleo,
        writer_role=cleo.role,
        purpose="review",
        about="review",
        words="canary-remark",
    )
    return {door: people_url(alice.pk, door.format(sheet=sheet_id)) for door in DOORS}


@pytest.fixture
def cannot_be_written(doors: dict[str, str]) -> None:
    """Reading what was done goes on; a line more cannot be added."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent RENAME TO audit_auditevent_gone")
        cursor.execute("CREATE VIEW audit_auditevent AS SELECT * FROM audit_auditevent_gone LIMIT 10")


def is_closed(answer: Any) -> bool:
    return (
        answer.status_code == 503
        and answer.json()["code"] == "audit_unavailable"
        and b"canary" not in answer.content
    )


@pytest.mark.parametrize("door", DOORS)
def test_what_cannot_be_written_down_is_not_shown(
    door: str, api: ApiFor, cleo: User, doors: dict[str, str], cannot_be_written: None
) -> None:
    assert is_closed(api(cleo).get(doors[door]))


@pytest.mark.parametrize("door", DOORS)
def test_there_is_something_behind_each_door(
    door: str, api: ApiFor, cleo: User, doors: dict[str, str]
) -> None:
    answer = api(cleo).get(doors[door])
    assert answer.status_code == 200
    assert len(answer.content) > 100


@pytest.mark.audit
def test_each_door_fails_closed(
    api: ApiFor, cleo: User, doors: dict[str, str], cannot_be_written: None, measure: Measure
) -> None:
    client = api(cleo)
    open_ = [door for door in DOORS for _ in range(100) if not is_closed(client.get(doors[door]))]
    bar = f"audit store failing, {100 * len(DOORS)} requests"
    measure(bar, wanted="all 503, 0 with content", found=f"{len(open_)} otherwise", holds=not open_)
