"""When a rule falls due on the clocks of one zone: pure functions of rule, moment and zone.

The dates are those of an RFC 5545 recurrence, expanded without any zone; the zone comes in last, by our own
rules for hours that the clocks skip or show twice.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
MINUTES_OF_A_DAY = 24 * 60
EVERY_DAY = frozenset(range(1, 8))
Slot = tuple[date, time, bool]
"""Date, time, and whether by the clock."""
DAYS_IN_RFC_5545 = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Each of `times` (ascending, to the minute) on each date of a recurrence.

    That is each of `weekdays` (ISO: Monday is 1) in every `every_weeks`-th week, counted from the week of
    `starts_on`; without weekdays it is that one date.
    """

    weekdays: frozenset[int] = frozenset()
    times: tuple[time, ...]
    starts_on: date
    every_weeks: int = 1
    lead_minutes: int = 0
    """How long before. Whole days are dates on the calendar, the rest is time that passes."""
    spread: timedelta = timedelta(0)
    """How long after, for those who asked for “around”."""

    @property
    def recurrence(self) -> str:
        """As RFC 5545 writes it."""
        if not self.weekdays:
            return "FREQ=DAILY;COUNT=1"
        days = ",".join(DAYS_IN_RFC_5545[day - 1] for day in sorted(self.weekdays))
        return f"FREQ=WEEKLY;INTERVAL={self.every_weeks};WKST=MO;BYDAY={days}"

    def dates(self, since: date) -> Iterator[date]:
        """Those of the recurrence from `since` on, in order."""
        first = max(since, self.starts_on)
        rule = _expanded(self.recurrence, _midnight(self._same_week_before(first)))
        return (found.date() for found in rule.xafter(_midnight(first), inc=True))

    def asks_for(self, local_date: date, slot: time) -> bool:
        return slot in self.times and _is_date_of(self, local_date)

    def due_at(self, local_date: date, slot: time, zone: ZoneInfo) -> datetime:
        return due_at_clock(local_date, slot, zone, lead_minutes=self.lead_minutes, spread=self.spread)

    def _same_week_before(self, day: date) -> date:
        """A beginning of the same recurrence shortly before `day`, so that old rules are as quick as new."""
        if not self.weekdays:
            return self.starts_on
        period = self.every_weeks * 7 * ONE_DAY
        return self.starts_on + (day - self.starts_on) // period * period


@dataclass(frozen=True, kw_only=True)
class Planned:
    local_date: date
    slot: time
    due_at: datetime
    """In UTC."""
    is_by_clock: bool = True
    """False: a moment, whatever clocks show; date and slot are those of UTC."""

    @property
    def of(self) -> Slot:
        return (self.local_date, self.slot, self.is_by_clock)


@lru_cache(maxsize=4096)
def next_occurrence(rule: Rule, after: datetime, zone: ZoneInfo) -> Planned | None:
    """The first occurrence later than `after`, if there is one. Many people ask for the same hours."""
    return next(occurrences(rule, after, zone), None)


def occurrences(rule: Rule, after: datetime, zone: ZoneInfo) -> Iterator[Planned]:
    """All occurrences later than `after`, in order; those of a weekly rule have no end.

    Times that the clocks skip in one jump fall due together: they are one occurrence, that of the first.
    """
    for day in rule.dates(since=after.astimezone(zone).date() - ONE_DAY):
        for slot in rule.times:
            due_at = rule.due_at(day, slot, zone)
            if due_at > after:
                yield Planned(local_date=day, slot=slot, due_at=due_at)
                after = due_at


def due_at_clock(
    local_date: date, slot: time, zone: ZoneInfo, *, lead_minutes: int, spread: timedelta
) -> datetime:
    days, minutes = divmod(lead_minutes, MINUTES_OF_A_DAY)
    instant = first_instant(local_date - days * ONE_DAY, slot, zone)
    return instant - timedelta(minutes=minutes) + spread


@lru_cache(maxsize=4096)
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


def whole_minute(moment: datetime) -> datetime:
    """The first full minute that is not before it."""
    return moment + (datetime.min.replace(tzinfo=UTC) - moment) % ONE_MINUTE


def _shown(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


@lru_cache(maxsize=4096)
def _expanded(recurrence: str, begin: datetime) -> rrule:
    """Reading one takes longer than following it, and many people ask for the same days."""
    found = rrulestr(recurrence, dtstart=begin)
    assert isinstance(found, rrule)
    return found


@lru_cache(maxsize=4096)
def _is_date_of(rule: Rule, day: date) -> bool:
    return next(rule.dates(day), None) == day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
