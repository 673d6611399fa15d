"""What is to become of one whose time has come: by plain values, without a beat and a post."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.outcomes.models import CheckIn
from recoveryapp.reminders.asking import is_asked_for
from recoveryapp.reminders.claims import MOST_ATTEMPTS, Claim
from recoveryapp.reminders.enums import OccurrenceReason
from recoveryapp.reminders.models import Reminder
from recoveryapp.reminders.verdict import (
    EXPIRED,
    GAVE_UP,
    LATEST,
    is_paused,
    is_quiet,
    reason_untimely,
    reason_unwanted,
    skipped,
)
from tests.reminders.conftest import DAY, DEFAULTS, HOUR, MINUTE, NINE

SECOND = timedelta(seconds=1)
LONDON, TOKYO = "Europe/London", "Asia/Tokyo"


def reminder(zone: str = LONDON, **changes: Any) -> Reminder:
    """Every day at nine, as set."""
    return Reminder(owner=User(time_zone=zone), **{**DEFAULTS, **changes})


def claim(**changes: Any) -> Claim:
    """Of Monday at nine in London."""
    values: dict[str, Any] = {
        "pk": new_id(),
        "owner_id": new_id(),
        "reminder_id": new_id(),
        "local_date": NINE.date(),
        "slot": time(9),
        "zone": LONDON,
        "is_by_clock": True,
        "due_at": NINE,
        "fence": 1,
        "attempts": 0,
    }
    return Claim(**{**values, **changes})


def test_it_may_be_an_hour_late_and_no_more() -> None:
    assert reason_untimely(claim(), reminder(), due_at=NINE, now=NINE + LATEST) is None
    assert reason_untimely(claim(), reminder(), due_at=NINE, now=NINE + LATEST + SECOND) == EXPIRED


@pytest.mark.parametrize(("lead", "latest"), [(10, 10 * MINUTE), (60, HOUR), (24 * 60, HOUR)])
def test_before_an_appointment_it_is_never_later_than_its_beginning(lead: int, latest: timedelta) -> None:
    before = reminder(lead_minutes=lead)
    assert reason_untimely(claim(), before, due_at=NINE, now=NINE + latest) is None
    assert reason_untimely(claim(), before, due_at=NINE, now=NINE + latest + SECOND) == EXPIRED


def test_what_is_late_because_the_person_went_elsewhere_says_so() -> None:
    late = NINE + 2 * HOUR
    moved = skipped(OccurrenceReason.MOVED)
    assert reason_untimely(claim(), reminder(TOKYO), due_at=NINE, now=late) == moved
    by_moment = claim(is_by_clock=False, zone="UTC")
    assert reason_untimely(by_moment, reminder(TOKYO), due_at=NINE, now=late) == EXPIRED


def test_quiet_hours_are_those_of_where_the_person_is() -> None:
    """Nine in London is six in the evening in Tokyo."""
    evening: dict[str, Any] = {"quiet_from": time(18), "quiet_to": time(19)}
    quiet = skipped(OccurrenceReason.QUIET_HOURS)
    assert reason_untimely(claim(zone=TOKYO), reminder(TOKYO, **evening), due_at=NINE, now=NINE) == quiet
    assert reason_untimely(claim(), reminder(**evening), due_at=NINE, now=NINE) is None


@pytest.mark.parametrize("at", [time(0), time(8, 59), time(9), time(9, 1)])
def test_hours_that_end_where_they_begin_are_not_quiet(at: time) -> None:
    assert not is_quiet(reminder(quiet_from=time(9), quiet_to=time(9)), at)


def test_after_so_many_tries_it_is_given_up() -> None:
    for attempts, expected in ((MOST_ATTEMPTS - 1, None), (MOST_ATTEMPTS, GAVE_UP)):
        assert reason_untimely(claim(attempts=attempts), reminder(), due_at=NINE, now=NINE) == expected


def test_it_is_paused_up_to_the_first_moment_of_the_day_on_which_it_begins_again() -> None:
    until_tuesday = reminder(paused_until=date(2026, 3, 3))
    midnight = datetime(2026, 3, 3, tzinfo=NINE.tzinfo)
    assert [is_paused(until_tuesday, at=at) for at in (NINE, midnight - SECOND, midnight)] == [
        True,
        True,
        False,
    ]
    in_tokyo = reminder(TOKYO, paused_until=date(2026, 3, 3))
    assert not is_paused(in_tokyo, at=midnight - 9 * HOUR)
    assert not is_paused(reminder(), at=NINE)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"is_paused": True}, OccurrenceReason.PAUSED),
        ({"weekdays": [2]}, OccurrenceReason.CHANGED),
        ({"times": [time(10)]}, OccurrenceReason.CHANGED),
        ({"starts_on": date(2026, 3, 3)}, OccurrenceReason.CHANGED),
    ],
)
def test_what_the_person_no_longer_asks_for_is_not_sent(
    changes: dict[str, Any], reason: OccurrenceReason | None
) -> None:
    assert reason_unwanted(claim(), reminder(**changes)) == reason


def test_a_closed_account_and_a_pause_of_everything_come_first() -> None:
    asked = reminder(weekdays=[2])
    asked.owner.everything_paused_at = NINE
    assert reason_unwanted(claim(), asked) == OccurrenceReason.PAUSED
    asked.owner.is_active = False
    assert reason_unwanted(claim(), asked) == OccurrenceReason.ACCOUNT_CLOSED


def wrote(owner: User, at: datetime) -> None:
    row = CheckIn.objects.create(owner=owner, recorded_at=at, answers_digest="")
    CheckIn.objects.filter(pk=row.pk).update(created_at=at)


def test_what_is_asked_for_after_a_check_in_is_so_by_ones_own_of_that_minute(alice: User, bob: User) -> None:
    after = reminder(kind="after_check_in", weekdays=[], times=[], after_hours=3)
    after.owner = alice
    due = claim(is_by_clock=False, due_at=NINE + 3 * HOUR)
    wrote(bob, NINE)
    wrote(alice, NINE - 2 * MINUTE)
    assert not is_asked_for(after, due)
    wrote(alice, NINE)
    assert is_asked_for(after, due)
    assert not is_asked_for(after, claim(is_by_clock=False, due_at=NINE + 3 * HOUR + DAY))


def test_who_has_written_meanwhile_is_not_asked_why_not(alice: User) -> None:
    """Unless the reminder itself was changed: then that is the reason."""
    wrote(alice, NINE - MINUTE)
    gap: dict[str, Any] = {"kind": "after_a_gap", "weekdays": [], "after_days": 1}
    for times, reason in (([time(9)], OccurrenceReason.WRITTEN), ([time(10)], OccurrenceReason.CHANGED)):
        after = reminder(**gap, times=times)
        after.owner = alice
        assert reason_unwanted(claim(), after) == reason


def test_what_was_put_off_is_asked_for_at_that_moment_alone() -> None:
    put_off = reminder(snoozed_until=NINE + HOUR)
    assert is_asked_for(put_off, claim(is_by_clock=False, due_at=NINE + HOUR))
    assert not is_asked_for(put_off, claim(is_by_clock=False, due_at=NINE + 2 * HOUR))
