"""How far a worker is with a file: a number beside the job's id in the shared cache, since what it writes
into the row shows only at the end. Where the cache is away the work goes on, and nobody is told."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

from django.core.cache import cache
from redis.exceptions import RedisError

Progress = Callable[[int, int], None]
"""Takes how much is done, and of how much."""

KEPT_SECONDS = 60
"""A worker that has said nothing for so long may be gone."""
APART_SECONDS = 0.5
MOST_PERCENT = 99
"""It is done when its row says so."""


def progress_key(job_id: UUID) -> str:
    return f"export.job.{job_id}"


def tell_nobody(done: int, total: int) -> None:
    """For whoever does not watch."""


class Steps:
    """Counts what is done, and tells it."""

    def __init__(self, total: int, on_progress: Progress) -> None:
        self.done = 0
        self.total = total
        self.on_progress = on_progress

    def go_on(self, by: int = 1) -> None:
        self.done += by
        self.on_progress(self.done, self.total)


@contextmanager
def told(job_id: UUID, *, clock: Callable[[], float] = time.monotonic) -> Iterator[Progress]:
    """What is told within is kept for whoever asks, and gone at the end, whatever the end."""
    try:
        yield _Told(progress_key(job_id), clock)
    finally:
        with suppress(RedisError):
            cache.delete(progress_key(job_id))


class _Told:
    def __init__(self, key: str, clock: Callable[[], float]) -> None:
        self.key = key
        self.clock = clock
        self.next_at = -math.inf

    def __call__(self, done: int, total: int) -> None:
        if total > 0 and self.clock() >= self.next_at:
            self.next_at = self._keep(min(100 * done // total, MOST_PERCENT))

    def _keep(self, percent: int) -> float:
        """Answers when to say more: never, where it could not be kept. Nobody waits for a cache twice."""
        try:
            cache.set(self.key, percent, KEPT_SECONDS)
        except RedisError:
            return math.inf
        return self.clock() + APART_SECONDS
