"""Each kind of reminder from its setting to its end."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.journal.actions import put_entry
from recoveryapp.outcomes.actions.check_ins import delete_check_in, put_check_in
from recoveryapp.outcomes.models import CheckIn
from recoveryapp.reminders import actions, dispatch
from recoveryapp.reminders.asking import WIDEST_SPREAD
from recoveryapp.reminders.claims import claim_due
from recoveryapp.reminders.models import Notice, Occurrence, Reminder
from recoveryapp.reminders.writing import follow_from
from tests.conftest import ApiFor
from tests.reminders.body import reminder_body, reminder_url
from tests.reminders.conftest import (
    DAY,
    HOUR,
    MINUTE,
    MONDAY,
    NINE,
    TOMORROW_AT_NINE,
    Remind,
    Tick,
    change,
    settle,
    told,
)

FreshId = Callable[[], UUID]
NOTHING: dict[str, Any] = {"weekdays": [], "times": []}


def check_in(owner: User, at: datetime) -> CheckIn:
    saved = put_check_in(new_id(), version=0, values={"recorded_at": at}, answers=[], by=owner)
    CheckIn.objects.filter(pk=saved.row.pk).update(created_at=at)
    return saved.row


def write(owner: User, at: datetime) -> None:
    put_entry(new_id(), version=0, values={"recorded_at": at, "words": "Rain."}, by=owner)


def test_every_second_week(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice, weekdays=[1], every_weeks=2, starts_on=date(2026, 3, 2))
    tick(NINE)
    assert told(alice) == [("Mon 09:00", "sent", ""), ("Mon 09:00", "pending", "")]
    assert Occurrence.objects.get(state="pending").local_date == date(2026, 3, 16)


def test_once_is_sent_once_and_nothing_is_planned_after_it(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice, kind="once", weekdays=[], starts_on=date(2026, 3, 3))
    tick(NINE)
    assert told(alice) == [("Tue 09:00", "pending", "")]
    for day in range(1, 4):
        tick(NINE + day * DAY)
    assert told(alice) == [("Tue 09:00", "sent", "")]


def test_before_an_appointment(remind: Remind, tick: Tick, alice: User) -> None:
    remind(
        alice,
        kind="appointment",
        weekdays=[],
        times=[time(10)],
        starts_on=date(2026, 3, 3),
        lead_minutes=24 * 60 + 30,
    )
    tick(NINE + 30 * MINUTE)
    assert told(alice) == [("Mon 09:30", "sent", "")]


def test_nothing_is_sent_once_the_appointment_has_begun(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice, kind="appointment", weekdays=[], starts_on=NINE.date(), lead_minutes=10)
    tick(NINE + MINUTE)
    assert told(alice) == [("Mon 08:50", "expired", "late")]


def test_hours_after_each_check_in(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice, kind="after_check_in", **NOTHING, after_hours=3)
    assert told(alice) == []
    check_in(alice, NINE + 20 * timedelta(seconds=1))
    tick(NINE + MINUTE)
    assert told(alice) == [("Mon 12:01", "pending", "")]
    check_in(alice, NINE + HOUR)
    tick(NINE + HOUR)
    tick(NINE + 3 * HOUR + MINUTE)
    assert told(alice) == [("Mon 12:01", "sent", ""), ("Mon 13:00", "pending", "")]
    tick(NINE + 4 * HOUR)
    assert told(alice)[1:] == [("Mon 13:00", "sent", "")]


def test_a_check_in_taken_back_takes_its_reminder_along(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice, kind="after_check_in", **NOTHING, after_hours=3)
    written = check_in(alice, NINE)
    tick(NINE)
    delete_check_in(written.pk, by=alice)
    tick(NINE + HOUR)
    assert told(alice) == []


def test_a_check_in_taken_back_at_the_last_moment_is_seen(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice, kind="after_check_in", **NOTHING, after_hours=3)
    written = check_in(alice, NINE)
    tick(NINE)
    delete_check_in(written.pk, by=alice)
    tick(NINE + 3 * HOUR)
    assert told(alice) == [("Mon 12:00", "skipped", "changed")]


def test_what_was_written_before_a_look_and_stored_after_it_is_followed_at_the_next(
    remind: Remind, alice: User, now: datetime
) -> None:
    remind(alice, kind="after_check_in", **NOTHING, after_hours=3)
    check_in(alice, NINE)
    follow_from(now + MINUTE)
    dispatch.follow_writing(now=NINE)
    assert told(alice) == [("Mon 12:00", "pending", "")]


def test_a_check_in_for_a_day_gone_by_asks_for_nothing(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice, kind="after_check_in", **NOTHING, after_hours=3)
    written = check_in(alice, NINE)
    CheckIn.objects.filter(pk=written.pk).update(created_at=NINE + 5 * HOUR)
    tick(NINE)
    assert told(alice) == []


def test_the_check_ins_of_others_do_not_count(remind: Remind, tick: Tick, alice: User, bob: User) -> None:
    remind(alice, kind="after_check_in", **NOTHING, after_hours=3)
    check_in(bob, NINE)
    tick(NINE)
    assert told(alice) == []


@pytest.mark.parametrize("wrote", [check_in, write])
def test_after_a_gap_it_comes_once_and_again_only_in_the_next_gap(
    remind: Remind, tick: Tick, alice: User, wrote: Callable[[User, datetime], object]
) -> None:
    wrote(alice, MONDAY)
    remind(alice, kind="after_a_gap", weekdays=[], after_days=2)
    assert told(alice) == [("Wed 09:00", "pending", "")]
    for day in range(10):
        tick(NINE + day * DAY)
    assert told(alice) == [("Wed 09:00", "sent", "")]
    wrote(alice, NINE + 10 * DAY + HOUR)
    tick(NINE + 10 * DAY + HOUR)
    assert told(alice)[1:] == [("Sat 09:00", "pending", "")]
    tick(NINE + 12 * DAY)
    assert told(alice)[1:] == [("Sat 09:00", "sent", "")]


def test_a_gap_is_counted_in_the_days_of_where_the_person_lives(remind: Remind, alice: User) -> None:
    """Monday noon in UTC is Tuesday in Auckland: two days later is Thursday, whose nine o'clock is early."""
    alice.time_zone = "Pacific/Auckland"
    alice.save()
    write(alice, NINE + 3 * HOUR)
    remind(alice, kind="after_a_gap", weekdays=[], after_days=2)
    assert told(alice) == [("Wed 20:00", "pending", "")]


def test_writing_puts_the_end_of_the_gap_off(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice, kind="after_a_gap", weekdays=[], after_days=2, starts_on=MONDAY.date())
    assert told(alice) == [("Wed 09:00", "pending", "")]
    write(alice, TOMORROW_AT_NINE)
    tick(TOMORROW_AT_NINE)
    assert told(alice) == [("Thu 09:00", "pending", "")]


def test_writing_at_the_last_moment_is_seen(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice, kind="after_a_gap", weekdays=[], after_days=1, starts_on=MONDAY.date())
    write(alice, TOMORROW_AT_NINE - MINUTE)
    tick(TOMORROW_AT_NINE + MINUTE)
    assert told(alice) == [("Tue 09:00", "skipped", "written"), ("Wed 09:00", "pending", "")]


def test_a_gap_that_lasts_longer_than_a_pause_is_asked_about_when_the_pause_ends(
    remind: Remind, tick: Tick, alice: User
) -> None:
    write(alice, MONDAY)
    remind(alice, kind="after_a_gap", weekdays=[], after_days=2, paused_until=date(2026, 3, 9))
    assert told(alice) == [("Mon 09:00", "pending", "")]
    assert Occurrence.objects.get().local_date == date(2026, 3, 9)


def test_snoozed_it_comes_once_more(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice)
    tick(NINE)
    sent = Occurrence.objects.get(state="sent")
    actions.snooze(sent.pk, minutes=30, now=NINE + MINUTE, by=alice)
    assert told(alice)[1:] == [("Mon 09:31", "pending", "")]
    tick(NINE + 31 * MINUTE)
    assert told(alice) == [
        ("Mon 09:00", "sent", ""),
        ("Mon 09:31", "sent", ""),
        ("Tue 09:00", "pending", ""),
    ]
    assert Notice.objects.count() == 2


def test_snoozing_until_a_time_of_the_reminder_itself_is_no_double_row(
    remind: Remind, tick: Tick, alice: User
) -> None:
    User.objects.filter(pk=alice.pk).update(time_zone="America/New_York")
    alice.refresh_from_db()
    remind(alice, times=[time(9), time(14, 30)])
    first = datetime.fromisoformat("2026-03-02T14:00Z")
    tick(first)
    sent = Occurrence.objects.get(state="sent")
    actions.snooze(sent.pk, minutes=30, now=first, by=alice)
    tick(first + 30 * MINUTE)
    tick(first + 330 * MINUTE)
    assert [state for _, state, _ in told(alice)] == ["sent", "sent", "sent", "pending"]


def test_a_snoozed_reminder_that_is_paused_stays_silent(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice)
    tick(NINE)
    sent = Occurrence.objects.get(state="sent")
    actions.snooze(sent.pk, minutes=30, now=NINE, by=alice)
    actions.pause_all(until=None, now=NINE, by=alice)
    tick(NINE + HOUR)
    assert told(alice) == [("Mon 09:00", "sent", "")]


def test_snoozing_by_the_api(
    api: ApiFor, remind: Remind, tick: Tick, alice: User, bob: User, now: datetime
) -> None:
    remind(alice)
    tick(NINE)
    url = f"/api/v1/reminders/occurrences/{Occurrence.objects.get(state='sent').pk}/snooze/"
    answer = api(alice).post(url, {"minutes": 30}, format="json")
    assert answer.status_code == 200
    assert datetime.fromisoformat(answer.json()["snoozed_until"]) >= now + 30 * MINUTE
    assert api(bob).post(url, {"minutes": 30}, format="json").status_code == 404
    assert api(alice).post(url, {"minutes": 1}, format="json").status_code == 400


def test_around_is_within_five_minutes_and_the_same_for_all_of_a_persons_reminders(
    remind: Remind, alice: User
) -> None:
    for hour in (9, 9, 10):
        remind(alice, times=[time(hour)], is_around=True)
    minutes = {row.due_at - datetime.combine(row.local_date, row.slot, row.due_at.tzinfo) for row in rows()}
    assert len(minutes) == 1
    assert timedelta(0) <= minutes.pop() <= timedelta(seconds=WIDEST_SPREAD)


def test_people_are_spread_over_the_five_minutes(remind: Remind, db: None) -> None:
    for number in range(30):
        remind(User.objects.create(email=f"person{number}@example.org"), is_around=True)
    seconds = {row.due_at for row in rows()}
    assert len(seconds) > 20


def test_without_around_it_is_the_minute_asked_for(remind: Remind, alice: User) -> None:
    remind(alice)
    assert Occurrence.objects.get().due_at == NINE


def test_pausing_everything_holds_between_claim_and_sending_too(
    remind: Remind, tick: Tick, alice: User
) -> None:
    remind(alice)
    User.objects.filter(pk=alice.pk).update(everything_paused_at=NINE)
    tick(NINE)
    assert told(alice)[0] == ("Mon 09:00", "skipped", "paused")
    assert not Notice.objects.exists()


def rows() -> list[Occurrence]:
    return list(Occurrence.objects.all())


GOOD: list[dict[str, Any]] = [
    {"kind": "weekly", "every_weeks": 4, "is_around": True},
    {"kind": "once", "weekdays": [], "times": ["09:00", "12:00"]},
    {"kind": "appointment", "weekdays": [], "lead_minutes": 1500},
    {"kind": "after_check_in", "weekdays": [], "times": [], "after_hours": 3},
    {"kind": "after_a_gap", "weekdays": [], "after_days": 3},
]


@pytest.mark.parametrize("changes", GOOD, ids=lambda changes: changes["kind"])
def test_each_kind_comes_back_as_it_was_written(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId, changes: dict[str, Any]
) -> None:
    answer = api(alice).put(reminder_url(fresh_id()), reminder_body(now, **changes), format="json")
    assert answer.status_code == 201, answer.content
    assert {name: answer.json()[name] for name in changes} == changes


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": "monthly"}, "kind", "invalid_choice"),
    ({"kind": "once"}, "weekdays", "not_of_this_kind"),
    ({"kind": "once", "weekdays": [], "times": []}, "times", "empty"),
    ({"kind": "appointment", "weekdays": [], "times": ["09:00", "10:00"]}, "times", "max_length"),
    ({"kind": "appointment", "weekdays": [], "lead_minutes": 14 * 24 * 60 + 1}, "lead_minutes", "max_value"),
    ({"kind": "after_check_in", "weekdays": [], "times": []}, "after_hours", "required"),
    ({"kind": "after_check_in", "weekdays": [], "after_hours": 2}, "times", "not_of_this_kind"),
    ({"kind": "after_check_in", "weekdays": [], "times": [], "after_hours": 73}, "after_hours", "max_value"),
    ({"kind": "after_a_gap", "weekdays": []}, "after_days", "required"),
    ({"kind": "after_a_gap", "weekdays": [], "after_days": 0}, "after_days", "min_value"),
    ({"lead_minutes": 10}, "lead_minutes", "not_of_this_kind"),
    ({"after_days": 3}, "after_days", "not_of_this_kind"),
    ({"every_weeks": 0}, "every_weeks", "min_value"),
    ({"every_weeks": 53}, "every_weeks", "max_value"),
    ({"is_around": "yes"}, "is_around", "invalid"),
]


@pytest.mark.parametrize(("changes", "field", "code"), BAD)
def test_what_does_not_go_together_is_refused(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId, changes: dict[str, Any], field: str, code: str
) -> None:
    answer = api(alice).put(reminder_url(fresh_id()), reminder_body(now, **changes), format="json")
    assert (answer.status_code, answer.json()["errors"][field][0]["code"]) == (400, code)
    assert not Reminder.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "once"},
        {"kind": "never"},
        {"weekdays": []},
        {"times": []},
        {"every_weeks": 0},
        {"lead_minutes": 30},
        {"after_hours": 3},
        {"kind": "after_a_gap", "weekdays": [], "after_days": 0},
        {"kind": "after_check_in", "weekdays": [], "after_hours": 3},
    ],
)
def test_the_database_refuses_what_does_not_go_together(
    remind: Remind, alice: User, values: dict[str, Any]
) -> None:
    remind(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.update(**values)


def test_another_kind_replaces_the_plan(remind: Remind, alice: User) -> None:
    reminder = remind(alice)
    change(reminder, now=MONDAY, kind="once", weekdays=[], starts_on=date(2026, 3, 5))
    assert told(alice) == [("Thu 09:00", "pending", "")]


def test_snoozed_again_while_it_is_in_hand_it_comes_at_the_later_time(
    remind: Remind, tick: Tick, alice: User
) -> None:
    remind(alice)
    tick(NINE)
    sent = Occurrence.objects.get(state="sent")
    actions.snooze(sent.pk, minutes=30, now=NINE, by=alice)
    (claim,) = claim_due(now=NINE + 30 * MINUTE)
    actions.snooze(sent.pk, minutes=30, now=NINE + 30 * MINUTE, by=alice)
    settle(claim, now=NINE + 30 * MINUTE)
    assert told(alice)[1:] == [("Mon 09:30", "skipped", "changed"), ("Mon 10:00", "pending", "")]


def test_one_by_the_clock_that_now_waits_for_a_check_in_is_no_longer_asked_for(
    remind: Remind, tick: Tick, alice: User
) -> None:
    reminder = remind(alice)
    claim_due(now=NINE)
    change(reminder, now=NINE, kind="after_check_in", after_hours=2, weekdays=[], times=[])
    tick(NINE + 2 * MINUTE)
    assert told(alice) == [("Mon 09:00", "skipped", "changed")]
