"""Dispatchers as processes of their own, against a gateway that writes down each call before it answers.

    python -m tests.reminders.crew FOLDER WORKERS KILLS SLOWNESS LEASE (rude | kind)

Forked from one process that has everything loaded, so that one which is killed is replaced at once. Ends when
nothing is due, and prints what it saw as JSON.
"""

import json
import os
import random
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import django

django.setup()

from django.db import DatabaseError, close_old_connections, connection  # noqa: E402

from recoveryapp.notifications.channels import Gone, Message, Unreachable  # noqa: E402
from recoveryapp.notifications.email import EmailCarrier  # noqa: E402
from recoveryapp.reminders import carriers, claims, dispatch  # noqa: E402
from recoveryapp.reminders.models import Occurrence  # noqa: E402

HANG = 10.0
"""Seconds after which a carrier waits no longer."""


class Gateway:
    """Stands in for the network: keeps each call, then takes as long as it is told to."""

    channel = EmailCarrier.channel

    def __init__(self, calls: Path, slowness: float, *, is_rude: bool) -> None:
        self._calls = os.open(calls, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._slowness = slowness
        self._is_rude = is_rude
        self._met: set[UUID] = set()

    def carry(self, message: Message, address: str) -> str:
        """2 % are asked to wait, 1 % are gone, 0.5 % meet silence: by their ids, and the first time only."""
        kind = self._kind(message.id)
        os.write(self._calls, f"{message.id} {kind}\n".encode())
        is_trouble = kind != "taken" and message.id not in self._met
        self._met.add(message.id)
        time.sleep(HANG if is_trouble and kind == "hang" else self._slowness)
        if not is_trouble:
            return "201"
        raise Gone if kind == "gone" else Unreachable(timedelta(seconds=5) if kind == "busy" else None)

    def _kind(self, message_id: UUID) -> str:
        lot = message_id.int % 1000 if self._is_rude else 999
        return "busy" if lot < 20 else "gone" if lot < 30 else "hang" if lot < 35 else "taken"


def work(folder: Path, slowness: float, *, is_rude: bool) -> None:
    gateway = Gateway(folder / "calls", slowness, is_rude=is_rude)
    carriers.CARRIERS[:] = [gateway]
    while True:
        with suppress(DatabaseError):  # as a worker does: the next run begins anew
            dispatch.dispatch_due(clock=lambda: datetime.now(UTC))
        close_old_connections()
        note_memory(folder)
        time.sleep(0.2)


def note_memory(folder: Path) -> None:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unfinished = folder / f"unfinished-{os.getpid()}"
    unfinished.write_text(str(most))
    unfinished.rename(folder / f"memory-{os.getpid()}")  # whole, whenever a kill comes


def is_any_due() -> bool:
    try:
        return Occurrence.objects.filter(state="pending", due_at__lte=datetime.now(UTC)).exists()
    except DatabaseError:
        close_old_connections()
        return True


class Crew:
    def __init__(self, folder: Path, slowness: float, *, is_rude: bool) -> None:
        self._arguments = (folder, slowness, is_rude)
        self.pids: list[int] = []

    def hire(self) -> None:
        connection.close()
        pid = os.fork()
        if pid:
            self.pids.append(pid)
            return
        folder, slowness, is_rude = self._arguments
        try:
            work(folder, slowness, is_rude=is_rude)
        finally:
            traceback.print_exc()
            os._exit(1)

    def kill_one(self) -> None:
        pid = self.pids.pop(random.randrange(len(self.pids)))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

    def dismiss(self) -> None:
        while self.pids:
            self.kill_one()


def main(folder: Path, workers: int, kills: int, slowness: float, *, is_rude: bool) -> dict[str, Any]:
    crew = Crew(folder, slowness, is_rude=is_rude)
    begun = time.monotonic()
    for _ in range(workers):
        crew.hire()
    for _ in range(kills):
        time.sleep(random.uniform(0.5, 2))
        crew.kill_one()
        crew.hire()
    killed = time.monotonic()
    while is_any_due():
        time.sleep(0.5)
        assert all(os.waitpid(pid, os.WNOHANG) == (0, 0) for pid in crew.pids), "a worker fell over"
        assert time.monotonic() - killed < 1800, "it never ended"
    ended = time.monotonic()
    time.sleep(1)  # for the last note about memory
    crew.dismiss()
    memory = [int(note.read_text()) // 1024 for note in folder.glob("memory-*")]
    states = Occurrence.objects.exclude(state="pending").values_list("state", flat=True)
    return {
        "states": Counter(states),
        "seconds": ended - begun,
        "seconds_after_kills": ended - killed,
        "memory_mib": max(memory, default=0),
    }


if __name__ == "__main__":
    folder, workers, kills, slowness, lease, rude = sys.argv[1:]
    claims.LEASE = timedelta(seconds=float(lease))
    seen = main(Path(folder), int(workers), int(kills), float(slowness), is_rude=rude == "rude")
    print(json.dumps(seen))
