from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoveryapp.reminders.schedule import (
    EVERY_DAY,
    Planned,
    Rule,
    due_at_clock,
    first_instant,
    next_occurrence,
    occurrences,
    whole_minute,
)
from tests.reminders.oracle import QUARTER_HOURS, ZONES, days, days_around_clock_changes, first_minutes

LONDON = ZoneInfo("Europe/London")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def rule(*times: str, weekdays: frozenset[int] = EVERY_DAY, starts_on: str = "2020-01-01") -> Rule:
    return Rule(
        weekdays=weekdays,
        times=tuple(time.fromisoformat(each) for each in times),
        starts_on=date.fromisoformat(starts_on),
    )


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2026-03-02 08:59:59", "2026-03-02 09:00"),
        ("2026-03-02 09:00", "2026-03-02 18:30"),
        ("2026-03-02 18:30", "2026-03-04 09:00"),
        ("2026-03-04 18:30", "2026-03-09 09:00"),
        ("2019-03-02 00:00", "2020-01-01 09:00"),
    ],
)
def test_the_next_is_the_first_later_than_the_given_moment(after: str, expected: str) -> None:
    monday_and_wednesday = rule("09:00", "18:30", weekdays=frozenset({1, 3}))
    found = next_occurrence(monday_and_wednesday, at(after), LONDON)
    assert found
    assert found.due_at == at(expected)


def test_nothing_is_planned_before_the_first_day() -> None:
    planned = next_occurrence(rule("09:00", starts_on="2026-07-01"), at("2026-03-02"), LONDON)
    assert planned == Planned(local_date=date(2026, 7, 1), slot=time(9), due_at=at("2026-07-01 08:00"))


def test_nine_stays_nine_when_the_clocks_change() -> None:
    found = islice(occurrences(rule("09:00"), at("2026-03-27 12:00"), LONDON), 3)
    assert [p.due_at for p in found] == [
        at("2026-03-28 09:00"),
        at("2026-03-29 08:00"),
        at("2026-03-30 08:00"),
    ]


@pytest.mark.parametrize(
    ("zone", "day", "slot", "expected"),
    [
        ("Europe/London", "2026-03-29", "01:30", "2026-03-29 01:00"),
        ("Europe/London", "2026-03-29", "01:00", "2026-03-29 01:00"),
        ("America/New_York", "2026-03-08", "02:45", "2026-03-08 07:00"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:30"),
        ("Africa/Casablanca", "2026-03-22", "02:30", "2026-03-22 02:00"),
        ("Pacific/Apia", "2011-12-30", "09:00", "2011-12-30 10:00"),
    ],
)
def test_a_time_that_does_not_exist_falls_due_when_the_clocks_jump(
    zone: str, day: str, slot: str, expected: str
) -> None:
    found = first_instant(date.fromisoformat(day), time.fromisoformat(slot), ZoneInfo(zone))
    assert found == at(expected)


@pytest.mark.parametrize(
    ("zone", "day", "slot", "expected"),
    [
        ("Europe/London", "2026-10-25", "01:30", "2026-10-25 00:30"),
        ("America/New_York", "2026-11-01", "01:00", "2026-11-01 05:00"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04 14:45"),
        ("Africa/Casablanca", "2026-02-15", "02:30", "2026-02-15 01:30"),
    ],
)
def test_a_time_that_exists_twice_falls_due_once_at_the_first(
    zone: str, day: str, slot: str, expected: str
) -> None:
    found = islice(occurrences(rule(slot), at(f"{day} 00:00") - timedelta(days=1), ZoneInfo(zone)), 3)
    assert [p.due_at for p in found if p.local_date.isoformat() == day] == [at(expected)]


def test_times_that_the_clocks_skip_together_are_one_occurrence() -> None:
    found = islice(occurrences(rule("01:15", "01:45", "02:00", "02:15"), at("2026-03-29"), LONDON), 3)
    assert [(p.slot, p.due_at) for p in found] == [
        (time(1, 15), at("2026-03-29 01:00")),
        (time(2, 15), at("2026-03-29 01:15")),
        (time(1, 15), at("2026-03-30 00:15")),
    ]


@given(
    zone=st.sampled_from(ZONES),
    weekdays=st.frozensets(st.integers(1, 7), min_size=1),
    times=st.lists(st.times().map(lambda t: t.replace(second=0, microsecond=0)), min_size=1, unique=True),
    after=st.datetimes(datetime(2026, 1, 1), datetime(2031, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_occurrences_follow_one_another_on_the_days_and_times_asked_for(
    zone: ZoneInfo, weekdays: frozenset[int], times: list[time], after: datetime
) -> None:
    asked = Rule(weekdays=weekdays, times=tuple(sorted(times)), starts_on=date(2026, 6, 1))
    found = list(islice(occurrences(asked, after, zone), 20))
    assert all(asked.asks_for(p.local_date, p.slot) for p in found)
    assert after < found[0].due_at
    assert all(one.due_at < other.due_at for one, other in pairwise(found))
    assert [next_occurrence(asked, p.due_at, zone) for p in found[:-1]] == found[1:]


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_around_clock_changes_it_agrees_with_looking_at_the_clock_every_minute(zone: ZoneInfo) -> None:
    for day in days_around_clock_changes(zone, 2026) or [date(2026, 6, 1)]:
        for local_date, slot, minute in first_minutes([day], QUARTER_HOURS, zone):
            assert first_instant(local_date, slot, zone) == minute


@pytest.mark.audit
@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_in_six_years_it_agrees_with_looking_at_the_clock_every_minute(zone: ZoneInfo) -> None:
    whole = Rule(weekdays=EVERY_DAY, times=tuple(QUARTER_HOURS), starts_on=date(2026, 1, 1))
    planned = occurrences(whole, datetime(2025, 12, 1, tzinfo=UTC), zone)
    last_minute = None
    for local_date, slot, minute in first_minutes(days(date(2026, 1, 1), 6 * 365 + 1), QUARTER_HOURS, zone):
        assert first_instant(local_date, slot, zone) == minute
        if minute != last_minute:
            assert next(planned) == Planned(local_date=local_date, slot=slot, due_at=minute)
        last_minute = minute


@pytest.mark.parametrize(
    ("day", "slot", "is_asked_for"),
    [
        ("2026-03-02", "09:00", True),
        ("2026-03-02", "09:01", False),
        ("2026-03-03", "09:00", False),
        ("2026-03-03", "09:01", False),
        ("2019-12-30", "09:00", False),
    ],
)
def test_a_rule_asks_for_its_times_on_its_days_and_for_nothing_else(
    day: str, slot: str, is_asked_for: bool
) -> None:
    mondays = rule("09:00", weekdays=frozenset({1}))
    assert mondays.asks_for(date.fromisoformat(day), time.fromisoformat(slot)) is is_asked_for


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2026-01-01", ["2026-01-05", "2026-01-19", "2026-02-02"]),
        ("2026-01-06", ["2026-01-19", "2026-02-02", "2026-02-16"]),
        ("2036-01-01", ["2036-01-07", "2036-01-21", "2036-02-04"]),
    ],
)
def test_every_second_week_is_counted_from_the_first_however_long_ago(
    since: str, expected: list[str]
) -> None:
    fortnightly = replace(rule("09:00", weekdays=frozenset({1}), starts_on="2026-01-05"), every_weeks=2)
    assert [str(day) for day in islice(fortnightly.dates(date.fromisoformat(since)), 3)] == expected


def test_without_weekdays_it_is_one_date() -> None:
    once = rule("09:00", weekdays=frozenset(), starts_on="2026-03-02")
    assert list(once.dates(date(2026, 1, 1))) == [date(2026, 3, 2)]
    assert list(once.dates(date(2026, 3, 3))) == []


@pytest.mark.parametrize(
    ("moment", "minute"),
    [
        ("2026-03-02 09:00:00", "2026-03-02 09:00:00"),
        ("2026-03-02 09:00:00.000001", "2026-03-02 09:01:00"),
        ("2026-03-02 23:59:59", "2026-03-03 00:00:00"),
    ],
)
def test_a_moment_within_a_minute_is_the_next_one(moment: str, minute: str) -> None:
    assert whole_minute(at(moment)) == at(minute)


@pytest.mark.parametrize(
    ("lead_minutes", "expected"),
    [
        (0, "2026-03-30 09:04"),
        (90, "2026-03-30 07:34"),
        (24 * 60, "2026-03-29 09:04"),
        (2 * 24 * 60 + 30, "2026-03-28 09:34"),
    ],
)
def test_before_an_appointment_days_are_dates_and_the_rest_is_time_that_passes(
    lead_minutes: int, expected: str
) -> None:
    """On 29 March clocks went on by an hour; a few minutes later for who asked for “around”."""
    due_at = due_at_clock(
        date(2026, 3, 30), time(10), LONDON, lead_minutes=lead_minutes, spread=timedelta(minutes=4)
    )
    assert due_at == at(expected)
