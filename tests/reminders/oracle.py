"""An independent way to know when a clock shows a time: look at it every minute.

It shares nothing with the code under test: no fold, no offsets, no search for a jump.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/London",
        "America/New_York",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Pacific/Apia",
        "Asia/Kathmandu",
        "UTC",
    )
]
QUARTER_HOURS = [time(hour, minute) for hour in range(24) for minute in range(0, 60, 15)]
ONE_MINUTE, ONE_DAY = timedelta(minutes=1), timedelta(days=1)


def days(first: date, count: int) -> list[date]:
    return [first + number * ONE_DAY for number in range(count)]


def first_minutes(
    dates: Iterable[date], slots: Iterable[time], zone: ZoneInfo
) -> Iterator[tuple[date, time, datetime]]:
    """For each date and slot, in order, the first minute at which the clock shows it or anything later."""
    waiting = deque(datetime.combine(day, slot) for day in sorted(dates) for slot in sorted(slots))
    minute = waiting[0].replace(tzinfo=UTC) - 2 * ONE_DAY
    while waiting:
        shown = minute.astimezone(zone).replace(tzinfo=None)
        while waiting and waiting[0] <= shown:
            wall = waiting.popleft()
            yield wall.date(), wall.time(), minute
        minute += ONE_MINUTE


def weekly_dates(first: date, weekdays: Iterable[int], every: int, count: int) -> list[date]:
    """Day by day: from the week of `first` on, every n-th counts; counted on paper, not by a rule."""
    found, week = [], 0
    for day in days(first, count):
        if day != first and day.isoweekday() == 1:
            week += 1
        if week % every == 0 and day.isoweekday() in set(weekdays):
            found.append(day)
    return found


def minutes_before(instant: datetime, minutes: int) -> datetime:
    """As a stopwatch counts them."""
    for _ in range(minutes):
        instant -= ONE_MINUTE
    return instant


def days_around_clock_changes(zone: ZoneInfo, year: int) -> list[date]:
    """The days on which, or beside which, the zone's offset changes."""
    noons = [datetime(year, 1, 1, 12, tzinfo=zone) + number * ONE_DAY for number in range(365)]
    changes = [before.date() for before, after in pairwise(noons) if before.utcoffset() != after.utcoffset()]
    return sorted({day + number * ONE_DAY for day in changes for number in (-1, 0, 1, 2)})
