"""A goal's ratings as points of a chart: never more than a phone can draw."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, DateTimeField, F, Func, Max, Min, QuerySet, Value
from django.db.models.functions import Round

from recoveryapp.goals.models import GoalRating

MOST_POINTS = 200


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


def _weeks_per_point(span: timedelta) -> int:
    """The least that keeps to `MOST_POINTS`; the first and last points may be cut by the calendar."""
    return max(1, ceil(span / timedelta(weeks=MOST_POINTS - 2)))


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
