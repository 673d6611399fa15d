"""Means of what a person answered, 0 (not at all) to 4 (a lot), to two decimals, halves up.

“Not for me right now” and what was not answered count in no mean: a gap stays a gap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Avg,
    Case,
    Count,
    DateTimeField,
    DecimalField,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Round

from recoveryapp.accounts.models import User
from recoveryapp.common.days import WEEK, end_of, mondays_until, start_of
from recoveryapp.common.statements import Rows, written_once
from recoveryapp.outcomes.enums import SCALE, Domain
from recoveryapp.outcomes.models import CheckIn

NOTHING = (0, None, None, None)


@dataclass(frozen=True)
class Means:
    count: int
    functional: Decimal | None
    existential: Decimal | None
    social: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Week(Means):
    week_on: date
    """Its Monday."""


@dataclass(frozen=True, kw_only=True)
class Fortnight(Means):
    from_on: date
    to_on: date


class WidthBucket(Func):
    """The number of the half-open interval between ascending moments that a moment lies in, the first is 1.

    The moments come from Python, so that one time zone database decides where a week begins.
    """

    function = "width_bucket"
    output_field = IntegerField()


def weekly_means(owner: User, *, weeks: int, now: datetime, zone: ZoneInfo) -> list[Week]:
    """Of one's own last weeks, oldest first, a week without check-ins among them; one statement."""
    mondays = mondays_until(now.astimezone(zone).date(), weeks=weeks)
    starts = starts_of(mondays, zone)
    found = {number: counted for number, *counted in _weekly_means(owner.pk, starts, starts[0], starts[-1])}
    return [
        Week(*found.get(number, NOTHING), week_on=monday) for number, monday in enumerate(mondays, start=1)
    ]


@written_once
def _weekly_means(owner_id: UUID, starts: list[datetime], since: datetime, until: datetime) -> Rows:
    return by_week(CheckIn.objects.owned_by(User(pk=owner_id)), means(), starts, since=since, until=until)


def starts_of(mondays: Sequence[date], zone: ZoneInfo) -> list[datetime]:
    """When each of the weeks begins, and when the last one ends."""
    return [start_of(monday, zone) for monday in [*mondays, mondays[-1] + WEEK]]


def by_week(
    check_ins: QuerySet[CheckIn],
    found: Mapping[str, Any],
    starts: list[datetime],
    *,
    since: datetime,
    until: datetime,
) -> QuerySet[CheckIn, Any]:
    """The number of the week, from 1, and what is asked for, for each week that has check-ins."""
    number = WidthBucket("recorded_at", Value(starts, output_field=ArrayField(DateTimeField())))
    return (
        check_ins.filter(recorded_at__gte=since, recorded_at__lt=until)
        .order_by()
        .values(number=number)
        .annotate(**found)
        .values_list("number", *found)
    )


def then_and_now(
    check_ins: QuerySet[CheckIn], *, then: date, now: date, zone: ZoneInfo
) -> dict[str, Fortnight]:
    """The two weeks up to and with each of the two days, of one person; one statement."""
    days = {"then": then, "now": now}
    within = {name: in_fortnight_until(day, zone) for name, day in days.items()}
    found = check_ins.filter(within["then"] | within["now"]).aggregate(
        **{f"{name}_{mean}": value for name, rows in within.items() for mean, value in means(rows).items()}
    )
    return {
        name: Fortnight(
            **{mean: found[f"{name}_{mean}"] for mean in means()}, from_on=fortnight_until(day), to_on=day
        )
        for name, day in days.items()
    }


def fortnight_until(day: date) -> date:
    """The first of the fourteen days of which this is the last."""
    return day - timedelta(days=13)


def in_fortnight_until(day: date, zone: ZoneInfo) -> Q:
    return Q(recorded_at__gte=start_of(fortnight_until(day), zone), recorded_at__lt=end_of(day, zone))


def means(within: Q | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {domain: mean_of(domain, within) for domain in Domain.values}
    return {"count": Count("pk", filter=within), **found}


def mean_of(domain: str, within: Q | None) -> Round:
    value = Case(
        *(When(**{domain: level}, then=Value(value)) for level, value in SCALE.items()),
        output_field=IntegerField(),
    )
    return Round(Avg(value, filter=within, output_field=DecimalField()), precision=2)
