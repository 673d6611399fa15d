from collections.abc import Callable
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.db.models import Model

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.journal.actions import put_entry
from recoveryapp.notifications.models import Delivery
from recoveryapp.reminders import dispatch, planning
from recoveryapp.reminders.models import (
    Bookmark,
    CalendarFeed,
    Device,
    Digest,
    NewsChoice,
    Notice,
    Occurrence,
    Phone,
    Reminder,
    Stop,
    Telling,
)
from recoveryapp.reminders.verdict import is_quiet
from tests.conftest import CountQueries
from tests.reminders.conftest import (
    DAY,
    HOUR,
    MINUTE,
    NEXT,
    NINE,
    TOMORROW_AT_NINE,
    Remind,
    Tick,
    mails_to,
    told,
)


def test_at_its_time_it_is_sent_by_both_channels_and_the_next_is_planned(
    remind: Remind, tick: Tick, alice: User
) -> None:
    remind(alice)
    tick(NINE - MINUTE)
    assert told(alice) == [("Mon 09:00", "pending", "")]
    tick(NINE)
    assert told(alice) == [("Mon 09:00", "sent", ""), NEXT]
    assert mails_to(alice) == ["Kettle"]
    assert [notice.words for notice in Notice.objects.owned_by(alice)] == ["Kettle"]
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


@pytest.mark.parametrize("count", [1, 3])
def test_sending_takes_twelve_statements_however_many_are_due(
    remind: Remind, tick: Tick, alice: User, count: int, count_queries: CountQueries
) -> None:
    for _ in range(count):
        remind(alice, channels=["email"])
    # Moves and writing 4; claimed; reminders, stops; written down;
    # reminders locked, ended, what comes; nothing left to claim.
    with count_queries(12):
        tick(NINE)


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


def test_mail_is_in_the_language_of_each(remind: Remind, tick: Tick, alice: User, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(language="es")
    for person in (alice, bob):
        remind(person, channels=["email"])
    tick(NINE)
    subjects = {message.to[0]: message.subject for message in mail.outbox}
    assert subjects == {alice.email: "Reminder", bob.email: "Recordatorio"}


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


def test_a_run_ends_in_time_and_leaves_the_rest_to_the_next(
    remind: Remind, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "BATCH", 2)
    for _ in range(5):
        remind(alice, channels=["in_app"])
    readings = iter(NINE + number * timedelta(seconds=6) for number in range(100))
    dispatch.dispatch_due(clock=lambda: next(readings))
    assert 0 < Occurrence.objects.filter(state="sent").count() < 5
    dispatch.dispatch_due(clock=lambda: NINE + 5 * MINUTE)
    assert Occurrence.objects.filter(state="sent").count() == 5


def replan_all_but(broken: Reminder) -> Callable[..., None]:
    def replan_most(reminder_id: UUID, *, now: datetime) -> None:
        if reminder_id == broken.pk:
            raise ValueError("canary")
        planning.replan(reminder_id, now=now)

    return replan_most


def test_a_plan_that_cannot_be_made_anew_stops_no_other(
    remind: Remind, alice: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, other = remind(alice), remind(alice)
    User.objects.filter(pk=alice.pk).update(time_zone="America/New_York")
    monkeypatch.setattr(dispatch, "replan", replan_all_but(broken))
    dispatch.follow_moves(now=NINE - HOUR)
    zones = dict(Occurrence.objects.values_list("reminder_id", "zone"))
    assert zones == {broken.pk: "Europe/London", other.pk: "America/New_York"}
    assert f"{broken.pk} is left for later: ValueError" in caplog.text
    assert "canary" not in caplog.text


def test_nor_does_one_that_waits_for_writing(
    remind: Remind, alice: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, other = (remind(alice, kind="after_a_gap", weekdays=[], after_days=2) for _ in range(2))
    Occurrence.objects.all().delete()
    put_entry(new_id(), version=0, values={"recorded_at": NINE, "words": "Rain."}, by=alice)
    monkeypatch.setattr(dispatch, "replan", replan_all_but(broken))
    dispatch.follow_writing(now=NINE)
    assert Occurrence.objects.values_list("reminder_id").get() == (other.pk,)
    assert f"{broken.pk} is left for later: ValueError" in caplog.text


@pytest.mark.parametrize("model", [Reminder, Notice, Device, Phone, CalendarFeed, Digest, NewsChoice])
def test_in_a_log_a_row_is_its_id(model: type[Model]) -> None:
    row = model(id=new_id())
    assert str(row) == str(row.pk)


def test_in_a_log_what_is_no_ones_secret_may_stand() -> None:
    assert str(Stop(channel="email", reason="bounced")) == "email bounced"
    assert str(Telling(id=UUID(int=7), kind="message")) == f"message {UUID(int=7)}"
    assert str(Bookmark(followed_until=NINE)) == "2026-03-02 09:00"
