"""Reminders claimed and handed to a channel that does nothing, per second, beside other ways to do it.

`python -m tests.bench.reminders [10000 ...]` starts its own servers. Each contender, at each size, is a
process of its own, so that its memory is its own too.

* ours: `dispatch_due`, with the look at pauses, quiet hours and addresses, deliveries, ends and next plans
* django-celery-beat: one PeriodicTask each, all due; its scheduler's own `tick`, sending replaced by nothing.
  It has `WINDOW` seconds from its start; where not all are sent by then, its rate is that of the window
* raw: the same UPDATE ... RETURNING in a loop, and nothing else: the floor
"""
# ruff: noqa: PLC0415 - a child process measures its own memory, so it loads what it needs and no more

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SIZES = tuple(map(int, os.environ.get("SIZES", "1000 10000 100000").split()))
SETTINGS = "tests.reminders.beat_settings"
BEAT_GOAL, RAW_GOAL = 20, 2
WINDOW = 120.0
FLAT = 1.2
"""How much more memory ten times as many may take."""
CONTENDERS = ("ours", "django-celery-beat", "raw")


@dataclass(frozen=True)
class Figure:
    contender: str
    size: int
    per_second: float
    memory_mib: int


def ours(size: int) -> Callable[[], int]:
    from recoveryapp.notifications.email import EmailCarrier
    from recoveryapp.reminders import carriers, dispatch
    from recoveryapp.reminders.models import Occurrence
    from tests.reminders.crowd import crowd, this_minute

    class Nothing:
        channel = EmailCarrier.channel

        def carry(self, message: Any, address: str) -> str:
            return ""

    crowd(size, due_at=this_minute() - timedelta(minutes=1), people=max(1, size // 100))
    carriers.CARRIERS[:] = [Nothing()]

    def work() -> int:
        while Occurrence.objects.filter(state="pending", due_at__lte=datetime.now(UTC)).exists():
            dispatch.dispatch_due(clock=lambda: datetime.now(UTC))
        return size

    return work


def raw(size: int) -> Callable[[], int]:
    from recoveryapp.reminders.claims import claim_due
    from tests.reminders.crowd import crowd, this_minute

    crowd(size, due_at=this_minute() - timedelta(minutes=1), people=max(1, size // 100))

    def work() -> int:
        while claim_due(now=datetime.now(UTC)):
            continue
        return size

    return work


def django_celery_beat(size: int) -> Callable[[], int]:
    from django_celery_beat.models import IntervalSchedule, PeriodicTask
    from django_celery_beat.schedulers import DatabaseScheduler

    from recoveryapp.celery import app

    daily = IntervalSchedule.objects.create(every=1, period=IntervalSchedule.DAYS)
    long_ago = datetime.now(UTC) - timedelta(days=2)
    rows = [
        PeriodicTask(name=str(n), task="nothing", interval=daily, last_run_at=long_ago) for n in range(size)
    ]
    PeriodicTask.objects.bulk_create(rows, batch_size=2_000)
    handed_over: list[str] = []

    def work() -> int:
        """From its start: it reads all its rows before it sends the first, as at every change of one."""
        scheduler = DatabaseScheduler(app=app)
        scheduler.apply_async = lambda entry, **more: handed_over.append(scheduler.reserve(entry).name)
        ends_at = time.perf_counter() + WINDOW
        while len(handed_over) < size and time.perf_counter() < ends_at:
            scheduler.tick()
        scheduler.sync()
        return len(handed_over)

    return work


def measure(contender: str, size: int) -> Figure:
    """In this process, which does nothing else."""
    prepare = {"ours": ours, "raw": raw, "django-celery-beat": django_celery_beat}[contender]
    work = prepare(size)
    begun = time.perf_counter()
    done = work()
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Figure(contender, size, max(done, 1) / seconds, memory)


def rows() -> Iterator[Any]:
    """For `make bench`: reminders a second beside the others, and the memory of the process."""
    row = import_module("tests.bench.measuring").Row
    memory = {}
    for size in SIZES:
        found = {contender: figure_of(contender, size) for contender in CONTENDERS}
        rate = {contender: figure.per_second for contender, figure in found.items()}
        goal = BEAT_GOAL if size == max(SIZES) else None
        beat, raw, own = rate["django-celery-beat"], rate["raw"], rate["ours"]
        yield row(f"{size} due, beside django-celery-beat", own, "/s", plain=beat, least_ratio=goal)
        yield row(f"{size} due, beside the bare claim", own, "/s", plain=raw, least_ratio=1 / RAW_GOAL)
        memory[size] = found["ours"].memory_mib
        most = memory[SIZES[-2]] * FLAT if size == max(SIZES) else None
        yield row(f"{size} due, memory", memory[size], "MiB", most=most)


def figures(sizes: tuple[int, ...] = SIZES) -> Iterator[Figure]:
    for size in sizes:
        for contender in CONTENDERS:
            yield figure_of(contender, size)


def figure_of(contender: str, size: int) -> Figure:
    """On a new server with an empty database."""
    from deploy.local.services import local_services

    with tempfile.TemporaryDirectory() as folder, local_services(Path(folder), durable=False) as env:
        _run(env, "manage.py", "migrate", "--verbosity=0")
        said = _run(env, "-m", "tests.bench.reminders", "measure", contender, str(size))
        return Figure(**json.loads(said.splitlines()[-1]))


def _run(env: dict[str, str], *command: str) -> str:
    own = {**os.environ, **env, "DJANGO_SETTINGS_MODULE": SETTINGS}
    own |= {"ENVIRONMENT": "test", "LOG_LEVEL": "ERROR"}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=own, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def _say(figure: Figure, others: dict[str, Figure]) -> None:
    ratios = [
        f"{figure.per_second / other.per_second:.2f} x {name}"
        for name, other in others.items()
        if figure.contender == "ours" and name != "ours"
    ]
    sys.stdout.write(
        f"{figure.contender:20} {figure.size:>8} {figure.per_second:>10.0f} /s {figure.memory_mib:>6} MiB"
        f"  {', '.join(ratios)}\n"
    )
    sys.stdout.flush()


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["measure"]:
        import django

        django.setup()
        sys.stdout.write(json.dumps(vars(measure(arguments[1], int(arguments[2])))) + "\n")
        return
    found: dict[int, dict[str, Figure]] = {}
    for figure in figures(tuple(map(int, arguments)) or SIZES):
        found.setdefault(figure.size, {})[figure.contender] = figure
        if len(found[figure.size]) == len(CONTENDERS):
            for each in found[figure.size].values():
                _say(each, found[figure.size])


if __name__ == "__main__":
    main(sys.argv[1:])
