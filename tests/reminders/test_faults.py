"""Long runs with real processes: two beats, workers killed again and again, a broker that forgets."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import redis

from recoveryapp.accounts.models import User
from recoveryapp.notifications.models import Delivery
from recoveryapp.reminders.models import Notice, Occurrence
from tests.notifications.smtp_sink import SmtpSink, smtp_sink
from tests.plugins.bars import Measure
from tests.reminders.conftest import RemindNow
from tests.reminders.crowd import crowd, this_minute
from tests.reminders.processes import BEAT, WORKER, Processes
from tests.waiting import wait_until

pytestmark = pytest.mark.audit

PEOPLE = 60
IN_HAND = 16
"""Mails that one worker may have given away and not yet written down."""


@pytest.fixture
def due(transactional_db: None, remind_now: RemindNow) -> None:
    """As many people as `PEOPLE`, each with a reminder that is due."""
    for number in range(PEOPLE):
        remind_now(User.objects.create(email=f"person{number}@example.org"))


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with smtp_sink() as sink:
        yield sink


def all_ended() -> bool:
    return not Occurrence.objects.filter(state="pending", due_at__lte=datetime.now(UTC)).exists()


def mail_to(sink: SmtpSink) -> str:
    return f"smtp://127.0.0.1:{sink.port}"


def assert_each_was_sent(sink: SmtpSink) -> None:
    sent = Occurrence.objects.filter(state="sent")
    assert sent.count() == PEOPLE
    assert {mail["Message-ID"].strip("<>").split("@")[0] for mail in sink.kept} == {str(o.pk) for o in sent}
    assert Notice.objects.count() == PEOPLE
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert Occurrence.objects.filter(state="pending").count() == PEOPLE


def test_two_beats_and_two_workers_send_each_exactly_once(
    processes: Processes, due: None, sink: SmtpSink
) -> None:
    for _ in range(2):
        processes.start(BEAT)
        processes.start(WORKER, mail=mail_to(sink))
    wait_until(all_ended, seconds=60)
    time.sleep(5)
    assert_each_was_sent(sink)
    assert len(sink.kept) == PEOPLE


def test_workers_killed_again_and_again_lose_nothing(processes: Processes, due: None, sink: SmtpSink) -> None:
    sink.slowness = 0.1
    processes.start(BEAT)
    kills = 8
    for _ in range(kills):
        worker = processes.start(WORKER, mail=mail_to(sink))
        time.sleep(random.uniform(3, 5))
        worker.kill()
        worker.wait()
        _a_minute_goes_by()
    processes.start(WORKER, mail=mail_to(sink))
    wait_until(all_ended, seconds=120)
    assert_each_was_sent(sink)
    assert len(sink.kept) <= PEOPLE + kills * IN_HAND


def test_a_worker_killed_is_made_up_for_within_two_minutes(
    processes: Processes, due: None, sink: SmtpSink
) -> None:
    sink.slowness = 1.0
    processes.start(BEAT)
    worker = processes.start(WORKER, mail=mail_to(sink))
    wait_until(lambda: len(sink.kept) >= PEOPLE // 4, seconds=120)
    worker.kill()
    worker.wait()
    assert not all_ended()
    processes.start(WORKER, mail=mail_to(sink))
    wait_until(all_ended, seconds=120)
    assert_each_was_sent(sink)
    assert len(sink.kept) <= PEOPLE + IN_HAND


def test_a_broker_that_forgets_everything_loses_no_reminder(
    processes: Processes, due: None, sink: SmtpSink
) -> None:
    sink.slowness = 0.1
    processes.start(BEAT)
    processes.start(WORKER, mail=mail_to(sink))
    broker = redis.from_url(processes.broker_url)
    for _ in range(10):
        broker.flushdb()
        time.sleep(0.5)
    wait_until(all_ended, seconds=120)
    assert_each_was_sent(sink)
    assert len(sink.kept) == PEOPLE


def test_on_time(processes: Processes, transactional_db: None, measure: Measure) -> None:
    """With the beat as it is in production, and a worker of its own."""
    processes.settings = "recoveryapp.settings"
    processes.start(BEAT)
    processes.start(WORKER)
    due_at = this_minute() + timedelta(minutes=2 if datetime.now(UTC).second > 35 else 1)
    crowd(PEOPLE, due_at=due_at)
    wait_until(lambda: datetime.now(UTC) > due_at and all_ended(), seconds=240)
    handled = Occurrence.objects.filter(state="sent").values_list("handled_at", flat=True)
    waits = sorted((at - due_at).total_seconds() for at in handled if at)
    middle, last = waits[len(waits) // 2], waits[-1]
    measure(
        f"{PEOPLE} due at one minute, the real beat",
        wanted="median at most 5 s, p99 at most 60 s",
        found=f"{len(waits)} sent, median {middle:.1f} s, last {last:.1f} s",
        holds=len(waits) == PEOPLE and middle <= 5 and last <= 60,
    )


def _a_minute_goes_by() -> None:
    """For the leases of the dead, so that eight kills need not take eight minutes."""
    rows = Occurrence.objects.filter(state="pending", lease_until__isnull=False)
    rows.update(lease_until=datetime.now(UTC) - timedelta(seconds=1))
