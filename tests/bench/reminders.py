"""Reminders claimed and handed to a channel that does nothing, per second, beside other ways to do it.

Each turn of each contender is a process of its own, which finds its rows made, on a copy of one database; so
its memory is its own too. The contenders take turns, and every ratio is of one size within one run. Seconds
are those of a core, of the process and of its database server: what else the machine does is no part of them.

* ours: `dispatch_due`, with the look at pauses, quiet hours and addresses, deliveries, ends and next plans
* bare claim: the same UPDATE ... RETURNING in a loop, and nothing else: one written row of our four
* all statements: a loop of every statement that a batch of ours needs, and nothing else: the floor
* django-celery-beat: one PeriodicTask each, all due, its scheduler's own `tick`, sending replaced by nothing.
  It is kindly measured: all rows are read before the clock starts, and it stops after `WINDOW`
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
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = {1_000: 5, 10_000: 3, 100_000: 2}
"""Turns of each contender, by how many are due."""
SETTINGS = "tests.reminders.beat_settings"
WINDOW = 20.0
"""Seconds."""
BEAT_GOAL, SHARE_GOAL, FLAT = 20, 0.5, 1.2

Work = Callable[[], int]
"""Answers how many it handed over."""


@dataclass(frozen=True)
class Figure:
    per_second: float
    """Of a core."""
    per_second_by_the_clock: float
    memory_mib: int


def ours() -> Work:
    from recoveryapp.notifications.email import EmailCarrier
    from recoveryapp.reminders import carriers, dispatch
    from recoveryapp.reminders.models import Occurrence

    class Nothing:
        channel = EmailCarrier.channel

        def carry(self, message: Any, address: str) -> str:
            return ""

    carriers.CARRIERS[:] = [Nothing()]

    def work() -> int:
        while Occurrence.objects.filter(state="pending", due_at__lte=datetime.now(UTC)).exists():
            dispatch.dispatch_due(clock=lambda: datetime.now(UTC))
        return Occurrence.objects.filter(state="sent").count()

    return work


def bare_claim() -> Work:
    from recoveryapp.reminders.claims import claim_due

    def work() -> int:
        count = 0
        while claims := claim_due(now=datetime.now(UTC)):
            count += len(claims)
        return count

    return work


def all_statements() -> Work:
    """The rows that are written are our own, but nothing is looked at, sent or worked out."""
    from recoveryapp.reminders.claims import claim_due

    def work() -> int:
        count = 0
        while claims := claim_due(now=datetime.now(UTC)):
            _run_statements(claims)
            count += len(claims)
        return count

    return work


def _run_statements(claims: Any) -> None:
    from django.db import connection, transaction

    from recoveryapp.common.ids import new_id
    from recoveryapp.notifications.actions import KEEP
    from recoveryapp.reminders import asked, ends
    from recoveryapp.reminders.addresses import address_book
    from recoveryapp.reminders.models import occurrence_id

    now = datetime.now(UTC)
    reminder_ids = asked.array_of([claim.reminder_id for claim in claims])
    sent = {"channel": "email", "target": "", "state": "sent", "reason": "", "gateway_id": "", "tries": 1}
    deliveries = [
        {**sent, "id": new_id(), "message_id": claim.pk, "owner_id": claim.owner_id, "was_tried": True}
        for claim in claims
    ]
    ended = [
        {"id": claim.pk, "fence": claim.fence, "attempts": 1, "state": "sent", "reason": ""}
        for claim in claims
    ]
    plans = [
        {
            "id": occurrence_id(claim.reminder_id, claim.local_date + timedelta(days=1), claim.slot),
            "owner_id": claim.owner_id,
            "reminder_id": claim.reminder_id,
            "local_date": claim.local_date + timedelta(days=1),
            "slot": claim.slot,
            "zone": claim.zone,
            "is_by_clock": True,
            "due_at": claim.due_at + timedelta(days=1),
        }
        for claim in claims
    ]
    with connection.cursor() as cursor:
        cursor.execute(asked.LOOK, [reminder_ids])
        cursor.fetchall()
        address_book({claim.owner_id for claim in claims}, now=now, channels=["email"])
        cursor.execute(KEEP, {"rows": json.dumps(deliveries, default=str), "now": now, "is_test": False})
        with transaction.atomic():
            cursor.execute(ends.LOCK, [reminder_ids])
            cursor.execute(ends.END, {"now": now, "rows": json.dumps(ended, default=str)})
            cursor.execute(ends.PLAN, {"now": now, "rows": json.dumps(plans, default=str)})


def django_celery_beat() -> Work:
    from django_celery_beat.schedulers import DatabaseScheduler

    from recoveryapp.celery import app

    handed_over: list[str] = []
    scheduler = DatabaseScheduler(app=app)
    scheduler.apply_async = lambda entry, **more: handed_over.append(scheduler.reserve(entry).name)
    due = len(scheduler.schedule)  # all its rows are read
    scheduler.tick()  # and in order

    def work() -> int:
        before, ends_at = len(handed_over), time.perf_counter() + WINDOW
        while len(handed_over) < due and time.perf_counter() < ends_at:
            scheduler.tick()
        return len(handed_over) - before

    return work


CONTENDERS: dict[str, Callable[[], Work]] = {
    "ours": ours,
    "bare claim": bare_claim,
    "all statements": all_statements,
    "django-celery-beat": django_celery_beat,
}


def fill(size: int) -> None:
    """Both kinds of rows: what is not a contender's own costs it nothing."""
    from django_celery_beat.models import IntervalSchedule, PeriodicTask

    from tests.reminders.crowd import crowd, this_minute

    crowd(size, due_at=this_minute(), people=max(1, size // 100))
    daily = IntervalSchedule.objects.create(every=1, period=IntervalSchedule.DAYS)
    long_ago = datetime.now(UTC) - timedelta(days=2)
    rows = [
        PeriodicTask(name=str(n), task="nothing", interval=daily, last_run_at=long_ago) for n in range(size)
    ]
    PeriodicTask.objects.bulk_create(rows, batch_size=2_000)


def measure(contender: str) -> Figure:
    """In this process, which does nothing else."""
    work = CONTENDERS[contender]()
    server = database_server()
    begun, used = time.perf_counter(), time.process_time() + core_seconds(server)
    count = work()
    seconds, used = time.perf_counter() - begun, time.process_time() + core_seconds(server) - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Figure(count / used, count / seconds, memory)


def database_server() -> int:
    """The parent of the process that serves this one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(fields_of(int(cursor.fetchone()[0]))[1])


def core_seconds(server: int) -> float:
    """Of all its processes, also those that have ended (proc(5), 14 to 17)."""
    own = fields_of(server)
    living = [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split()]
    ticks = [*own[11:15], *(tick for pid in living for tick in fields_of(pid)[11:13])]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def fields_of(pid: int) -> list[str]:
    """Those after the name in brackets."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["0"] * 50  # it has just ended, so its parent counts it


def rows() -> Iterator[Any]:
    """For `make bench`: reminders in a second of a core beside others, and the most memory of one."""
    row = import_module("tests.bench.measuring").Row
    memory: dict[int, int] = {}
    for size in sizes():
        found = figures(size)
        rate = {contender: figure.per_second for contender, figure in found.items()}
        own, memory[size] = rate["ours"], found["ours"].memory_mib
        beat, goal = rate["django-celery-beat"], BEAT_GOAL if size == max(ROUNDS) else None
        yield row(f"{size} due, beside django-celery-beat", own, "/s", plain=beat, least_ratio=goal)
        for other in ("all statements", "bare claim"):
            yield row(f"{size} due, beside {other}", own, "/s", plain=rate[other], least_ratio=SHARE_GOAL)
        yield row(f"{size} due, by the clock", found["ours"].per_second_by_the_clock, "/s")
        less = memory.get(size // 10) if size == max(ROUNDS) else None
        yield row(f"{size} due, memory", memory[size], "MiB", plain=less, most=less * FLAT if less else None)


def sizes() -> list[int]:
    """All, or those in SIZES, as in SIZES="1000 10000"."""
    return [int(size) for size in os.environ.get("SIZES", "").split()] or list(ROUNDS)


def figures(size: int) -> dict[str, Figure]:
    """The middle of all turns, and the most memory of any."""
    from deploy.local.services import local_services

    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)  # servers of its own, whatever the settings were read with
    with tempfile.TemporaryDirectory() as folder, local_services(Path(folder), durable=False) as env:
        _run(env, "manage.py", "migrate", "--verbosity=0")
        _run(env, "-m", "tests.bench.reminders", "fill", str(size))
        turns = [
            {
                contender: _turn(env, contender)
                for contender in (CONTENDERS if turn % 2 else [*CONTENDERS][::-1])
            }
            for turn in range(ROUNDS[size])
        ]
    return {
        contender: Figure(
            median(turn[contender].per_second for turn in turns),
            median(turn[contender].per_second_by_the_clock for turn in turns),
            max(turn[contender].memory_mib for turn in turns),
        )
        for contender in CONTENDERS
    }


def _turn(env: dict[str, str], contender: str) -> Figure:
    with copy_of(env["DATABASE_URL"]) as url:
        said = _run({**env, "DATABASE_URL": url}, "-m", "tests.bench.reminders", "measure", contender)
    return Figure(**json.loads(said.splitlines()[-1]))


@contextmanager
def copy_of(url: str) -> Iterator[str]:
    """A database of the same rows, gone at the end."""
    import psycopg

    own = urlsplit(url)
    with psycopg.connect(own._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f'CREATE DATABASE turn TEMPLATE "{own.path[1:]}"')
        yield own._replace(path="/turn").geturl()
        server.execute("DROP DATABASE turn WITH (FORCE)")


def _run(env: dict[str, str], *command: str) -> str:
    own = {**os.environ, **env, "DJANGO_SETTINGS_MODULE": SETTINGS}
    own |= {"ENVIRONMENT": "test", "LOG_LEVEL": "ERROR"}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=own, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


if __name__ == "__main__":
    import django

    django.setup()
    match sys.argv[1:]:
        case ["fill", size]:
            fill(int(size))
        case ["measure", contender]:
            sys.stdout.write(json.dumps(vars(measure(contender))) + "\n")
