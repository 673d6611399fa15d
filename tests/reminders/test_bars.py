"""The bars of the promise, by fault injection: a short run of each here, the whole one under `make audit`."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from recoveryapp.accounts.models import Session, User
from recoveryapp.common.ids import new_id
from recoveryapp.notifications.channels import Message
from recoveryapp.notifications.models import Delivery
from recoveryapp.reminders import actions, carriers, dispatch, sending
from recoveryapp.reminders.claims import claim_due
from recoveryapp.reminders.models import Occurrence, Reminder
from tests.plugins.bars import Measure
from tests.reminders.conftest import HOUR, MINUTE, NINE, change, put, settle
from tests.reminders.crowd import crowd, this_minute

ROOT = Path(__file__).resolve().parents[2]
LEASE_OVER = timedelta(seconds=61)
IN_FLIGHT = 128
WORKERS = 2


class Kill(BaseException):
    """Nothing that the code would do after it is done."""


class Gateway:
    """Takes everything, and notes each call; `dies` is what happens right after it has taken one."""

    channel = "email"

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.dies = False

    def carry(self, message: Message, address: str) -> str:
        self.calls.append(str(message.id))
        if self.dies:
            raise Kill
        return "201"


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    gateway = Gateway()
    monkeypatch.setattr(carriers, "CARRIERS", [gateway])
    monkeypatch.setattr(dispatch, "CARRIERS", [gateway])
    return gateway


def run(now: datetime) -> None:
    """One dispatcher, which may die on the way."""
    try:
        dispatch.dispatch_due(clock=lambda: now)
    except Kill:
        return


def ended() -> list[tuple[str, str]]:
    rows = Occurrence.objects.exclude(state="pending")
    return list(rows.values_list("state", "reason"))


Often = pytest.mark.parametrize("times", [5, pytest.param(200, marks=pytest.mark.audit)])


@Often
def test_killed_between_the_gateways_yes_and_the_commit(
    alice: User, gateway: Gateway, times: int, measure: Measure
) -> None:
    worst = timedelta(0)
    for _ in range(times):
        put(alice, new_id(), channels=["email"], now=NINE - HOUR)
        gateway.dies = True
        run(NINE)
        gateway.dies = False
        assert ended() == []
        run(NINE + LEASE_OVER)
        assert ended() == [("sent", "")]
        worst = max(worst, Occurrence.objects.get(state="sent").handled_at - NINE)  # type: ignore[operator]
        Reminder.objects.all().delete()
        Occurrence.objects.all().delete()
    calls = Counter(gateway.calls)
    measure(
        f"kill between 201 and commit, {times} times",
        wanted="one topic each, at most 2 calls, at most 61 s late",
        found=f"{len(calls)} topics, {max(calls.values())} calls, {worst.total_seconds():.0f} s late",
        holds=len(calls) == times and max(calls.values()) <= 2 and worst <= LEASE_OVER,
    )


@Often
def test_killed_between_claim_and_send(
    alice: User, gateway: Gateway, times: int, measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*args: Any, **more: Any) -> None:
        raise Kill

    for _ in range(times):
        put(alice, new_id(), channels=["email"], now=NINE - HOUR)
        with monkeypatch.context() as dying:
            dying.setattr(sending, "look_at", die)
            run(NINE)
        assert (ended(), Occurrence.objects.get().fence) == ([], 1)
        run(NINE + LEASE_OVER)
        assert ended() == [("sent", "")]
        Reminder.objects.all().delete()
        Occurrence.objects.all().delete()
    calls = Counter(gateway.calls)
    measure(
        f"kill between claim and send, {times} times",
        wanted="each sent once, 61 s late",
        found=f"{len(calls)} sent, at most {max(calls.values())} times",
        holds=len(calls) == times and max(calls.values()) == 1,
    )


def _pause(reminder: Reminder) -> None:
    change(reminder, now=NINE, is_paused=True)


def _pause_all(reminder: Reminder) -> None:
    actions.pause_all(until=None, now=NINE, by=reminder.owner)


def _pause_everything(reminder: Reminder) -> None:
    User.objects.filter(pk=reminder.owner_id).update(everything_paused_at=NINE)


def _delete(reminder: Reminder) -> None:
    actions.delete_reminder(reminder.pk, now=NINE, by=reminder.owner)


def _close(reminder: Reminder) -> None:
    User.objects.filter(pk=reminder.owner_id).update(is_active=False)


def _erase(reminder: Reminder) -> None:
    User.objects.filter(pk=reminder.owner_id).delete()


STOPS: list[Callable[[Reminder], None]] = [_pause, _pause_all, _pause_everything, _delete, _close, _erase]


@pytest.mark.parametrize("times", [12, pytest.param(1_000, marks=pytest.mark.audit)])
def test_stopped_between_claim_and_send(db: None, gateway: Gateway, times: int, measure: Measure) -> None:
    for number in range(times):
        owner = User.objects.create(email=f"{number}@example.org", time_zone="UTC")
        reminder = put(owner, new_id(), channels=["email"], now=NINE - HOUR)
        (claim,) = claim_due(now=NINE)
        STOPS[number % len(STOPS)](reminder)
        settle(claim, now=NINE)
        Occurrence.objects.all().delete()
    measure(
        f"pause, delete, close or erase between claim and send, {times} tries",
        wanted="0 sends",
        found=f"{len(gateway.calls)} sends",
        holds=not gateway.calls,
    )


@pytest.fixture
def crew(transactional_db: None, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Dispatchers as processes of their own, on the test's database."""

    def work(*, slowness: float, kills: int = 0, lease: float = 60, is_rude: bool = False) -> dict[str, Any]:
        server, _, options = os.environ["DATABASE_URL"].partition("?")
        database = f"{server.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{options}"
        done = subprocess.run(
            [sys.executable, "-m", "tests.reminders.crew", str(tmp_path)]
            + [str(each) for each in (WORKERS, kills, slowness, lease, "rude" if is_rude else "kind")],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": database,
                "DJANGO_SETTINGS_MODULE": "recoveryapp.settings",
                "DATA_DIR": str(tmp_path),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2_000:]
        calls = (tmp_path / "calls").read_text().splitlines()
        said: dict[str, Any] = json.loads(done.stdout)
        return {**said, "calls": Counter(call.split()[0] for call in calls)}

    return work


@pytest.mark.parametrize(
    ("count", "kills", "lease"), [(200, 2, 4), pytest.param(10_000, 100, 60, marks=pytest.mark.audit)]
)
def test_workers_killed_at_random_lose_nothing(
    crew: Callable[..., dict[str, Any]], count: int, kills: int, lease: float, measure: Measure
) -> None:
    crowd(count, due_at=this_minute(), people=max(10, count // 100))
    seen = crew(kills=kills, slowness=0.05, lease=lease)
    calls: Counter[str] = seen["calls"]
    sent = Occurrence.objects.filter(state="sent").count()
    extra = calls.total() - len(calls)
    measure(
        f"{count} due, {kills} kills at random",
        wanted=f"lost 0; extra calls at most {kills * IN_FLIGHT}; ended within 120 s of the last kill",
        found=f"lost {count - sent}; {extra} extra; {seen['seconds_after_kills']:.0f} s",
        holds=sent == len(calls) == count
        and extra <= kills * IN_FLIGHT
        and seen["seconds_after_kills"] <= 120,
    )


@pytest.mark.parametrize(
    ("count", "is_rude"), [(500, False), pytest.param(100_000, True, marks=pytest.mark.audit)]
)
def test_very_many_in_one_minute(
    crew: Callable[..., dict[str, Any]], count: int, is_rude: bool, measure: Measure
) -> None:
    """The gateway takes 100 ms; 2 % 429, 1 % 410, 0.5 % silence. Its encryption is not part of it."""
    crowd(count, due_at=this_minute(), people=max(10, count // 100))
    seen = crew(slowness=0.1, is_rude=is_rude)
    calls: Counter[str] = seen["calls"]
    states = Counter(Occurrence.objects.exclude(state="pending").values_list("state", flat=True))
    twice = Delivery.objects.filter(state="sent").count() - states["sent"]
    measure(
        f"{count} due in one minute, gateway 100 ms, 2 workers",
        wanted="all ended within 600 s, none sent twice, at most 512 MiB a worker",
        found=f"{seen['seconds']:.0f} s, {dict(states)}, {twice} twice, {seen['memory_mib']} MiB",
        holds=seen["seconds"] <= 600
        and states.total() == len(calls) == count
        and twice == 0
        and seen["memory_mib"] <= 512,
    )


def test_a_session_that_ends_between_claim_and_send_stops_the_phone(
    alice: User, gateway: Gateway, api: Any
) -> None:
    put(alice, new_id(), channels=["push"], now=NINE - HOUR)
    (claim,) = claim_due(now=NINE)
    Session.objects.all().delete()
    settle(claim, now=NINE + MINUTE)
    assert gateway.calls == []
    assert ended()[0][0] == "failed"
