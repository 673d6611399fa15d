"""A believable year: how somebody's days felt, uneven, with gaps and hard weeks. Pure and repeatable."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise

WEEKS = 52
LOWEST, HIGHEST = 0, 4
NOT_NOW_SHARE = 0.06
UNSAID_SHARE = 0.08
DAY_TO_DAY = 0.7
"""Standard deviation of a day around its week, in steps of the scale."""

Domain = str
Level = int
NOT_NOW = -1


@dataclass(frozen=True)
class Day:
    at: datetime
    feel: str
    levels: Mapping[Domain, Level | None]
    """0..4, NOT_NOW, or None where nothing was said."""


@dataclass(frozen=True)
class Shape:
    """`mood` is (weeks ago, -2..2), joined by straight lines; `gaps` are (from, to) in weeks ago."""

    mood: Sequence[tuple[float, float]]
    gaps: Sequence[tuple[float, float]]
    days_a_week: float
    leaning: Mapping[Domain, float]


def mood_at(mood: Sequence[tuple[float, float]], weeks_ago: float) -> float:
    points = sorted(mood)
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= weeks_ago <= x1:
            return y0 + (y1 - y0) * (weeks_ago - x0) / (x1 - x0)
    return points[-1][1]


def days_of(shape: Shape, *, until: datetime, chance: random.Random) -> Iterator[Day]:
    """Days oldest first, each in the evening before `until`; none in a gap, fewer in a hard week."""
    for days_ago in range(WEEKS * 7, 0, -1):
        weeks_ago = days_ago / 7
        mood = mood_at(shape.mood, weeks_ago)
        wanted = shape.days_a_week / 7 * (1 + mood / 6)
        if chance.random() < wanted and not any(end <= weeks_ago <= start for start, end in shape.gaps):
            yield _day(shape, mood, until - timedelta(days=days_ago), chance)


def _day(shape: Shape, mood: float, date: datetime, chance: random.Random) -> Day:
    at = datetime.combine(date.date(), time(18 + chance.randrange(5), chance.randrange(60)), date.tzinfo)
    today = mood + chance.gauss(0, DAY_TO_DAY)
    levels = {name: _level(today + lean, chance) for name, lean in shape.leaning.items()}
    return Day(at=at, feel="hard" if today < -1 else "good" if today > 1 else "ok", levels=levels)


def _level(mood: float, chance: random.Random) -> Level | None:
    draw = chance.random()
    if draw < NOT_NOW_SHARE:
        return NOT_NOW
    if draw < NOT_NOW_SHARE + UNSAID_SHARE:
        return None
    return min(HIGHEST, max(LOWEST, round(2 + mood * 0.9 + chance.gauss(0, 0.4))))
