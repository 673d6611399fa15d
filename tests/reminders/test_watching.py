"""Whether anybody notices that reminders do not go out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from recoveryapp.accounts.models import User
from recoveryapp.reminders import watching, writing
from recoveryapp.reminders.claims import claim_due
from recoveryapp.reminders.models import Occurrence
from recoveryapp.reminders.watching import LONGEST, waiting
from tests.conftest import ApiFor
from tests.outcomes.body import check_in_body, check_in_url, write_check_in
from tests.reminders.conftest import MINUTE, NINE, Remind, Tick


def test_nothing_due_is_nothing_waiting(remind: Remind, alice: User) -> None:
    remind(alice)
    found = waiting(now=NINE - MINUTE)
    assert (found.count, found.oldest, found.is_late) == (0, timedelta(0), False)


def test_what_is_due_and_unclaimed_for_two_minutes_is_late(remind: Remind, alice: User) -> None:
    remind(alice)
    assert not waiting(now=NINE + LONGEST).is_late
    found = waiting(now=NINE + LONGEST + MINUTE)
    assert (found.count, found.oldest, found.is_late) == (1, 3 * MINUTE, True)


def test_what_a_worker_has_in_hand_is_not_late_and_still_counted(remind: Remind, alice: User) -> None:
    remind(alice)
    claim_due(now=NINE + 3 * MINUTE)
    found = waiting(now=NINE + 3 * MINUTE)
    assert (found.count, found.unclaimed, found.is_late) == (1, timedelta(0), False)


def test_once_sent_nothing_waits(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice)
    tick(NINE)
    assert waiting(now=NINE + 3 * MINUTE).count == 0


@pytest.mark.parametrize(("age", "status"), [(0, 200), (1, 200), (3, 503)])
def test_the_health_check_and_the_metric_say_so(remind: Remind, alice: User, age: int, status: int) -> None:
    remind(alice)
    due_at = datetime.now(UTC) - age * MINUTE
    Occurrence.objects.update(due_at=due_at)
    client = Client()
    answer = client.get("/health/reminders")
    assert (answer.status_code, answer.json()["status"]) == (status, "ok" if status == 200 else "late")
    lines = client.get("/health/metrics").content.decode().splitlines()
    assert "reminders_due 1" in lines
    (seconds,) = (line.split()[1] for line in lines if line.startswith("reminders_oldest_due_seconds"))
    assert age * 60 <= int(seconds) < age * 60 + 30
    assert str(alice.pk) not in "".join(lines)


def test_figures_tell_how_old_the_queue_is_and_how_requests_went(
    api: ApiFor, alice: User, now: datetime
) -> None:
    writing.follow_from(now - timedelta(seconds=90))
    before = figures()
    assert api(alice).get("/api/v1/me/").status_code == 200
    after = figures()
    assert 90 <= int(after["app_queue_age_seconds"]) < 120
    assert after["app_queue_length"] == 0
    read = 'app_requests_total{kind="read",status="2xx"}'
    assert after[read] == before[read] + 1
    count = 'app_request_seconds_count{kind="read"}'
    assert after[count] == before[count] + 1 == after['app_request_seconds_bucket{kind="read",le="+Inf"}']


def test_a_conflict_between_two_devices_is_counted(api: ApiFor, alice: User, now: datetime) -> None:
    row_id = write_check_in(api(alice), now)
    before = figures()["app_conflicts_total"]
    older = check_in_body(now, version=0, social="a_lot")
    assert api(alice).put(check_in_url(row_id), older, format="json").status_code == 409
    assert figures()["app_conflicts_total"] == before + 1


def figures() -> dict[str, float]:
    lines = Client().get("/health/metrics").content.decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}


def test_without_a_database_the_health_check_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_database(*, now: datetime) -> None:
        raise OperationalError

    monkeypatch.setattr(watching, "waiting", no_database)
    answer = Client().get("/health/reminders")
    assert (answer.status_code, answer.json()) == (503, {"status": "no database"})


def test_a_broker_that_cannot_be_reached_is_said(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert watching.queue_length() == -1
