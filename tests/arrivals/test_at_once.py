"""Two requests at the same moment, with real transactions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.arrivals import actions
from recoveryapp.arrivals.actions import keep_piece
from recoveryapp.arrivals.errors import NoRoom
from recoveryapp.arrivals.models import Piece
from recoveryapp.audit.models import AuditEvent
from recoveryapp.export.actions import bring_archive
from recoveryapp.resources.actions.uploads import keep_upload
from tests.arrivals.sending import has_sent
from tests.journal.test_at_once import elsewhere

pytestmark = pytest.mark.django_db(transaction=True)

FreshId = Callable[[], UUID]


def test_a_file_whose_end_is_said_by_five_at_once_is_taken_once(
    alice: User, max_: User, now: datetime, fresh_id: FreshId
) -> None:
    """A phone that heard no answer in time says it again while the first is still at work."""
    about: dict[str, Any] = {"file_name": "council.json", "source": "council", "licence": "OGL"}
    ends: dict[User, Callable[..., Any]] = {
        alice: partial(bring_archive, now=now, by=alice),
        max_: partial(keep_upload, **about, by=max_),
    }
    for person, end in ends.items():
        file_id = fresh_id()
        whole = has_sent(person, file_id, b"[]", now=now)
        with ThreadPoolExecutor() as pool:
            said = [elsewhere(pool, end, file_id, **whole) for _ in range(5)]
            assert {answer.result(timeout=10).pk for answer in said} == {file_id}
        assert AuditEvent.objects.filter(object_id=file_id).count() == 1
    assert not Piece.objects.exists()


def test_there_is_no_more_room_for_many_at_once_than_for_one_after_another(
    alice: User, now: datetime, fresh_id: FreshId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_BYTES", 5)
    file_id = fresh_id()
    with ThreadPoolExecutor(12) as pool:
        sent = [elsewhere(pool, keep_piece, file_id, n, b"x", now=now, by=alice) for n in range(12)]
        refusals = [answer.exception(timeout=10) for answer in sent]
    assert [type(one) for one in refusals if one].count(NoRoom) == 7
    assert Piece.objects.count() == 5
