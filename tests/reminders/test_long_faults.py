"""A broker that is killed and away, and two of everything. Briefly here; under `make audit` for ten minutes,
and with ten thousand due."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from deploy.local.site import Site, show_nothing_as, site_in
from deploy.local.valkey import broker
from recoveryapp.accounts.models import User
from recoveryapp.notifications.models import Delivery
from recoveryapp.reminders.models import Notice, Occurrence
from tests.plugins.bars import Measure
from tests.reminders.crowd import crowd, this_minute
from tests.reminders.processes import BEAT, WORKER, Processes
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = 50


def left() -> int:
    return Occurrence.objects.filter(state="pending", due_at__lte=datetime.now(UTC)).count()


@pytest.mark.parametrize("count", [200, pytest.param(10_000, marks=pytest.mark.audit)])
def test_two_beats_and_two_workers_show_each_once(processes: Processes, measure: Measure, count: int) -> None:
    crowd(count, due_at=this_minute(), channels=["in_app"])
    begun = time.monotonic()
    for _ in range(2):
        processes.start(BEAT)
        processes.start(WORKER)
    wait_until(lambda: left() == 0, seconds=900)
    seconds = time.monotonic() - begun
    states = set(Occurrence.objects.filter(due_at__lte=datetime.now(UTC)).values_list("state", flat=True))
    shown, lines = Notice.objects.count(), Delivery.objects.count()
    next_ones = Occurrence.objects.filter(state="pending").count()
    measure(
        f"{count} due, two beats, two workers",
        wanted="each shown once, one line each, each planned anew once",
        found=f"{states}, {shown} shown, {lines} lines, {next_ones} planned, {seconds:.0f} s",
        holds=(states, shown, lines, next_ones) == ({"sent"}, count, count, count),
    )


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = Path(tmp_path_factory.mktemp("broker"))
    for place in (folder, folder.parent, folder.parent.parent):
        place.chmod(0o711)
    with site_in(folder, durable=False, show_as=show_nothing_as) as made:
        yield made


@contextmanager
def broker_running(site: Site) -> Iterator[str]:
    """Killed at the end, without a farewell."""
    with broker(site) as (url, server):
        yield url
        os.kill(server.pid, SIGKILL)


@pytest.mark.parametrize(("count", "away"), [(200, 5), pytest.param(10_000, 600, marks=pytest.mark.audit)])
def test_a_broker_killed_and_away_loses_nothing_and_the_app_answers(
    site: Site, processes: Processes, measure: Measure, settings: Any, count: int, away: int
) -> None:
    """It keeps nothing on disk, so what was in its queue is gone when it comes back."""
    person = User.objects.create(email="zoe@example.org", called="Zoe")
    client = Client()
    client.force_login(person)
    with broker_running(site) as url:
        processes.broker_url = url
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": url}}
        for part in (BEAT, WORKER):
            processes.start(part)
        crowd(BEFORE, due_at=this_minute(), channels=["in_app"])
        wait_until(lambda: left() == 0, seconds=120)
    _add_due(count, due_at=this_minute())
    answers = _ask_for(client, seconds=away)
    with broker_running(site):
        back = time.monotonic()
        for part in (BEAT, WORKER):  # as whoever runs them does when one has ended over it
            processes.start(part)
        wait_until(lambda: left() == 0, seconds=300)
        seconds = time.monotonic() - back
        ended = set(Occurrence.objects.filter(due_at__lte=datetime.now(UTC)).values_list("state", flat=True))
        shown, lines = Notice.objects.count(), Delivery.objects.count()
        measure(
            f"the broker killed and away for {away} s with {count} due",
            wanted="none lost, none shown twice, within 120 s of its return; the app answers meanwhile",
            found=f"{ended}, {shown - BEFORE} shown, {lines} lines, {seconds:.0f} s, answers {answers}",
            holds=ended == {"sent"}
            and shown == lines == BEFORE + count
            and seconds <= 120
            and answers == {200},
        )


def _add_due(count: int, *, due_at: datetime) -> None:
    """More people, whose addresses are others."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET email = 'before-' || email WHERE email LIKE 'person%'")
    crowd(count, due_at=due_at, people=max(10, count // 100), channels=["in_app"])


def _ask_for(client: Client, *, seconds: float) -> set[int]:
    until, answers = time.monotonic() + seconds, set()
    while time.monotonic() < until:
        answers.add(client.get("/api/v1/me/").status_code)
        time.sleep(1)
    return answers
