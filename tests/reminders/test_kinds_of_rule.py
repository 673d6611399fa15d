"""Every n weeks, once, before an appointment, around: against looking at the clock every minute."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from recoveryapp.reminders.schedule import EVERY_DAY, Rule, next_occurrence, occurrences
from tests.reminders.oracle import (
    ZONES,
    days,
    days_around_clock_changes,
    first_minutes,
    minutes_before,
    weekly_dates,
)

LONDON = ZoneInfo("Europe/London")
LONG_AGO = datetime(2019, 1, 1, tzinfo=UTC)
WHOLE_MINUTES = st.times().map(lambda t: t.replace(second=0, microsecond=0))
CLOCK_CHANGES = [(zone, day) for zone in ZONES for day in days_around_clock_changes(zone, 2026)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def once(day: str, slot: str, *, lead_minutes: int = 0) -> Rule:
    return Rule(
        times=(time.fromisoformat(slot),), starts_on=date.fromisoformat(day), lead_minutes=lead_minutes
    )


@given(
    weekdays=st.frozensets(st.integers(1, 7), min_size=1),
    every=st.integers(1, 8),
    first=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    later=st.integers(0, 400),
)
def test_every_nth_week_agrees_with_counting_weeks_on_paper(
    weekdays: frozenset[int], every: int, first: date, later: int
) -> None:
    rule = Rule(weekdays=weekdays, times=(time(9),), starts_on=first, every_weeks=every)
    since = first + timedelta(days=later)
    expected = [day for day in weekly_dates(first, weekdays, every, 600) if day >= since]
    assert list(islice(rule.dates(since), len(expected))) == expected
    assert all(rule.asks_for(day, time(9)) == (day in expected) for day in days(since, 7))


@settings(max_examples=40, deadline=None)
@given(
    where=st.sampled_from(CLOCK_CHANGES),
    slots=st.lists(WHOLE_MINUTES, min_size=1, max_size=3, unique=True),
    every=st.integers(1, 3),
)
def test_around_clock_changes_every_nth_week_agrees_with_the_clock(
    where: tuple[ZoneInfo, date], slots: list[time], every: int
) -> None:
    zone, day = where
    first = day - timedelta(days=7 * every)
    rule = Rule(weekdays=EVERY_DAY, times=tuple(sorted(slots)), starts_on=first, every_weeks=every)
    asked = [found for found in weekly_dates(first, EVERY_DAY, every, 7 * every + 2) if found >= day]
    looked = first_minutes(asked, slots, zone) if asked else iter(())
    expected = list(dict.fromkeys(minute for _, _, minute in looked))
    start = (expected[0] if expected else LONG_AGO) - timedelta(minutes=1)
    assert [p.due_at for p in islice(occurrences(rule, start, zone), len(expected))] == expected


@settings(max_examples=40, deadline=None)
@given(
    where=st.sampled_from(CLOCK_CHANGES),
    slot=WHOLE_MINUTES,
    days_before=st.integers(0, 3),
    minutes=st.integers(0, 300),
)
def test_a_lead_is_days_on_the_calendar_and_then_minutes_that_pass(
    where: tuple[ZoneInfo, date], slot: time, days_before: int, minutes: int
) -> None:
    zone, day = where
    rule = Rule(times=(slot,), starts_on=day, lead_minutes=days_before * 24 * 60 + minutes)
    ((_, _, minute),) = first_minutes([day - timedelta(days=days_before)], [slot], zone)
    (found,) = occurrences(rule, LONG_AGO, zone)
    assert (found.local_date, found.slot) == (day, slot)
    assert found.due_at == minutes_before(minute, minutes)


def test_what_comes_once_comes_once() -> None:
    rule = once("2026-03-29", "01:30")
    assert [p.due_at for p in occurrences(rule, LONG_AGO, LONDON)] == [at("2026-03-29 01:00")]
    assert next_occurrence(rule, at("2026-03-29 01:00"), LONDON) is None
    asked = [day for day in days(date(2026, 3, 1), 60) if rule.asks_for(day, time(1, 30))]
    assert asked == [date(2026, 3, 29)]


def test_a_day_before_is_the_same_time_on_the_clock_and_an_hour_before_is_an_hour() -> None:
    day_before = once("2026-03-29", "09:00", lead_minutes=24 * 60)
    hours_before = once("2026-03-29", "02:30", lead_minutes=60)
    assert [p.due_at for p in occurrences(day_before, LONG_AGO, LONDON)] == [at("2026-03-28 09:00")]
    assert [p.due_at for p in occurrences(hours_before, LONG_AGO, LONDON)] == [at("2026-03-29 00:30")]


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_around_moves_each_time_by_as_much(zone: ZoneInfo) -> None:
    exact = Rule(weekdays=EVERY_DAY, times=(time(0, 2), time(23, 59)), starts_on=date(2026, 3, 1))
    around = Rule(
        weekdays=EVERY_DAY,
        times=exact.times,
        starts_on=exact.starts_on,
        spread=timedelta(seconds=297),
    )
    both = zip(occurrences(exact, LONG_AGO, zone), occurrences(around, LONG_AGO, zone), strict=False)
    moved = [(one.slot, other.slot, other.due_at - one.due_at) for one, other in islice(both, 90)]
    assert all(one == other and apart == timedelta(seconds=297) for one, other, apart in moved)
    for planned in islice(occurrences(around, LONG_AGO, zone), 90):
        before = planned.due_at - timedelta(seconds=1)
        assert next_occurrence(around, before, zone) == planned


def test_the_rule_is_written_as_rfc_5545_writes_it() -> None:
    rule = Rule(weekdays=frozenset({1, 3}), times=(time(9),), starts_on=date(2026, 3, 2), every_weeks=2)
    assert rule.recurrence == "FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=MO,WE"
    read = rrulestr(rule.recurrence, dtstart=datetime(2026, 3, 2))  # noqa: DTZ001 - dates without a zone
    assert [each.date() for each in islice(read, 4)] == list(islice(rule.dates(date(2026, 3, 1)), 4))
    assert once("2026-03-02", "09:00").recurrence == "FREQ=DAILY;COUNT=1"


def test_a_rule_that_began_long_ago_is_the_same_rule() -> None:
    rule = Rule(weekdays=frozenset({4}), times=(time(9),), starts_on=date(2016, 1, 1), every_weeks=3)
    expected = [day for day in weekly_dates(date(2016, 1, 1), {4}, 3, 4000) if day >= date(2026, 6, 1)][:3]
    assert list(islice(rule.dates(date(2026, 6, 1)), 3)) == expected
