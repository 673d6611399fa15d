"""The app and the floor, each with the web server's settings of production, on one PostgreSQL."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg

from deploy.local.descent import children
from deploy.local.processes import MEMORY
from deploy.local.services import local_services
from tests.bench.client import Answers, Asked

ROOT = Path(__file__).resolve().parents[2]
GUNICORN = ["--config=deploy/gunicorn_conf.py", "--log-level=warning"]
READY_SECONDS = 60.0
FLOOR_SETTINGS = "tests.bench.floor.settings"


@dataclass(frozen=True)
class Server:
    port: int
    pid: int
    env: dict[str, str]
    database_pid: int

    def answers(self, asked: Asked, *, connections: int, seconds: float) -> Answers:
        said = subprocess.run(
            [sys.executable, "-m", "tests.bench.client", str(self.port), str(connections), str(seconds)],
            cwd=ROOT,
            input=json.dumps(asdict(asked)),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return Answers(**json.loads(said.stdout))

    def cpu_seconds(self) -> float:
        """Of its processes and the database's, as far as they still run."""
        pids = [self.pid, *children(self.pid), self.database_pid, *children(self.database_pid)]
        return sum(cpu_ticks(pid) for pid in pids) / os.sysconf("SC_CLK_TCK")

    def memory_mib(self) -> float:
        """Of the master and its workers together; what they share counts once."""
        pids = [self.pid, *children(self.pid)]
        return sum(proportional_kib(pid) for pid in pids) / 1024


@dataclass(frozen=True)
class Both:
    app: Server
    floor: Server
    database_url: str


@contextmanager
def both_running() -> Iterator[Both]:
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        without_given_servers(),
        local_services(Path(folder), durable=False) as services,
    ):
        Path(folder).chmod(0o711)
        url = services["DATABASE_URL"]
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE floor")
        floor_url = f"{url.rpartition('/')[0]}/floor"
        app_env = _env(services, DATA_DIR=folder)
        floor_env = {**os.environ, "DATABASE_URL": floor_url, "DJANGO_SETTINGS_MODULE": FLOOR_SETTINGS}
        run(app_env, "manage.py", "migrate", "--verbosity=0")
        run(app_env, "manage.py", "load_logic_model")
        run(floor_env, "-m", "django", "migrate", "--verbosity=0")
        run(floor_env, "-m", "django", "migrate", "--run-syncdb", "--verbosity=0")
        database = database_pid(folder)
        with (
            _serving("recoveryapp.wsgi:application", app_env, database) as app,
            _serving("tests.bench.floor.wsgi:application", floor_env, database) as floor,
        ):
            yield Both(app, floor, url)


@contextmanager
def database_with_schema() -> Iterator[dict[str, str]]:
    """The settings of a process that finds an empty database and a broker."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        without_given_servers(),
        local_services(Path(folder), durable=False) as services,
    ):
        env = _env(services, DATA_DIR=folder)
        run(env, "manage.py", "migrate", "--verbosity=0")
        run(env, "manage.py", "load_logic_model")
        yield env


@contextmanager
def without_given_servers() -> Iterator[None]:
    given = {name: os.environ.pop(name, None) for name in ("DATABASE_URL", "REDIS_URL")}
    try:
        yield
    finally:
        os.environ.update({name: value for name, value in given.items() if value})


def _env(services: dict[str, str], **more: str) -> dict[str, str]:
    """As in production, but for the addresses: pooled connections are part of what is measured."""
    ours = {
        "ENVIRONMENT": "development",
        "SECRET_KEY": "x" * 60,
        "ENCRYPTION_KEYS": "bench:" + "A" * 43 + "=",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "PUBLIC_URL": "http://localhost",
        "DJANGO_SETTINGS_MODULE": "recoveryapp.settings",
        "LOG_LEVEL": "ERROR",
        **MEMORY,
    }
    return {**os.environ, **ours, **services, **more}


def run(env: dict[str, str], *command: str, stdin: str = "") -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=env,
        input=stdin,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


@contextmanager
def _serving(application: str, env: dict[str, str], database_pid: int) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, *GUNICORN, f"--bind=127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=ROOT, env=env) as process:
        try:
            _wait_for(port, process)
            yield Server(port, process.pid, env, database_pid)
        finally:
            process.terminate()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + READY_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            assert process.poll() is None, "the server did not start"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def proportional_kib(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def database_pid(folder: str) -> int:
    return int((Path(folder) / "processes" / "db.pid").read_text().split()[0])


def cpu_ticks(pid: int, *, with_ended: bool = False) -> int:
    """`with_ended` adds those of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(map(int, fields[11:15] if with_ended else fields[11:13]))
