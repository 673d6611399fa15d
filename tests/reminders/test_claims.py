"""Claims: one worker at a time, whatever runs twice, hangs or dies."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from recoveryapp.accounts.models import User
from recoveryapp.reminders import actions
from recoveryapp.reminders.claims import LEASE, claim_due, held, leave_until, next_try_at, put_off
from recoveryapp.reminders.ends import finish, finish_together
from recoveryapp.reminders.enums import OccurrenceReason
from recoveryapp.reminders.looking import look_at
from recoveryapp.reminders.models import Notice, Occurrence, occurrence_id
from recoveryapp.reminders.verdict import SENT, skipped
from tests.reminders.conftest import (
    DAY,
    MONDAY,
    NINE,
    TOMORROW_AT_NINE,
    Remind,
    Tick,
    change,
    settle,
    told,
)

SECOND = timedelta(seconds=1)
NEXT = ("Tue 09:00", "pending", "")


def test_only_what_is_due_is_claimed_the_longest_due_first(remind: Remind, alice: User) -> None:
    for hour in (8, 9, 10):
        remind(alice, times=[time(hour, 30)])
    claims = claim_due(now=NINE + timedelta(hours=1))
    assert sorted(claim.slot for claim in claims) == [time(8, 30), time(9, 30)]
    assert [claim.slot for claim in claim_due(now=NINE + 2 * LEASE + timedelta(hours=1), limit=1)] == [
        time(8, 30)
    ]


def test_what_is_claimed_is_not_claimed_again_until_the_lease_ends(remind: Remind, alice: User) -> None:
    remind(alice)
    (first,) = claim_due(now=NINE)
    assert claim_due(now=NINE + LEASE - SECOND) == []
    (second,) = claim_due(now=NINE + LEASE)
    assert (first.fence, second.fence) == (1, 2)


def test_a_dead_workers_claim_is_taken_up_within_two_minutes(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice)
    claim_due(now=NINE)
    for seconds in range(0, 120, 10):
        tick(NINE + seconds * SECOND)
    assert told(alice) == [("Mon 09:00", "sent", ""), NEXT]
    assert Occurrence.objects.get(state="sent").handled_at == NINE + LEASE


def test_a_worker_that_lost_its_claim_sends_nothing_and_changes_nothing(remind: Remind, alice: User) -> None:
    remind(alice)
    (slow,) = claim_due(now=NINE)
    (quick,) = claim_due(now=NINE + LEASE)
    settle(quick, now=NINE + LEASE)
    finish([(slow, skipped(OccurrenceReason.PAUSED))], now=NINE + LEASE + SECOND)
    assert Occurrence.objects.get(state="sent").handled_at == NINE + LEASE
    assert told(alice) == [("Mon 09:00", "sent", ""), NEXT]


def test_a_worker_whose_claim_was_lost_meanwhile_cannot_put_it_off(remind: Remind, alice: User) -> None:
    remind(alice)
    (slow,) = claim_due(now=NINE)
    (quick,) = claim_due(now=NINE + LEASE)
    leave_until([(slow, NINE + 10 * LEASE)])
    settle(quick, now=NINE + LEASE)
    assert told(alice) == [("Mon 09:00", "sent", ""), NEXT]


def test_an_end_and_the_next_plan_are_one_transaction(remind: Remind, alice: User) -> None:
    reminder = remind(alice)
    (claim,) = claim_due(now=NINE)
    in_the_way = occurrence_id(reminder.pk, TOMORROW_AT_NINE.date(), time(9))
    Occurrence.objects.create(
        id=in_the_way,
        owner=alice,
        reminder_id=uuid4(),
        local_date=TOMORROW_AT_NINE.date(),
        slot=time(9),
        zone="UTC",
        due_at=TOMORROW_AT_NINE,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        finish_together([(claim, SENT)], now=NINE)
    assert Occurrence.objects.get(pk=claim.pk).state == "pending"


def test_the_same_date_and_time_of_a_reminder_always_has_the_same_id() -> None:
    reminder_id = UUID("0192d7e4-0000-7000-8000-000000000001")
    found = occurrence_id(reminder_id, NINE.date(), time(9))
    assert found == occurrence_id(reminder_id, NINE.date(), time(9))
    assert found.version == 5
    assert found != occurrence_id(reminder_id, NINE.date(), time(9, 1))
    assert found != occurrence_id(reminder_id, TOMORROW_AT_NINE.date(), time(9))


@pytest.mark.parametrize("field", ["id", "reminder_id"])
def test_the_database_holds_one_occurrence_per_date_and_slot(
    remind: Remind, tick: Tick, alice: User, field: str
) -> None:
    remind(alice)
    tick(NINE)
    twin = Occurrence.objects.get(state="sent")
    twin.pk = twin.pk if field == "id" else uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_the_database_holds_one_plan_per_reminder(remind: Remind, alice: User) -> None:
    remind(alice)
    second = Occurrence.objects.get()
    second.pk, second.slot = uuid4(), time(10)
    with pytest.raises(IntegrityError, match="occurrence_one_pending_per_reminder"), transaction.atomic():
        second.save(force_insert=True)


def test_the_claim_reads_an_index_of_pending_rows_only(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM reminders_occurrence"
            " WHERE state = 'pending' AND due_at <= now() AND (lease_until IS NULL OR lease_until <= now())"
            " ORDER BY due_at LIMIT 50 FOR UPDATE SKIP LOCKED"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Scan using occurrence_pending_due" in plan
    assert "Sort" not in plan


@pytest.fixture
def at_once(transactional_db: None) -> Callable[..., None]:
    """Run each of the given calls in a thread with a connection of its own, all from the same moment."""

    def run(*calls: Callable[[], object]) -> None:
        start = Barrier(len(calls))

        def one(call: Callable[[], object]) -> None:
            try:
                start.wait()
                call()
            finally:
                connection.close()

        with ThreadPoolExecutor(len(calls)) as pool:
            list(pool.map(one, calls))

    return run


AtOnce = Callable[..., None]


def test_two_workers_at_once_share_the_work_and_send_each_once(
    at_once: AtOnce, remind: Remind, tick: Tick, alice: User, bob: User
) -> None:
    for person in (alice, bob):
        for _ in range(8):
            remind(person)
    at_once(*[lambda: tick(NINE)] * 3)
    assert Occurrence.objects.filter(state="sent").count() == 16
    assert Occurrence.objects.filter(state="pending", due_at=TOMORROW_AT_NINE).count() == 16
    assert Notice.objects.count() == 16
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(ids) == len(set(ids)) == 16


def test_two_claims_at_once_take_different_rows(at_once: AtOnce, remind: Remind, alice: User) -> None:
    for _ in range(12):
        remind(alice)
    claimed: list[UUID] = []
    at_once(*[lambda: claimed.extend(claim.pk for claim in claim_due(now=NINE, limit=4))] * 3)
    assert len(claimed) == len(set(claimed)) == 12


@pytest.mark.parametrize("_round", range(5))
def test_changes_at_the_very_moment_of_sending_leave_one_plan_and_no_double(
    at_once: AtOnce, remind: Remind, tick: Tick, alice: User, _round: int
) -> None:
    edited, paused, deleted = (remind(alice) for _ in range(3))
    edited.version = 1
    at_once(
        lambda: tick(NINE),
        lambda: tick(NINE),
        lambda: change(edited, now=NINE, times=[time(9), time(21)]),
        lambda: actions.delete_reminder(deleted.pk, now=NINE, by=alice),
    )
    actions.pause_all(until=None, now=NINE, by=alice)
    for minutes in range(3):
        tick(NINE + LEASE + minutes * LEASE)
    assert Occurrence.objects.filter(state="pending").count() == 0
    assert Occurrence.objects.count() == 3
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(ids) == len(set(ids)) == Occurrence.objects.filter(state="sent").count()
    assert paused.pk


def test_the_same_reminder_put_twice_at_once_is_planned_once(
    at_once: AtOnce, remind: Remind, alice: User
) -> None:
    reminder = remind(alice)
    actions.delete_reminder(reminder.pk, now=MONDAY, by=alice)
    reminder.version = 0
    at_once(*[lambda: change(reminder, now=MONDAY)] * 3)
    assert told(alice) == [("Mon 09:00", "pending", "")]


def test_an_end_that_cannot_be_written_stops_no_other(
    remind: Remind, alice: User, bob: User, caplog: pytest.LogCaptureFixture
) -> None:
    reminder, other = remind(alice), remind(bob)
    claims = claim_due(now=NINE)
    taken = occurrence_id(reminder.pk, TOMORROW_AT_NINE.date(), time(9))
    Occurrence.objects.create(
        id=taken,
        owner=alice,
        reminder_id=uuid4(),
        local_date=TOMORROW_AT_NINE.date(),
        slot=time(9),
        zone="UTC",
        due_at=TOMORROW_AT_NINE,
    )
    finish([(claim, SENT) for claim in claims], now=NINE)
    assert Occurrence.objects.get(reminder_id=reminder.pk).state == "pending"
    assert Occurrence.objects.get(reminder_id=other.pk, local_date=NINE.date()).state == "sent"
    assert "is left for later: IntegrityError" in caplog.text


def test_a_reminder_changed_between_the_look_and_the_end_is_planned_as_it_is_now(
    remind: Remind, alice: User
) -> None:
    reminder = remind(alice)
    (claim,) = claim_due(now=NINE)
    look_at([claim], now=NINE)
    change(reminder, now=NINE, times=[time(21)])
    finish([(claim, SENT)], now=NINE)
    assert told(alice) == [("Mon 09:00", "sent", ""), ("Mon 21:00", "pending", "")]


def test_a_reminder_deleted_between_the_look_and_the_end_is_not_planned(remind: Remind, alice: User) -> None:
    reminder = remind(alice)
    (claim,) = claim_due(now=NINE)
    look_at([claim], now=NINE)
    actions.delete_reminder(reminder.pk, now=NINE, by=alice)
    finish([(claim, SENT)], now=NINE)
    assert told(alice) == [("Mon 09:00", "sent", "")]


def test_clocks_that_jump_send_nothing_twice_and_leave_one_plan(
    remind: Remind, tick: Tick, alice: User
) -> None:
    """A server's clock set right: an hour back, two hours on, a day on and back again."""
    remind(alice, times=[time(9), time(12)])
    for moment in (
        NINE,
        NINE - timedelta(hours=1),
        NINE,
        NINE + timedelta(hours=3, minutes=5),
        NINE + timedelta(hours=1),
        TOMORROW_AT_NINE,
        NINE + timedelta(hours=2),
        TOMORROW_AT_NINE + timedelta(minutes=2),
    ):
        tick(moment)
    assert told(alice) == [
        ("Mon 09:00", "sent", ""),
        ("Mon 12:00", "sent", ""),
        ("Tue 09:00", "sent", ""),
        ("Tue 12:00", "pending", ""),
    ]
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(ids) == len(set(ids)) == 3


@pytest.mark.django_db(transaction=True)
def test_a_reminder_that_is_being_changed_is_ended_a_moment_later(remind: Remind, alice: User) -> None:
    reminder = remind(alice)
    (claim,) = claim_due(now=NINE)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            other.set_autocommit(False)
            cursor.execute("SELECT 1 FROM reminders_reminder WHERE id = %s FOR UPDATE", [reminder.pk])
            finish([(claim, SENT)], now=NINE)
        assert told(alice) == [("Mon 09:00", "pending", "")]
    finally:
        other.rollback()
        other.close()
    finish([(claim, SENT)], now=NINE)
    assert told(alice) == [("Mon 09:00", "sent", ""), NEXT]


def test_a_date_and_time_that_has_been_is_not_planned_again(remind: Remind, alice: User) -> None:
    """Here the next one was sent already, from another zone."""
    reminder = remind(alice)
    (claim,) = claim_due(now=NINE)
    Occurrence.objects.create(
        id=occurrence_id(reminder.pk, TOMORROW_AT_NINE.date(), time(9), is_by_clock=True),
        owner=alice,
        reminder_id=reminder.pk,
        local_date=TOMORROW_AT_NINE.date(),
        slot=time(9),
        zone="UTC",
        due_at=TOMORROW_AT_NINE,
        state="sent",
        handled_at=NINE,
    )
    finish([(claim, SENT)], now=NINE)
    pending = Occurrence.objects.get(reminder_id=reminder.pk, state="pending")
    assert pending.due_at == TOMORROW_AT_NINE + DAY


def test_a_claim_is_held_of_its_own_row_by_its_latest_holder_until_it_is_settled(
    remind: Remind, alice: User
) -> None:
    for hour in (8, 9):
        remind(alice, times=[time(hour, 30)])
    now = NINE + timedelta(hours=1)
    one, other = claim_due(now=now)
    assert [row.pk for claim in (one, other) for row in held(claim)] == [one.pk, other.pk]
    (newest,) = (claim for claim in claim_due(now=now + LEASE) if claim.pk == one.pk)
    assert [list(held(one)), [row.pk for row in held(newest)]] == [[], [one.pk]]
    finish([(newest, skipped(OccurrenceReason.PAUSED))], now=now + LEASE)
    assert list(held(newest)) == []


def test_what_is_put_off_is_a_plan_again_that_nobody_has_tried(remind: Remind, alice: User) -> None:
    remind(alice)
    (claim,) = claim_due(now=NINE)
    claim.attempts = 3
    leave_until([(claim, NINE + LEASE)])
    assert Occurrence.objects.values_list("attempts", "lease_until").get() == (3, NINE + LEASE)
    put_off(claim, until=NINE + timedelta(hours=5), zone="America/New_York")
    row = Occurrence.objects.get(pk=claim.pk)
    assert (row.due_at, row.zone) == (NINE + timedelta(hours=5), "America/New_York")
    assert (row.lease_until, row.attempts, row.state) == (None, 0, "pending")


@pytest.mark.parametrize(
    ("tries", "most"), [(1, 15), (2, 30), (3, 60), (6, 600), (7, 600), (8, 600), (20, 600)]
)
def test_the_next_try_is_four_to_five_fifths_of_its_wait_later(
    tries: int, most: int, remind: Remind, alice: User
) -> None:
    remind(alice)
    (claim,) = claim_due(now=NINE)
    claim.attempts = tries
    waits = set()
    for pk in (UUID(int=number) for number in range(200)):
        claim.pk = pk
        waits.add((next_try_at(claim, now=NINE, asked_to_wait=timedelta()) - NINE).total_seconds())
    assert 0.8 * most <= min(waits) < 0.81 * most
    assert 0.99 * most < max(waits) <= most
    asked = next_try_at(claim, now=NINE, asked_to_wait=timedelta(hours=1))
    assert asked == NINE + timedelta(hours=1)
