"""When a weekly rule falls due on the clocks of one zone: a pure function of rule, moment and zone."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Each of `times` (ascending, to the minute) on each of `weekdays` (ISO: Monday is 1), from a date on."""

    weekdays: frozenset[int]
    times: tuple[time, ...]
    starts_on: date

    def asks_for(self, local_date: date, slot: time) -> bool:
        return (
            local_date >= self.starts_on and local_date.isoweekday() in self.weekdays and slot in self.times
        )


@dataclass(frozen=True, kw_only=True)
class Planned:
    local_date: date
    slot: time
    due_at: datetime
    """In UTC."""


def next_occurrence(rule: Rule, after: datetime, zone: ZoneInfo) -> Planned:
    """The first occurrence later than `after`. The rule must name a weekday and a time."""
    return next(occurrences(rule, after, zone))


def occurrences(rule: Rule, after: datetime, zone: ZoneInfo) -> Iterator[Planned]:
    """All occurrences later than `after`, in order, without end.

    Times that the clocks skip in one jump fall due together: they are one occurrence, that of the first.
    """
    day = max(rule.starts_on, after.astimezone(zone).date())
    while True:
        for slot in rule.times if day.isoweekday() in rule.weekdays else ():
            due_at = first_instant(day, slot, zone)
            if due_at > after:
                yield Planned(local_date=day, slot=slot, due_at=due_at)
                after = due_at
        day += ONE_DAY


def first_instant(day: date, slot: time, zone: ZoneInfo) -> datetime:
    """The first moment (UTC) at which clocks in the zone show this time, or a later one if they skip it.

    A time that exists twice is the first of the two. zoneinfo alone maps a skipped time to a moment an hour
    before or after the jump (PEP 495), hence the search for the jump itself.
    """
    wall = datetime.combine(day, slot)
    before, after = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if before <= after:
        return before
    seconds = range(int((before - after).total_seconds()))
    jump = bisect_left(seconds, wall, key=lambda s: _shown(after + timedelta(seconds=s), zone))
    return after + timedelta(seconds=jump)


def _shown(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)
