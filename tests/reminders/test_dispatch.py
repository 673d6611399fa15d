from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from pytest_django import Settings

from recoveryapp.accounts import keys
from recoveryapp.accounts.models import User, WrappedKey
from recoveryapp.notifications.models import Delivery
from recoveryapp.reminders import actions
from recoveryapp.reminders.claims import claim_due
from recoveryapp.reminders.dispatch import dispatch_due, settle
from recoveryapp.reminders.models import Notice, Occurrence, Reminder
from recoveryapp.reminders.verdict import is_quiet
from tests.notifications.smtp_sink import SmtpSink, smtp_sink
from tests.reminders.conftest import MONDAY, NINE, TOMORROW_AT_NINE, Remind, Tick, change, told

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEXT = ("Tue 09:00", "pending", "")


def sent_to(owner: User) -> list[str]:
    return [str(message.body) for message in mail.outbox if message.to == [owner.email]]


def test_at_its_time_it_is_sent_by_both_channels_and_the_next_is_planned(
    remind: Remind, tick: Tick, alice: User
) -> None:
    remind(alice)
    tick(NINE - MINUTE)
    assert told(alice) == [("Mon 09:00", "pending", "")]
    tick(NINE)
    assert told(alice) == [("Mon 09:00", "sent", ""), NEXT]
    assert sent_to(alice) == ["Kettle"]
    assert [notice.words for notice in Notice.objects.visible_to(alice)] == ["Kettle"]
    assert dict(Delivery.objects.values_list("channel", "state")) == {"email": "sent", "in_app": "sent"}


@pytest.mark.parametrize("channel", ["email", "in_app"])
def test_only_the_channels_asked_for_are_used(remind: Remind, tick: Tick, alice: User, channel: str) -> None:
    remind(alice, channels=[channel])
    tick(NINE)
    assert list(Delivery.objects.values_list("channel", "state")) == [(channel, "sent")]


def test_a_tick_that_comes_twice_sends_once(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice)
    for _ in range(3):
        tick(NINE)
    assert len(mail.outbox) == Notice.objects.count() == 1
    assert told(alice) == [("Mon 09:00", "sent", ""), NEXT]


def test_the_message_id_is_that_of_the_occurrence(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice)
    tick(NINE)
    sent = Occurrence.objects.get(state="sent")
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{sent.pk}@")
    assert Notice.objects.get().pk == sent.pk


def test_a_discreet_person_gets_no_name_of_the_app(
    remind: Remind, tick: Tick, alice: User, bob: User
) -> None:
    User.objects.filter(pk=bob.pk).update(is_discreet=False)
    for person in (alice, bob):
        remind(person, channels=["email"])
    tick(NINE)
    subjects = {message.to[0]: message.subject for message in mail.outbox}
    assert subjects == {alice.email: "Reminder", bob.email: "Reminder from Daybook"}


def test_after_an_hour_it_expires_and_is_not_sent(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice)
    tick(NINE + HOUR + MINUTE)
    assert told(alice) == [("Mon 09:00", "expired", "late"), NEXT]
    assert not mail.outbox
    assert not Notice.objects.exists()


def test_up_to_an_hour_late_it_is_still_sent(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice)
    tick(NINE + HOUR)
    assert told(alice)[0] == ("Mon 09:00", "sent", "")


def test_after_a_long_silence_each_occurrence_says_what_became_of_it(
    remind: Remind, tick: Tick, alice: User
) -> None:
    remind(alice, times=[time(9), time(12)])
    tick(TOMORROW_AT_NINE + 3 * HOUR + MINUTE)
    assert told(alice) == [
        ("Mon 09:00", "expired", "late"),
        ("Mon 12:00", "expired", "late"),
        ("Tue 09:00", "expired", "late"),
        ("Tue 12:00", "sent", ""),
        ("Wed 09:00", "pending", ""),
    ]


def test_a_silence_longer_than_the_history_is_not_made_up_for(
    remind: Remind, tick: Tick, alice: User
) -> None:
    remind(alice)
    tick(NINE + 400 * DAY)
    assert Occurrence.objects.filter(state="expired").count() == 30
    assert Occurrence.objects.filter(state="sent").count() == 1


def test_in_quiet_hours_it_is_skipped(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice, quiet_from=time(22), quiet_to=time(9, 30))
    tick(NINE)
    assert told(alice) == [("Mon 09:00", "skipped", "quiet_hours"), NEXT]
    assert not mail.outbox


def test_one_that_is_late_does_not_break_into_quiet_hours(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice, quiet_from=time(9, 5), quiet_to=time(10))
    tick(NINE + 5 * MINUTE)
    assert told(alice)[0] == ("Mon 09:00", "skipped", "quiet_hours")


@pytest.mark.parametrize(
    ("begin", "end", "quiet", "loud"),
    [
        ("22:00", "07:00", ["22:00", "23:59", "00:00", "06:59"], ["07:00", "21:59"]),
        ("13:00", "14:00", ["13:00", "13:59"], ["12:59", "14:00", "00:00"]),
        (None, None, [], ["00:00", "12:00"]),
    ],
)
def test_quiet_hours_may_cross_midnight(
    begin: str | None, end: str | None, quiet: list[str], loud: list[str]
) -> None:
    reminder = Reminder(
        quiet_from=begin and time.fromisoformat(begin), quiet_to=end and time.fromisoformat(end)
    )
    assert all(is_quiet(reminder, time.fromisoformat(at)) for at in quiet)
    assert not any(is_quiet(reminder, time.fromisoformat(at)) for at in loud)


def test_a_closed_account_gets_nothing(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    tick(NINE)
    assert told(alice) == [("Mon 09:00", "skipped", "account_closed"), NEXT]
    assert not mail.outbox


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
    assert sent_to(alice) == ["Tea"]


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


@pytest.fixture
def use_sink(settings: Settings) -> Callable[[SmtpSink], None]:
    def use(sink: SmtpSink) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", sink.port, False

    return use


UseSink = Callable[[SmtpSink], None]


def test_a_server_out_of_reach_is_tried_again_with_growing_patience(
    remind: Remind, tick: Tick, alice: User, use_sink: UseSink
) -> None:
    remind(alice, channels=["email"])
    with smtp_sink({"RCPT": b"451 Later"}) as sink:
        use_sink(sink)
        tick(NINE)
        tick(NINE + timedelta(seconds=14))
        assert Occurrence.objects.get().attempts == 1
        tick(NINE + timedelta(seconds=15))
        assert Occurrence.objects.get().attempts == 2
        sink.answers["RCPT"] = b"250 Now"
        tick(NINE + timedelta(seconds=75))
    assert told(alice) == [("Mon 09:00", "sent", ""), NEXT]
    assert len(sink.kept) == 1


def test_tries_come_to_an_end_with_the_reason(
    remind: Remind, tick: Tick, alice: User, use_sink: UseSink
) -> None:
    remind(alice, channels=["email"])
    with smtp_sink({"RCPT": b"451 Later"}) as sink:
        use_sink(sink)
        for minute in range(30):
            tick(NINE + minute * MINUTE)
    assert told(alice) == [("Mon 09:00", "failed", "unreachable"), NEXT]
    assert Delivery.objects.get().state == "failed"


def test_a_refusal_ends_it_at_once(remind: Remind, tick: Tick, alice: User, use_sink: UseSink) -> None:
    remind(alice, channels=["email"])
    with smtp_sink({"RCPT": b"550 Nobody"}) as sink:
        use_sink(sink)
        tick(NINE)
    assert told(alice) == [("Mon 09:00", "failed", "refused"), NEXT]


def test_mail_out_of_reach_does_not_hold_back_the_notice_nor_repeat_it(
    remind: Remind, tick: Tick, alice: User, use_sink: UseSink
) -> None:
    remind(alice)
    with smtp_sink({"RCPT": b"451 Later"}) as sink:
        use_sink(sink)
        tick(NINE)
        assert Notice.objects.count() == 1
        for minute in range(30):
            tick(NINE + minute * MINUTE)
    assert Notice.objects.count() == 1
    assert told(alice) == [("Mon 09:00", "sent", ""), NEXT]
    assert dict(Delivery.objects.values_list("channel", "state")) == {"email": "failed", "in_app": "sent"}


def test_what_one_channel_carried_before_a_crash_counts_as_sent_however_late(
    remind: Remind, tick: Tick, alice: User, use_sink: UseSink
) -> None:
    remind(alice)
    with smtp_sink({"RCPT": b"451 Later"}) as sink:
        use_sink(sink)
        tick(NINE)
        tick(NINE + 2 * HOUR)
    assert told(alice) == [("Mon 09:00", "sent", ""), NEXT]


def test_the_trouble_of_one_person_does_not_stop_the_others(
    remind: Remind, tick: Tick, alice: User, bob: User, caplog: pytest.LogCaptureFixture
) -> None:
    remind(alice, words="canary")
    remind(bob, now=MONDAY + MINUTE)
    WrappedKey.objects.filter(owner=alice).delete()
    keys.cache.clear()
    for minute in range(10):
        tick(NINE + minute * MINUTE)
    assert told(bob)[0] == ("Mon 09:00", "sent", "")
    assert told(alice) == [("Mon 09:00", "failed", "gave_up"), NEXT]
    assert "Unreadable" in caplog.text
    assert "canary" not in caplog.text


def test_a_run_ends_in_time_and_leaves_the_rest_to_the_next(remind: Remind, alice: User) -> None:
    for _ in range(5):
        remind(alice, channels=["in_app"])
    readings = iter(NINE + number * timedelta(seconds=9) for number in range(100))
    dispatch_due(clock=lambda: next(readings))
    assert 0 < Occurrence.objects.filter(state="sent").count() < 5
    dispatch_due(clock=lambda: NINE + 5 * MINUTE)
    assert Occurrence.objects.filter(state="sent").count() == 5
