"""A person changes time zone: nine stays nine where they are now, and never comes twice on one date."""

from datetime import datetime, time
from typing import Any

import pytest
from django.core import mail

from recoveryapp.accounts import keys
from recoveryapp.accounts.actions import change_preferences
from recoveryapp.accounts.models import User, WrappedKey
from recoveryapp.reminders import dispatch
from recoveryapp.reminders.actions import delete_reminder
from recoveryapp.reminders.claims import claim_due
from recoveryapp.reminders.models import Occurrence
from recoveryapp.reminders.planning import reminders_moved_away, replan
from tests.conftest import CountQueries
from tests.reminders.conftest import HOUR, MINUTE, MONDAY, NINE, Remind, Tick, settle, told


def move(person: User, zone: str) -> None:
    change_preferences(person, values={"time_zone": zone}, by=person)


@pytest.mark.parametrize(
    ("zone", "planned"),
    [
        ("America/New_York", "Mon 14:00"),
        ("Asia/Kathmandu", "Tue 03:15"),
        ("Pacific/Apia", "Mon 20:00"),
        ("Africa/Abidjan", "Mon 09:00"),
    ],
)
def test_what_is_planned_follows_the_person(
    remind: Remind, tick: Tick, alice: User, zone: str, planned: str
) -> None:
    remind(alice)
    move(alice, zone)
    tick(MONDAY)
    assert told(alice) == [(planned, "pending", "")]
    assert Occurrence.objects.get().zone == zone


def test_moving_there_and_back_leaves_the_plan_as_it_was(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice)
    before = Occurrence.objects.values_list("id", "due_at", "zone").get()
    for zone in ("America/New_York", "Europe/London"):
        move(alice, zone)
        tick(MONDAY)
    assert Occurrence.objects.values_list("id", "due_at", "zone").get() == before


def test_a_plan_is_made_anew_by_four_statements_and_without_opening_the_words(
    remind: Remind, alice: User, count_queries: CountQueries
) -> None:
    reminder = remind(alice)
    move(alice, "America/New_York")
    WrappedKey.objects.all().delete()
    keys.cache.clear()
    with count_queries(4):
        replan(reminder.pk, now=MONDAY)
    assert Occurrence.objects.get().due_at == NINE + 5 * HOUR


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "sent", "handled_at": MONDAY},
        {"lease_until": MONDAY},
        {"due_at": MONDAY},
        {"is_by_clock": False},
        {"zone": "America/New_York"},
    ],
)
def test_only_what_is_still_to_come_by_the_clock_of_another_place_is_planned_anew(
    remind: Remind, alice: User, changes: dict[str, Any]
) -> None:
    reminder = remind(alice)
    assert reminders_moved_away(now=MONDAY, limit=9) == []
    User.objects.filter(pk=alice.pk).update(time_zone="America/New_York")
    assert reminders_moved_away(now=MONDAY, limit=9) == [reminder.pk]
    Occurrence.objects.update(**changes)
    assert reminders_moved_away(now=MONDAY, limit=9) == []


def test_of_many_who_moved_so_many_are_planned_anew_in_one_run(
    remind: Remind, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "MOVES_IN_ONE_RUN", 2)
    for _ in range(3):
        remind(alice)
    User.objects.filter(pk=alice.pk).update(time_zone="America/New_York")
    for left in (1, 0):
        dispatch.follow_moves(now=MONDAY)
        assert Occurrence.objects.filter(zone="Europe/London").count() == left


def test_nine_does_not_come_twice_on_one_date(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice)
    tick(NINE)
    move(alice, "America/New_York")
    for hour in range(30):
        tick(NINE + hour * HOUR)
    assert told(alice) == [
        ("Mon 09:00", "sent", ""),
        ("Tue 14:00", "sent", ""),
        ("Wed 14:00", "pending", ""),
    ]


def test_a_date_lived_twice_across_the_date_line_is_reminded_once(
    remind: Remind, tick: Tick, alice: User
) -> None:
    move(alice, "Pacific/Apia")
    remind(alice, now=datetime.fromisoformat("2026-03-01T19:00Z"))
    tick(datetime.fromisoformat("2026-03-01T20:00Z"))
    move(alice, "Pacific/Pago_Pago")
    for hour in range(48):
        tick(datetime.fromisoformat("2026-03-01T20:00Z") + hour * HOUR)
    dates = Occurrence.objects.filter(state="sent").values_list("local_date", flat=True)
    assert len(set(dates)) == len(dates)
    assert told(alice)[0] == ("Sun 20:00", "sent", "")


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/New_York", [("Mon 14:00", "pending", "")]),
        ("Africa/Abidjan", [("Mon 09:00", "sent", ""), ("Tue 09:00", "pending", "")]),
        ("Asia/Kathmandu", [("Mon 09:00", "skipped", "moved"), ("Tue 03:15", "pending", "")]),
    ],
)
def test_a_move_between_claim_and_sending_is_seen(
    remind: Remind, alice: User, zone: str, expected: list[tuple[str, str, str]]
) -> None:
    remind(alice, channels=["email"])
    (claim,) = claim_due(now=NINE)
    move(alice, zone)
    settle(claim, now=NINE)
    assert told(alice) == expected
    assert len(mail.outbox) == len([state for _, state, _ in expected if state == "sent"])


def test_one_put_off_at_the_last_moment_is_sent_at_its_new_time(
    remind: Remind, tick: Tick, alice: User
) -> None:
    remind(alice)
    move(alice, "America/New_York")
    tick(NINE)
    assert told(alice) == [("Mon 14:00", "pending", "")]
    tick(NINE + 5 * HOUR)
    assert told(alice)[0] == ("Mon 14:00", "sent", "")


def test_the_reminders_of_others_are_left_alone(remind: Remind, tick: Tick, alice: User, bob: User) -> None:
    for person in (alice, bob):
        remind(person)
    move(alice, "America/New_York")
    tick(MONDAY)
    assert told(bob) == [("Mon 09:00", "pending", "")]


def test_a_reminder_deleted_meanwhile_is_not_planned_again(remind: Remind, alice: User) -> None:
    reminder = remind(alice)
    delete_reminder(reminder.pk, now=MONDAY, by=alice)
    replan(reminder.pk, now=MONDAY)
    assert told(alice) == []


def test_a_zone_that_is_no_longer_known_stops_one_person_only(
    remind: Remind, tick: Tick, alice: User, bob: User
) -> None:
    for person in (alice, bob):
        remind(person)
    User.objects.filter(pk=alice.pk).update(time_zone="Europe/Atlantis")
    for minute in range(3):
        tick(NINE + minute * MINUTE)
    assert told(bob)[0] == ("Mon 09:00", "sent", "")
    assert told(alice) == [("Mon 09:00", "pending", "")]


def test_a_time_skipped_by_the_clocks_is_sent_once_when_they_jump(
    remind: Remind, tick: Tick, alice: User
) -> None:
    jump = datetime.fromisoformat("2026-03-29T01:00Z")
    remind(alice, now=jump - HOUR, times=[time(1, 30), time(2)])
    for minute in range(0, 180, 15):
        tick(jump - HOUR + minute * MINUTE)
    assert told(alice) == [("Sun 01:00", "sent", ""), ("Mon 00:30", "pending", "")]


def test_a_time_that_comes_twice_is_sent_at_the_first(remind: Remind, tick: Tick, alice: User) -> None:
    midnight = datetime.fromisoformat("2026-10-25T00:00Z")
    remind(alice, now=midnight, times=[time(1, 30)])
    for minute in range(0, 180, 15):
        tick(midnight + minute * MINUTE)
    assert told(alice) == [("Sun 00:30", "sent", ""), ("Mon 01:30", "pending", "")]
