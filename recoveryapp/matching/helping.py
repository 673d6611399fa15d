"""What helped: a person's own logic model, counted from what they said and did.

Counts, never causes. It says how often something they tried helped, by their own word; and of the days on
which they did something for a goal, on how many a domain was better than it usually is. Nothing is stored.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from recoveryapp.matching.enums import HELPED, Helped

FEWEST_DAYS = 5
"""On each side; with fewer nothing is compared."""
CLEARLY = 2
"""Better on so many times more days than lower, or the other way round."""
MOST_EXAMPLES = 3


@dataclass(frozen=True)
class Tried:
    """Something that was tried, and what the person said of it."""

    kind: str | None
    """None: an idea of their own."""
    name: str
    helped: str
    """Empty: not said."""
    domains: Sequence[str]
    """Of the goal it was for, else of the resource."""


@dataclass(frozen=True)
class WhatHelped:
    kind: str | None
    tried: int
    helped: int
    """Yes, or a bit."""
    not_helped: int
    domains: Mapping[str, int]
    """Domain -> how many of those that helped were for it."""
    examples: Sequence[str]
    """Names, those that helped first."""

    @property
    def not_said(self) -> int:
        return self.tried - self.helped - self.not_helped


class Tendency(StrEnum):
    TOO_FEW = "too_few"
    OFTEN_BETTER = "often_better"
    OFTEN_LOWER = "often_lower"
    NOT_CLEAR = "not_clear"


@dataclass(frozen=True)
class Days:
    """The days on which something was done, by whether a domain stood above or below the usual."""

    days: int
    better: int
    same: int
    lower: int
    others: int
    """Other days with an answer: their middle is the usual."""

    @property
    def tendency(self) -> Tendency:
        if min(self.days, self.others) < FEWEST_DAYS:
            return Tendency.TOO_FEW
        if self.better > CLEARLY * self.lower and self.better * 2 > self.days:
            return Tendency.OFTEN_BETTER
        if self.lower > CLEARLY * self.better and self.lower * 2 > self.days:
            return Tendency.OFTEN_LOWER
        return Tendency.NOT_CLEAR


def helped_by_kind(tried: Iterable[Tried]) -> list[WhatHelped]:
    """The kinds that helped most often first."""
    by_kind: dict[str | None, list[Tried]] = {}
    for one in tried:
        by_kind.setdefault(one.kind, []).append(one)
    found = [_what_helped(kind, rows) for kind, rows in by_kind.items()]
    return sorted(found, key=lambda row: (-row.helped, -row.tried, row.kind or ""))


def days_beside_others(levels: Mapping[date, int], done_on: Collection[date]) -> Days:
    """`levels`: 0 to 4, of the days on which there was an answer; a gap counts nowhere."""
    doing = [level for day, level in levels.items() if day in done_on]
    others = [level for day, level in levels.items() if day not in done_on]
    usual = median(others) if others else 0
    return Days(
        days=len(doing),
        better=sum(level > usual for level in doing) if others else 0,
        same=sum(level == usual for level in doing) if others else 0,
        lower=sum(level < usual for level in doing) if others else 0,
        others=len(others),
    )


def _what_helped(kind: str | None, rows: Sequence[Tried]) -> WhatHelped:
    helped = [row for row in rows if row.helped in HELPED]
    domains = sorted({domain for row in helped for domain in row.domains})
    names = [row.name for row in [*helped, *rows]]
    return WhatHelped(
        kind=kind,
        tried=len(rows),
        helped=len(helped),
        not_helped=sum(row.helped == Helped.NO for row in rows),
        domains={domain: sum(domain in row.domains for row in helped) for domain in domains},
        examples=list(dict.fromkeys(names))[:MOST_EXAMPLES],
    )
