"""Check-ins and milestones as one list, each reached through its own gate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any, Self, cast
from uuid import UUID

from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.outcomes.enums import TimelineKind
from recoveryapp.outcomes.models import CheckIn, Milestone
from recoveryapp.outcomes.queries.check_ins import check_ins_of
from recoveryapp.outcomes.queries.milestones import milestones_of


@dataclass(frozen=True)
class TimelineRow:
    kind: TimelineKind
    recorded_at: datetime
    check_in: CheckIn | None
    milestone: Milestone | None


class Timeline:
    """As much of a query set as a cursor asks for, over several; none is read further than the page."""

    def __init__(self, *sources: QuerySet[Any], is_newest_first: bool = True) -> None:
        self.sources = sources
        self.is_newest_first = is_newest_first

    def order_by(self, *names: str) -> Self:
        sources = (source.order_by(*names) for source in self.sources)
        return type(self)(*sources, is_newest_first=names[0].startswith("-"))

    def filter(self, **lookups: Any) -> Self:
        sources = (source.filter(**lookups) for source in self.sources)
        return type(self)(*sources, is_newest_first=self.is_newest_first)

    def __getitem__(self, window: slice) -> list[Any]:
        pages = (source[: window.stop] for source in self.sources)
        return list(merge(*pages, key=when, reverse=self.is_newest_first))[window]


def timeline_of(person: User) -> QuerySet[Any]:
    timeline = Timeline(check_ins_of(person), milestones_of(person))
    return cast("QuerySet[Any]", timeline)


def rows_of(page: Sequence[CheckIn | Milestone]) -> list[TimelineRow]:
    return [row_of(noun) for noun in page]


def row_of(noun: CheckIn | Milestone) -> TimelineRow:
    if isinstance(noun, CheckIn):
        return TimelineRow(TimelineKind.CHECK_IN, noun.recorded_at, check_in=noun, milestone=None)
    return TimelineRow(TimelineKind.MILESTONE, noun.recorded_at, check_in=None, milestone=noun)


def when(noun: CheckIn | Milestone) -> tuple[datetime, UUID]:
    return noun.recorded_at, noun.pk
