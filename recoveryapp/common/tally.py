"""Counts of this service's requests, for all its web processes together, without a server to keep them.

The processes are forked from one that has loaded the app, so they share one piece of memory. Each writes to a
part of it that is its own: no lock is held across processes that a killed one could keep.
"""

import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from mmap import mmap
from threading import Lock

BUCKETS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
"""Upper ends, in seconds."""
KINDS = ("read", "write")
CLASSES = (2, 3, 4, 5)
"""First figures of an answer's code."""
COUNTERS = ("conflicts", *(f"{kind}{code}" for kind in KINDS for code in CLASSES))
MOST_PROCESSES = 64

Figures = dict[str, float]
FIELDS = (
    *COUNTERS,
    *(f"{what}_le{number}" for what in (*KINDS, "waited") for number in range(len(BUCKETS) + 1)),
    *(f"{what}_seconds" for what in (*KINDS, "waited")),
)
PLACE = {name: number for number, name in enumerate(FIELDS, start=1)}
"""The first place is the process's number."""
ROW = struct.Struct(f"q{len(FIELDS)}d")


class Tally:
    def __init__(self) -> None:
        self._memory = mmap(-1, ROW.size * MOST_PROCESSES)
        self._lock = Lock()
        self._rows: dict[int, int] = {}

    def count(self, *, kind: str, status: int, seconds: float, waited: float | None = None) -> None:
        """`waited`: seconds before a thread took it, where that is known."""
        more = {f"{kind}{status // 100}": 1.0, **_timed(kind, seconds)}
        if waited is not None:
            more |= _timed("waited", waited)
        if status == 409:  # noqa: PLR2004 - conflict
            more["conflicts"] = 1.0
        with self._lock:
            row = self._own_row()
            for name, value in more.items():
                if name in PLACE:
                    self._add(row, PLACE[name], value)

    def total(self) -> Figures:
        rows = [ROW.unpack_from(self._memory, at * ROW.size) for at in range(MOST_PROCESSES)]
        return {name: sum(row[place] for row in rows) for name, place in PLACE.items()}

    def _own_row(self) -> int:
        pid = os.getpid()
        if pid not in self._rows:
            self._rows = {pid: self._claim(pid)}
        return self._rows[pid]

    def _claim(self, pid: int) -> int:
        """The row of a process that has ended is taken over with its counts: a count never goes back."""
        start = pid % MOST_PROCESSES
        places: list[int] = [*range(start, MOST_PROCESSES), *range(start)]
        for at in places:
            owner: int = struct.unpack_from("q", self._memory, at * ROW.size)[0]
            if owner in {0, pid} or not _runs(owner):
                struct.pack_into("q", self._memory, at * ROW.size, pid)
                return at
        return start

    def _add(self, row: int, place: int, value: float) -> None:
        at = row * ROW.size + place * 8
        before = struct.unpack_from("d", self._memory, at)[0]
        struct.pack_into("d", self._memory, at, before + value)


def _timed(what: str, seconds: float) -> Figures:
    bucket = next((n for n, end in enumerate(BUCKETS) if seconds <= end), len(BUCKETS))
    return {f"{what}_le{bucket}": 1.0, f"{what}_seconds": seconds}


def _runs(pid: int) -> bool:
    with suppress(PermissionError):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
    return True


tally = Tally()


def lines(figures: Figures) -> Iterator[str]:
    """As Prometheus reads them. No address, person or page is among them."""
    yield from _head("app_conflicts_total", "counter", "Writes that met a newer text from another device.")
    yield f"app_conflicts_total {figures['conflicts']:.0f}"
    yield from _head(
        "app_requests_total", "counter", "Requests to the API, by the first figure of the answer."
    )
    for kind in KINDS:
        for code in CLASSES:
            yield f'app_requests_total{{kind="{kind}",status="{code}xx"}} {figures[f"{kind}{code}"]:.0f}'
    yield from _head("app_request_seconds", "histogram", "How long requests to the API took.")
    for kind in KINDS:
        yield from _histogram("app_request_seconds", figures, kind, f'kind="{kind}"')
    yield from _head("app_waiting_seconds", "histogram", "How long they waited for a thread before that.")
    yield from _histogram("app_waiting_seconds", figures, "waited")


def _head(name: str, kind: str, text: str) -> Iterator[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} {kind}"


def _histogram(name: str, figures: Figures, what: str, label: str = "") -> Iterator[str]:
    so_far, labels = 0.0, f"{{{label}}}" if label else ""
    for number, end in enumerate([*BUCKETS, "+Inf"]):
        so_far += figures[f"{what}_le{number}"]
        ends = ",".join(filter(None, (label, f'le="{end}"')))
        yield f"{name}_bucket{{{ends}}} {so_far:.0f}"
    yield f"{name}_count{labels} {so_far:.0f}"
    yield f"{name}_sum{labels} {figures[f'{what}_seconds']:.3f}"
