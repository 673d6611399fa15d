import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """One line of the table. Without `plain` it is only told, without `most` it cannot be too much."""

    name: str
    value: float
    unit: str = "ms"
    plain: float | None = None
    """What the plainest way takes, measured in the same run."""
    most: float | None = None
    """The goal for `value`, on a core of our own."""
    least_ratio: float | None = None
    """The goal for `ratio`, where more is better."""
    ratios: Sequence[float] = ()
    """Of each round, where there were several, the lowest first; the middle one is the ratio."""

    @property
    def ratio(self) -> float | None:
        if self.ratios:
            return median(self.ratios)
        return self.value / self.plain if self.plain else None

    @property
    def is_kept(self) -> bool:
        is_little = self.most is None or self.value <= self.most
        return is_little and (self.least_ratio is None or (self.ratio or 0.0) >= self.least_ratio)


def median_ms(call: Callable[[T], Any], given: Sequence[T], *, rounds: int = 5) -> float:
    """What one call takes of one core: of each thing given its quickest round, and of those the middle.

    The core's time and not the clock's, and the quickest: what else the machine does is no part of it.
    """
    for each in given:
        call(each)
    return median(min(_took_ms(call, each) for _ in range(rounds)) for each in given)


def _took_ms(call: Callable[[T], Any], given: T) -> float:
    began = process_time()
    call(given)
    return (process_time() - began) * 1_000


@contextmanager
def watching() -> Iterator[dict[str, float]]:
    """Seconds of a core, and by how many MB the process grew for good."""
    took: dict[str, float] = {}
    began, before = process_time(), _memory_mb()
    yield took
    took |= {"seconds": process_time() - began, "mb": _memory_mb() - before}


def _memory_mb() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000
