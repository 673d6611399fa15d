"""The same at every hour of a day, wherever the server's own clock hangs."""

import os
import time as system_time
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.reminders.models import Notice, Occurrence
from tests.reminders.conftest import DAY, HOUR, MINUTE, Remind, Tick

SERVERS = ("UTC", "Pacific/Kiritimati")
"""The second is 14 hours ahead: for most of its day UTC has another date."""
PEOPLE = ("UTC", "Pacific/Kiritimati", "America/New_York")
QUICK = (0, 9, 23)
HOURS = [hour if hour in QUICK else pytest.param(hour, marks=pytest.mark.audit) for hour in range(24)]
THE_DAY = date(2026, 3, 4)


@pytest.fixture(params=SERVERS)
def _server_in(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    system_time.tzset()
    yield
    monkeypatch.setenv("TZ", os.environ.get("TZ", "UTC"))
    monkeypatch.undo()
    system_time.tzset()


@pytest.mark.usefixtures("_server_in")
@pytest.mark.parametrize("hour", HOURS)
@pytest.mark.parametrize("zone", PEOPLE)
def test_at_each_hour_it_is_sent_once_and_planned_for_the_same_hour_tomorrow(
    remind: Remind, tick: Tick, alice: User, zone: str, hour: int
) -> None:
    alice.time_zone = zone
    alice.save()
    due_at = datetime.combine(THE_DAY, time(hour), ZoneInfo(zone)).astimezone(UTC)
    remind(alice, now=due_at - HOUR, times=[time(hour)], channels=["in_app"], starts_on=THE_DAY)
    for moment in (due_at - MINUTE, due_at, due_at + timedelta(seconds=3), due_at + HOUR):
        tick(moment)
    sent = Occurrence.objects.get(state="sent")
    assert (sent.due_at, sent.local_date, sent.slot) == (due_at, THE_DAY, time(hour))
    assert Notice.objects.count() == 1
    planned = Occurrence.objects.get(state="pending")
    assert (planned.due_at, planned.local_date) == (due_at + DAY, THE_DAY + DAY)


@pytest.mark.usefixtures("_server_in")
@pytest.mark.parametrize("hour", HOURS)
@pytest.mark.parametrize("zone", PEOPLE)
def test_at_each_hour_one_that_is_too_late_expires(
    remind: Remind, tick: Tick, alice: User, zone: str, hour: int
) -> None:
    alice.time_zone = zone
    alice.save()
    due_at = datetime.combine(THE_DAY, time(hour), ZoneInfo(zone)).astimezone(UTC)
    remind(alice, now=due_at - HOUR, times=[time(hour)], channels=["in_app"], starts_on=THE_DAY)
    tick(due_at + HOUR + MINUTE)
    assert Occurrence.objects.get(state="expired").due_at == due_at
    assert Notice.objects.count() == 0
