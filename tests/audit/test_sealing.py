import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import ProgrammingError, connection, transaction
from pytest_django import Settings

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent, AuditSeal
from recoveryapp.audit.sealing import LAG, MOST_BATCHES, events_after, newest_seal, seal_events
from recoveryapp.audit.seals import mac_of
from recoveryapp.audit.tasks import seal
from tests.audit.tampering import EVENTS, change_row
from tests.audit.test_chain import elsewhere, write_line
from tests.conftest import CountQueries

BEATS = 4
MINUTE = timedelta(minutes=1)


@pytest.fixture
def later(now: datetime) -> datetime:
    """When all that a test wrote is older than the lag."""
    return now + LAG + timedelta(minutes=1)


def sealed() -> list[tuple[object, int]]:
    """Whose chain up to which number, in the seals' order."""
    return list(AuditSeal.objects.order_by("number").values_list("owner_id", "event_number"))


def test_a_seal_is_put_on_the_last_event_of_each_chain(alice: User, bob: User, later: datetime) -> None:
    for owner_id in (alice.pk, bob.pk, None, alice.pk):
        write_line(owner_id)
    assert seal_events(now=later) == 4
    assert sealed() == [(bob.pk, 1), (None, 1), (alice.pk, 2)]


def test_each_seal_vouches_for_the_one_before(alice: User, bob: User, later: datetime) -> None:
    write_line(alice.pk)
    seal_events(now=later)
    write_line(bob.pk)
    seal_events(now=later)
    first, second = AuditSeal.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert bytes(first.mac) == mac_of(first, after=b"")
    assert bytes(second.mac) == mac_of(second, after=bytes(first.mac))
    assert len({bytes(first.mac), bytes(second.mac), mac_of(second, after=b"")}) == 3


def test_nothing_is_sealed_before_its_transaction_must_have_ended(alice: User, now: datetime) -> None:
    write_line(alice.pk)
    written_at = AuditEvent.objects.get().at
    assert seal_events(now=written_at + LAG) == 0
    assert seal_events(now=written_at + LAG + timedelta(microseconds=1)) == 1


def test_sealing_again_adds_nothing(alice: User, later: datetime) -> None:
    write_line(alice.pk)
    assert [seal_events(now=later), seal_events(now=later)] == [1, 0]
    assert sealed() == [(alice.pk, 1)]


def test_batches_pass_every_event_once(alice: User, bob: User, later: datetime) -> None:
    for _ in range(5):
        write_line(alice.pk)
        write_line(bob.pk)
    assert seal_events(now=later, batch=3) == 10
    assert sealed() == [
        (bob.pk, 1),
        (alice.pk, 2),
        (alice.pk, 3),
        (bob.pk, 3),
        (bob.pk, 4),
        (alice.pk, 5),
        (bob.pk, 5),
    ]


def test_one_run_has_an_end_and_the_next_goes_on_from_there(alice: User, later: datetime) -> None:
    for _ in range(MOST_BATCHES + 2):
        write_line(alice.pk)
    assert seal_events(now=later, batch=1) == MOST_BATCHES
    assert seal_events(now=later, batch=1) == 2


def test_a_batch_costs_the_same_few_statements(
    alice: User, bob: User, later: datetime, count_queries: CountQueries
) -> None:
    for owner_id in (alice.pk, bob.pk, None) * 3:
        write_line(owner_id)
    with count_queries(5):  # the lock, the newest seal, the events, the seals; the seal to log
        seal_events(now=later)


def test_the_newest_seal_is_told_to_the_log_which_is_apart(
    alice: User, later: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    write_line(alice.pk)
    with caplog.at_level(logging.INFO, logger="recoveryapp.audit"):
        seal_events(now=later)
        seal_events(now=later)
    assert caplog.messages == [f"Audit trail sealed: {newest_seal()}"]


def test_a_new_key_seals_what_comes(alice: User, later: datetime, settings: Settings) -> None:
    write_line(alice.pk)
    seal_events(now=later)
    settings.ENCRYPTION_KEYS = {"newer": b"n" * 32, **settings.ENCRYPTION_KEYS}
    write_line(alice.pk)
    seal_events(now=later)
    assert list(AuditSeal.objects.order_by("number").values_list("key_id", flat=True)) == ["test", "newer"]


def test_the_timed_job_seals_nothing_young(alice: User) -> None:
    write_line(alice.pk)
    seal()
    assert sealed() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda: AuditSeal.objects.update(key_id="other"),
        lambda: AuditSeal.objects.all().delete(),
        lambda: connection.cursor().execute("TRUNCATE audit_auditseal"),
    ],
    ids=["update", "delete", "truncate"],
)
def test_no_seal_is_changed_or_taken_away(alice: User, later: datetime, change: Callable[[], object]) -> None:
    with connection.cursor() as cursor:  # as in every database but the one for tests; ends with the test
        cursor.execute("ALTER TABLE audit_auditseal ENABLE TRIGGER audit_seal_no_truncate")
    write_line(alice.pk)
    seal_events(now=later)
    with pytest.raises(ProgrammingError, match="only ever added"), transaction.atomic():
        change()
    assert sealed() == [(alice.pk, 1)]


@pytest.mark.django_db(transaction=True)
def test_beats_at_the_same_moment_seal_everything_once(alice: User, bob: User, later: datetime) -> None:
    for owner_id in (alice.pk, bob.pk) * 10:
        write_line(owner_id)
    start = Barrier(BEATS)

    def seal_at_once(_: int) -> None:
        start.wait()
        seal_events(now=later, batch=3)

    with ThreadPoolExecutor(BEATS) as pool:
        list(pool.map(lambda n: elsewhere(lambda: seal_at_once(n)), range(BEATS)))
    seal_events(now=later)
    seals = list(AuditSeal.objects.order_by("number"))
    assert [one.number for one in seals] == list(range(1, len(seals) + 1))
    assert len({one.event_id for one in seals}) == len(seals)
    assert {(one.owner_id, one.event_number) for one in seals} >= {(alice.pk, 10), (bob.pk, 10)}


def test_while_another_process_is_at_it_nothing_is_sealed(alice: User, later: datetime) -> None:
    write_line(alice.pk)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            other.set_autocommit(False)
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('audit seals', 0))")
            assert seal_events(now=later) == 0
    finally:
        other.rollback()
        other.close()
    assert seal_events(now=later) == 1


def test_what_comes_after_a_seal_is_told_by_time_and_then_by_id(alice: User, now: datetime) -> None:
    """Ids do not follow the clock of another machine; several lines may bear one moment."""
    for _ in range(5):
        write_line(alice.pk)
    rows = list(AuditEvent.objects.order_by("id"))
    moments = [now + 2 * MINUTE, now, now, now, now + MINUTE]
    for row, moment in reversed(list(zip(rows, moments, strict=True))):
        change_row(EVENTS, row.pk, at=moment)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off")  # which would put them in order by the way
    in_order = [rows[1], rows[2], rows[3], rows[4], rows[0]]
    assert list(events_after(None)) == in_order
    seal = AuditSeal(event_at=now, event_id=rows[2].pk)
    assert list(events_after(seal)) == in_order[2:]
