import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT
from urllib.parse import quote

from deploy.local import leftovers
from deploy.local.child import Child, Show, Spec, show_nothing
from deploy.local.home import Home
from deploy.local.postgres_programs import Programs
from deploy.local.say import Refusal

NAME = "recoveryapp"
ADMIN = "postgres"
START_SECONDS = 120.0
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    # Short queries of one person each: parallel workers and compilation cost more than they gain.
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass(frozen=True, kw_only=True)
class Cluster:
    programs: Programs
    data: Path
    sockets: Path
    home: Home
    durable: bool = True

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@{quote(str(self.sockets), safe='')}/{NAME}"

    @property
    def settings(self) -> dict[str, str]:
        extra = {} if self.durable else THROW_AWAY
        return {**SETTINGS, "unix_socket_directories": str(self.sockets), **extra}

    def run(self, program: str, *arguments: str | Path, stdin: str = "") -> None:
        done = self.home.run([self.programs.bin / program, *arguments], env=environment(), input=stdin)
        if done.returncode != 0:
            raise Refusal(
                f"{program} of PostgreSQL {self.programs.version} failed:\n{done.stdout}{done.stderr}"
            )

    def connection(self, *, database: str = "postgres") -> list[str]:
        return [f"--host={self.sockets}", f"--username={ADMIN}", f"--dbname={database}"]


def environment() -> dict[str, str]:
    """None of the person's own PG* variables, locale or zone."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def create(cluster: Cluster, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    cluster.home.give(folder)
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    locale = builtin if cluster.programs.major >= 17 else ["--locale=C.UTF-8"]
    options = ["--encoding=UTF8", "--auth=trust", f"--username={ADMIN}", "--data-checksums"]
    speed = [] if cluster.durable else ["--no-sync"]
    cluster.run("initdb", "--pgdata", folder, *options, *locale, *speed)


@contextmanager
def running(cluster: Cluster, *, pid_files: Path, show: Show = show_nothing) -> Iterator[Child]:
    disarm_reused_number(cluster.data / "postmaster.pid")
    server = _start(cluster, pid_files=pid_files, show=show)
    try:
        _prepare(cluster)
        yield server
    finally:
        server.stop()


def disarm_reused_number(lock: Path) -> None:
    """After a power cut the lock may name a process that is now something else, and the server would refuse.

    It takes its parent's number for stale, and still looks for shared memory in use: deleting the lock would not.
    """
    try:
        number, data, *_ = lock.read_text().splitlines()
    except (FileNotFoundError, ValueError):
        return
    found = leftovers.command_line(int(number))
    if "postgres" in found and data in found:
        raise Refusal(
            f"A PostgreSQL server that was not started from here (process {number}) runs on {data}."
        )
    if found:
        _overwrite_first_line(lock, str(os.getpid()))


def _overwrite_first_line(path: Path, line: str) -> None:
    rest = path.read_text().split("\n", 1)[1]
    descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{line}\n{rest}")


def _start(cluster: Cluster, *, pid_files: Path, show: Show) -> Child:
    until = time.monotonic() + START_SECONDS
    while True:
        server = Child(_spec(cluster), pid_files=pid_files, show=show)
        if _ready(cluster, server, until=until):
            return server
        server.stop()
        said = "\n".join(server.last_lines)
        # What a killed server leaves ends by itself, within seconds.
        if "still in use" not in said or time.monotonic() > until:
            raise Refusal(f"PostgreSQL did not start on {cluster.data}:\n{said}")
        time.sleep(0.2)


def _spec(cluster: Cluster) -> Spec:
    options = [f"--{name.replace('_', '-')}={value}" for name, value in cluster.settings.items()]
    return Spec(
        name="db",
        command=[cluster.programs.bin / "postgres", "-D", cluster.data, *options],
        env=environment(),
        cwd=Path("/"),
        account=cluster.home.account,
        stop_signal=SIGINT,
        grace_seconds=30,
    )


def _ready(cluster: Cluster, server: Child, *, until: float) -> bool:
    status = cluster.data / "postmaster.pid"
    while server.exit_code is None and time.monotonic() < until:
        try:
            number, *_, state = status.read_text().splitlines()
        except (FileNotFoundError, ValueError):
            number, state = "", ""
        if number == str(server.pid) and state.strip() == "ready":
            return True
        time.sleep(0.01)
    return False


def _prepare(cluster: Cluster) -> None:
    may = "LOGIN" if cluster.durable else "LOGIN CREATEDB"
    script = f"""
    SELECT 'CREATE ROLE {NAME} {may}'
     WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{NAME}') \\gexec
    SELECT 'CREATE DATABASE {NAME} OWNER {NAME}'
     WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{NAME}') \\gexec
    """
    cluster.run(
        "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", *cluster.connection(), stdin=script
    )
