"""Pause, edit, delete: it holds at once."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail

from recoveryapp.accounts.models import User
from recoveryapp.reminders import actions
from recoveryapp.reminders.claims import claim_due
from recoveryapp.reminders.models import Notice, Reminder
from tests.reminders.conftest import (
    DAY,
    HOUR,
    MINUTE,
    MONDAY,
    NEXT,
    NINE,
    Remind,
    Tick,
    change,
    mails_to,
    settle,
    told,
)


def test_nothing_is_planned_while_paused(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice, is_paused=True)
    tick(NINE + 3 * DAY)
    assert told(alice) == []


def test_it_is_sent_again_on_the_day_the_pause_ends(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice, paused_until=date(2026, 3, 4))
    assert told(alice) == [("Wed 09:00", "pending", "")]
    tick(NINE + 2 * DAY)
    assert told(alice)[0] == ("Wed 09:00", "sent", "")


def test_a_pause_moves_what_is_planned_and_its_end_brings_it_back(remind: Remind, alice: User) -> None:
    remind(alice)
    actions.pause_all(until=None, now=MONDAY, by=alice)
    assert told(alice) == []
    actions.resume_all(now=MONDAY, by=alice)
    assert told(alice) == [("Mon 09:00", "pending", "")]


def test_a_new_time_replaces_the_planned_one(remind: Remind, tick: Tick, alice: User) -> None:
    change(remind(alice), now=MONDAY, times=[time(10)])
    tick(NINE)
    tick(NINE + HOUR)
    assert told(alice) == [("Mon 10:00", "sent", ""), ("Tue 10:00", "pending", "")]


def test_a_change_of_words_leaves_the_plan_and_sends_the_new_ones(
    remind: Remind, tick: Tick, alice: User
) -> None:
    change(remind(alice), now=MONDAY, words="Tea")
    tick(NINE)
    assert mails_to(alice) == ["Tea"]


Stop = Callable[[Reminder, datetime], Any]

STOPS: list[tuple[Stop, str]] = [
    (lambda r, now: actions.pause_all(until=None, now=now, by=r.owner), "paused"),
    (lambda r, now: actions.pause_all(until=date(2026, 3, 9), now=now, by=r.owner), "paused"),
    (lambda r, now: actions.delete_reminder(r.pk, now=now, by=r.owner), "deleted"),
    (lambda r, now: change(r, now=now, times=[time(11)]), "changed"),
    (lambda r, now: change(r, now=now, weekdays=[2]), "changed"),
    (lambda r, now: change(r, now=now, starts_on=date(2026, 3, 3)), "changed"),
    (lambda r, now: User.objects.filter(pk=r.owner_id).update(is_active=False), "account_closed"),
]


@pytest.mark.parametrize(("stop", "reason"), STOPS)
def test_a_stop_after_the_time_but_before_the_claim_holds(
    remind: Remind, tick: Tick, alice: User, stop: Stop, reason: str
) -> None:
    stop(remind(alice), NINE + timedelta(seconds=2))
    tick(NINE + timedelta(seconds=5))
    assert told(alice)[0] == ("Mon 09:00", "skipped", reason)
    assert not mail.outbox
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("stop", "reason"), STOPS)
def test_a_stop_between_claim_and_sending_holds(remind: Remind, alice: User, stop: Stop, reason: str) -> None:
    reminder = remind(alice)
    (claim,) = claim_due(now=NINE)
    stop(reminder, NINE)
    settle(claim, now=NINE)
    assert told(alice)[0] == ("Mon 09:00", "skipped", reason)
    assert not mail.outbox
    assert not Notice.objects.exists()


def test_what_was_changed_late_is_planned_from_now_and_not_from_then(
    remind: Remind, tick: Tick, alice: User
) -> None:
    change(remind(alice), now=NINE + 4 * HOUR, times=[time(10)])
    tick(NINE + 4 * HOUR)
    assert told(alice) == [("Mon 09:00", "skipped", "changed"), ("Tue 10:00", "pending", "")]


def test_what_was_sent_stays_in_the_history_of_a_deleted_reminder(
    remind: Remind, tick: Tick, alice: User
) -> None:
    reminder = remind(alice)
    tick(NINE)
    actions.delete_reminder(reminder.pk, now=NINE, by=alice)
    assert told(alice) == [("Mon 09:00", "sent", "")]


def test_a_reminder_brought_back_at_once_does_not_repeat_what_was_sent(
    remind: Remind, tick: Tick, alice: User
) -> None:
    reminder = remind(alice)
    tick(NINE)
    actions.delete_reminder(reminder.pk, now=NINE, by=alice)
    reminder.version = 0
    change(reminder, now=NINE)
    tick(NINE + MINUTE)
    assert told(alice) == [("Mon 09:00", "sent", ""), NEXT]
    assert len(mail.outbox) == 1
