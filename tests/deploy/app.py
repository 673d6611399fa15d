"""The launcher as a person starts it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.layout import ROOT
from tests.deploy.servers import pid_of, wait_until

NAMES = ("db", "broker", "web", "worker", "beat")
START_SECONDS = 600
STOP_SECONDS = 60


@contextmanager
def app_running(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """From the moment all its processes are there."""
    env = {**os.environ, "DATA_DIR": str(folder), "PORT": str(port)}
    command = [sys.executable, "-m", "deploy.local", "run"]
    output = (folder / "output.txt").open("w")
    with output, subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=output, text=True) as app:
        try:
            wait_for(app, (folder / "processes" / "beat.pid").exists, folder)
            yield app
        finally:
            app.terminate()


def wait_for(app: subprocess.Popen[str], holds: Callable[[], bool], folder: Path) -> None:
    """As long as a slow machine may take to build the front end too; what went wrong is shown."""
    wait_until(lambda: holds() or app.poll() is not None, seconds=START_SECONDS)
    assert app.poll() is None, output_of(folder)


def output_of(folder: Path) -> str:
    return (folder / "output.txt").read_text()


def pids(folder: Path) -> list[int]:
    return [pid_of(name, folder) for name in NAMES]
