"""Two requests at the same moment, with real transactions."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from time import sleep
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.consent.writes import Saved
from recoveryapp.goals.actions import delete_goal
from recoveryapp.goals.models import Goal
from recoveryapp.journal.actions import put_entry
from recoveryapp.journal.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)

FreshId = Callable[[], UUID]


def elsewhere(pool: ThreadPoolExecutor, action: Callable[..., Any], *args: Any, **kwargs: Any) -> Future[Any]:
    """Run the action over another connection."""

    def run() -> Any:
        try:
            return action(*args, **kwargs)
        finally:
            connection.close()

    return pool.submit(run)


def test_a_goal_deleted_while_an_entry_is_linked_to_it_leaves_the_entry(
    alice: User, now: datetime, fresh_id: FreshId
) -> None:
    goal = Goal.objects.create(owner=alice, recorded_at=now)
    values = {"words": "Tea", "recorded_at": now, "goal_id": goal.pk}
    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            put_entry(fresh_id(), version=0, values=values, by=alice)
            deletion = elsewhere(pool, delete_goal, goal.pk, by=alice)
            sleep(0.3)
            assert not deletion.done()
        deletion.result(timeout=5)
    assert (Goal.objects.count(), Entry.objects.get().goal_id) == (0, None)


def test_the_same_entry_sent_by_five_tabs_at_once_is_one_entry(
    alice: User, now: datetime, fresh_id: FreshId
) -> None:
    entry_id, values = fresh_id(), {"words": "Tea", "tags": ["rain"], "recorded_at": now}
    with ThreadPoolExecutor() as pool:
        sent = [elsewhere(pool, put_entry, entry_id, version=0, values=values, by=alice) for _ in range(5)]
        saved: list[Saved[Entry]] = [answer.result(timeout=10) for answer in sent]
    assert sorted(one.is_new for one in saved) == [False, False, False, False, True]
    assert (Entry.objects.count(), AuditEvent.objects.filter(noun="journal.entry").count()) == (1, 1)
