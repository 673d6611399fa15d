"""A goal's ratings as points of a chart: never more than a phone can draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from math import ceil
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, DateTimeField, F, Func, Max, Min, QuerySet, Value
from django.db.models.functions import Round

from recoveryapp.common.days import WEEK, monday_of, start_of
from recoveryapp.goals.models import GoalRating

MOST_POINTS = 200
A_MONDAY = date(2001, 1, 1)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class RatingPoint:
    at: datetime
    value: float
    """0 to 10, two decimals."""
    count: int
    """How many ratings it stands for."""


@dataclass(frozen=True)
class RatingSeries:
    """`weeks_per_point` 0: each point is one rating. Otherwise a point is the mean of that many weeks, at
    the Monday they begin with; weeks without a rating have no point."""

    weeks_per_point: int
    points: list[RatingPoint]


def series_of(ratings: QuerySet[GoalRating], *, zone: ZoneInfo) -> RatingSeries:
    """At most `MOST_POINTS` points, oldest first, in two statements. Weeks begin on Monday in `zone`."""
    span = ratings.aggregate(count=Count("id"), first=Min("recorded_at"), last=Max("recorded_at"))
    if span["count"] <= MOST_POINTS:
        return RatingSeries(0, _each(ratings))
    weeks = _weeks_per_point(span["last"] - span["first"])
    return RatingSeries(weeks, _means(ratings, weeks, zone))


def series_from(
    ratings: Sequence[tuple[datetime, int]], *, zone: ZoneInfo, most: int = MOST_POINTS
) -> RatingSeries:
    """The same of ratings that are at hand, oldest first, in at most `most` points."""
    if len(ratings) <= most:
        return RatingSeries(0, [RatingPoint(at, value, 1) for at, value in ratings])
    weeks = _weeks_per_point(ratings[-1][0] - ratings[0][0], most)
    by_monday = groupby(ratings, key=lambda rating: _first_monday(rating[0], weeks, zone))
    points = [_mean(monday, [value for _, value in group], zone) for monday, group in by_monday]
    return RatingSeries(weeks, points)


def _weeks_per_point(span: timedelta, most: int = MOST_POINTS) -> int:
    """The least that keeps to `most`; the first and last points may be cut by the calendar."""
    return max(1, ceil(span / timedelta(weeks=most - 2)))


def _first_monday(at: datetime, weeks: int, zone: ZoneInfo) -> date:
    """Of the `weeks` weeks it lies in."""
    monday = monday_of(at.astimezone(zone).date())
    return monday - (monday - A_MONDAY) % (WEEK * weeks)


def _mean(monday: date, values: Sequence[int], zone: ZoneInfo) -> RatingPoint:
    mean = (Decimal(sum(values)) / len(values)).quantize(CENT, ROUND_HALF_UP)
    return RatingPoint(start_of(monday, zone).astimezone(UTC), float(mean), len(values))


def _each(ratings: QuerySet[GoalRating]) -> list[RatingPoint]:
    rows = ratings.order_by("recorded_at", "id").values_list("recorded_at", "value")
    return [RatingPoint(at, value, 1) for at, value in rows]


def _means(ratings: QuerySet[GoalRating], weeks: int, zone: ZoneInfo) -> list[RatingPoint]:
    rows = (
        ratings.values(begins_at=_monday_of("recorded_at", weeks, zone))
        .annotate(mean=Round(Avg("value"), precision=2), count=Count("id"))
        .order_by("begins_at")
    )
    return [RatingPoint(row["begins_at"], row["mean"], row["count"]) for row in rows]


def _monday_of(field: str, weeks: int, zone: ZoneInfo) -> Func:
    local = _at_time_zone(F(field), zone)
    monday = Func(
        Value(timedelta(weeks=weeks)),
        local,
        function="date_bin",
        template="%(function)s(%(expressions)s, timestamp '2001-01-01')",
    )
    return _at_time_zone(monday, zone)


def _at_time_zone(moment: F | Func, zone: ZoneInfo) -> Func:
    """PostgreSQL's way from a moment to the clock on the wall there, and back."""
    return Func(
        moment,
        Value(zone.key),
        template="(%(expressions)s)",
        arg_joiner=" AT TIME ZONE ",
        output_field=DateTimeField(),
    )
