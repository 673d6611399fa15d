"""One PostgreSQL server: made, started on a Unix socket, stopped."""

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
from deploy.local.child import Child, Spec
from deploy.local.postgres_programs import Programs
from deploy.local.say import Refusal
from deploy.local.site import Site

NAME = "recoveryapp"
ADMIN = "postgres"
START_SECONDS = 120.0
FIRST_WITH_OWN_LOCALES = 17
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A failed statement is the app's to report: here it would show what people wrote.
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    # Short queries of one person each: parallel workers and compilation cost more than they gain.
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
# Whoever can open the socket may connect: it lies in a folder of mode 0700.
INITDB = ["--encoding=UTF8", "--auth=trust", f"--username={ADMIN}", "--data-checksums"]
OWN_LOCALE = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
SYSTEM_LOCALE = ["--locale=C.UTF-8"]


@dataclass(frozen=True, kw_only=True)
class Cluster:
    site: Site
    programs: Programs
    data: Path

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@{quote(str(self.site.sockets), safe='')}/{NAME}"

    def run(self, program: str, *arguments: str | Path, stdin: str = "") -> None:
        command = [self.programs.bin / program, *arguments]
        done = self.site.home.run(command, env=environment(), stdin=stdin)
        if done.returncode != 0:
            said = f"{done.stdout}{done.stderr}".strip()
            raise Refusal(f"{program} of PostgreSQL {self.programs.version} failed:\n{said}")

    def connection(self, *, database: str = "postgres") -> list[str]:
        return [f"--host={self.site.sockets}", f"--username={ADMIN}", f"--dbname={database}"]


def environment() -> dict[str, str]:
    """None of the person's own PG* variables, locale or time zone."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def create(cluster: Cluster) -> None:
    shutil.rmtree(cluster.data, ignore_errors=True)
    cluster.data.mkdir(mode=0o700)
    cluster.site.home.give(cluster.data)
    locale = OWN_LOCALE if cluster.programs.major >= FIRST_WITH_OWN_LOCALES else SYSTEM_LOCALE
    sync = [] if cluster.site.durable else ["--no-sync"]
    cluster.run("initdb", "--pgdata", cluster.data, *INITDB, *locale, *sync)


@contextmanager
def running(cluster: Cluster) -> Iterator[Child]:
    disarm_reused_number(cluster.data / "postmaster.pid")
    server = _start(cluster)
    try:
        _make_database(cluster)
        yield server
    finally:
        server.stop()


def disarm_reused_number(lock: Path) -> None:
    """Where a lock left by a power cut names a process that is now something else, the server would refuse.

    It takes its parent's number for stale, and goes on to look for shared memory in use, which deleting the
    lock would prevent.
    """
    try:
        number, data, *_ = lock.read_text().splitlines()
    except (FileNotFoundError, ValueError):
        return
    found = leftovers.command_line(int(number))
    if "postgres" in found and data in found:
        raise Refusal(f"A PostgreSQL server not started from here (process {number}) runs on {data}.")
    if found:
        _replace_first_line(lock, str(os.getpid()))


def _replace_first_line(path: Path, line: str) -> None:
    rest = path.read_text().split("\n", 1)[1]
    # The folder belongs to the servers' account: root follows no link out of it.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW), "w") as file:
        file.write(f"{line}\n{rest}")


def _start(cluster: Cluster) -> Child:
    until = time.monotonic() + START_SECONDS
    while True:
        server = cluster.site.start(_spec(cluster))
        if _becomes_ready(server, cluster.data / "postmaster.pid", until=until):
            return server
        server.stop()
        said = "\n".join(server.last_lines)
        # The processes of a server that was killed end by themselves, within seconds.
        if "still in use" not in said or time.monotonic() > until:
            raise Refusal(f"PostgreSQL did not start on {cluster.data}:\n{said}")
        time.sleep(0.2)


def _spec(cluster: Cluster) -> Spec:
    site = cluster.site
    extra = {} if site.durable else THROW_AWAY
    settings = {**SETTINGS, "unix_socket_directories": str(site.sockets), **extra}
    return Spec(
        name="db",
        command=[
            cluster.programs.bin / "postgres",
            *("-D", cluster.data),
            *(f"--{name}={value}" for name, value in settings.items()),
        ],
        env=environment(),
        account=site.home.account,
        stop_signal=SIGINT,  # disconnects everybody, then stops in good order
        grace_seconds=30,
    )


def _becomes_ready(server: Child, lock: Path, *, until: float) -> bool:
    while server.exit_code is None and time.monotonic() < until:
        lines = lock.read_text().splitlines() if lock.exists() else []
        if lines and lines[0] == str(server.pid) and lines[-1].strip() == "ready":
            return True
        time.sleep(0.01)
    return False


def _make_database(cluster: Cluster) -> None:
    may_also = "" if cluster.site.durable else "CREATEDB"
    script = f"""
    SELECT 'CREATE ROLE {NAME} LOGIN {may_also}'
     WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{NAME}') \\gexec
    SELECT 'CREATE DATABASE {NAME} OWNER {NAME}'
     WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{NAME}') \\gexec
    """  # noqa: S608 - constants of this file
    strict = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    cluster.run("psql", *strict, *cluster.connection(), stdin=script)
