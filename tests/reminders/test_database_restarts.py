"""A database server of our own, cut off in the middle of its work again and again."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from deploy.local.child import Child
from deploy.local.postgres_data import database
from deploy.local.site import Site, show_nothing_as, site_in
from tests.plugins.bars import Measure

ROOT = Path(__file__).resolve().parents[2]
COUNT, RESTARTS = 5_000, 10
FILL = f"""
import django; django.setup()
from tests.reminders.crowd import crowd, this_minute
crowd({COUNT}, due_at=this_minute(), people={COUNT // 100})
"""

pytestmark = pytest.mark.audit


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with site_in(tmp_path, durable=False, show_as=show_nothing_as) as site:
        yield site


def environment(url: str, folder: Path) -> dict[str, str]:
    own = {"DATABASE_URL": url, "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "recoveryapp.settings"}
    return {**os.environ, **own}


@contextmanager
def until_cut_off(site: Site) -> Iterator[tuple[str, Child]]:
    """At the end the server drops everything at once (`pg_ctl stop -m immediate`)."""
    with database(site) as (url, server):
        yield url, server
        lock = next((site.home.root / "postgres").glob("*/postmaster.pid"))
        os.kill(int(lock.read_text().split()[0]), signal.SIGQUIT)
        while server.exit_code is None:
            time.sleep(0.05)


def test_a_database_restarted_ten_times_loses_nothing(site: Site, tmp_path: Path, measure: Measure) -> None:
    begun: subprocess.Popen[str] | None = None
    for _ in range(RESTARTS):
        with until_cut_off(site) as (url, _server):
            begun = begun or begin(environment(url, tmp_path), tmp_path)
            time.sleep(random.uniform(2, 4))
    assert begun
    with database(site):
        said, _ = begun.communicate(timeout=600)
    seen: dict[str, Any] = json.loads(said)
    calls = [line.split()[0] for line in (tmp_path / "calls").read_text().splitlines()]
    measure(
        f"{COUNT} due, PostgreSQL stopped at once and started again {RESTARTS} times",
        wanted="lost 0",
        found=f"{seen['states']}, {len(calls) - len(set(calls))} extra calls, {seen['seconds']:.0f} s",
        holds=seen["states"] == {"sent": COUNT} and len(set(calls)) == COUNT,
    )


def begin(env: dict[str, str], folder: Path) -> subprocess.Popen[str]:
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=env, check=True)
    subprocess.run([sys.executable, "-c", FILL], cwd=ROOT, env=env, check=True)
    crew = [sys.executable, "-m", "tests.reminders.crew", str(folder), "2", "0", "0.05", "10", "kind"]
    return subprocess.Popen(crew, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
