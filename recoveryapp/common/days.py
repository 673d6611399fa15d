"""Days and weeks as a person lives them: cut in their time zone, half-open."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(weeks=1)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment that is no longer that day."""
    return start_of(day + timedelta(days=1), zone)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def mondays_until(day: date, *, weeks: int) -> list[date]:
    """The Mondays of that many weeks, oldest first; the last week holds the day."""
    last = monday_of(day)
    return [last - WEEK * back for back in reversed(range(weeks))]
