"""Check-ins and milestones of another person, as far as a reading opens them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import IntegerField, Q, QuerySet, Value

from recoveryapp.common.days import mondays_until
from recoveryapp.consent.gate import Reading
from recoveryapp.consent.scopes import CHECK_INS
from recoveryapp.outcomes.enums import Domain
from recoveryapp.outcomes.models import CheckIn, Milestone
from recoveryapp.outcomes.queries.means import by_week, in_fortnight_until, mean_of, starts_of

THEN, NOW = -1, -2
"""Numbers of the two fortnights, beside those of the weeks."""

Mean = Decimal | None
Means = Mapping[Domain, Mean]


@dataclass(frozen=True)
class SharedDomain:
    domain: Domain
    weeks: list[Mean]
    """Null: nothing was answered in that week."""
    then: Mean
    now: Mean
    """Of the two weeks up to each day."""


@dataclass(frozen=True)
class SharedDomains:
    first_week_on: date
    """Its Monday."""
    domains: list[SharedDomain]


def domains_shared_with(
    reading: Reading,
    *,
    weeks: int,
    then: date | None,
    now: date,
    zone: ZoneInfo,
    only: Collection[str] = Domain.values,
) -> SharedDomains | None:
    """Of the last `weeks` weeks those from the first with an answer on; one statement. None without any.

    `then` None: only one day is asked for.
    """
    wanted = [domain for domain in Domain if domain in only and CHECK_INS[domain] in reading.scopes]
    opened = {domain: reading.opens(CHECK_INS[domain]) for domain in wanted}
    if not opened:
        return None
    mondays = mondays_until(reading.at.astimezone(zone).date(), weeks=weeks)
    days = {number: day for number, day in {THEN: then, NOW: now}.items() if day}
    found = _means(opened, mondays, days, zone)
    first = min((number for number, means in found.items() if number > 0 and _any_mean(means)), default=None)
    if first is None:
        return None
    numbers = range(first, len(mondays) + 1)
    return SharedDomains(mondays[first - 1], [_domain(domain, numbers, found) for domain in opened])


def _means(
    opened: Mapping[Domain, Q], mondays: Sequence[date], days: Mapping[int, date], zone: ZoneInfo
) -> dict[int, Means]:
    """By number of the week, or of the fortnight up to one of the days."""
    rows = CheckIn.objects.filter(reduce(or_, opened.values()))
    means = {domain.value: mean_of(domain, within) for domain, within in opened.items()}
    fortnights = [
        _fortnight(rows, means, number, in_fortnight_until(day, zone)) for number, day in days.items()
    ]
    starts = starts_of(mondays, zone)
    weeks = by_week(rows, means, starts, since=starts[0], until=starts[-1])
    found = weeks.union(*fortnights, all=True)
    return {number: dict(zip(opened, values, strict=True)) for number, *values in found}


def _fortnight(
    rows: QuerySet[CheckIn], means: Mapping[str, Any], number: int, within: Q
) -> QuerySet[CheckIn, Any]:
    named = rows.filter(within).order_by().values(number=Value(number, output_field=IntegerField()))
    return named.annotate(**means).values_list("number", *means)


def _any_mean(means: Means) -> bool:
    return any(mean is not None for mean in means.values())


def _domain(domain: Domain, numbers: Iterable[int], found: Mapping[int, Means]) -> SharedDomain:
    def mean(number: int) -> Mean:
        return found[number][domain] if number in found else None

    return SharedDomain(domain, [mean(number) for number in numbers], mean(THEN), mean(NOW))


def said_about_days(reading: Reading) -> QuerySet[CheckIn]:
    """Check-ins that say what helped or what got in the way, newest first: `shown_helped`, `shown_hindered`,
    `shown_hindered_by`."""
    said = ~Q(shown_helped=b"", shown_hindered=b"", shown_hindered_by=[])
    return CheckIn.objects.shared_with(reading).filter(said).order_by("-recorded_at", "-id")


def milestones_shared_with(
    reading: Reading, *, most: int, only: Sequence[UUID] | None = None
) -> list[Milestone]:
    """The newest; `only`: of these; None: of all."""
    wanted = Q() if only is None else Q(pk__in=only)
    return list(Milestone.objects.shared_with(reading).filter(wanted).order_by("-happened_on", "-id")[:most])
