"""Everything that `make run` starts, from its launcher to the database: how much memory (what
is shared counts once), and what it does when nobody asks for anything."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.local.descent import descendants
from tests.bench.measuring import Row
from tests.bench.servers import cpu_ticks, free_port, proportional_kib, without_given_servers
from tests.deploy.app import app_running

SETTLING, WATCHED = 90, 60
"""Seconds. The first minute runs each timed task for the first time, which loads what it needs."""


def rows() -> Iterator[Row]:
    with (
        TemporaryDirectory(prefix="bench-") as folder,
        without_given_servers(),
        app_running(Path(folder), free_port()) as app,
    ):
        time.sleep(SETTLING)
        pids = [app.pid, *descendants(app.pid)]
        memory = sum(map(proportional_kib, pids)) / 1024
        before, began = sum(map(cpu_ticks, pids)), time.monotonic()
        time.sleep(WATCHED)
        used = (sum(map(cpu_ticks, pids)) - before) / os.sysconf("SC_CLK_TCK")
        share = 100 * used / (time.monotonic() - began)
    yield Row(f"embedded default, all {len(pids)} processes", memory, "MiB", most=450)
    yield Row("embedded default: idle, of a core", share, "%", most=5)
