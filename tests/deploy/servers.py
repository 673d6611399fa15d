"""What tests ask of running servers."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import psycopg
import redis

PATIENCE_SECONDS = 60


def write_row(env: Mapping[str, str], text: str) -> None:
    with psycopg.connect(env["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (text text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [text])


def rows(env: Mapping[str, str]) -> list[str]:
    with psycopg.connect(env["DATABASE_URL"]) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM kept ORDER BY text")]


def queue(env: Mapping[str, str]) -> redis.Redis:
    return redis.Redis.from_url(env["REDIS_URL"], decode_responses=True)


def push(env: Mapping[str, str], *texts: str) -> None:
    with queue(env) as connection:
        connection.rpush("kept", *texts)


def queued(env: Mapping[str, str]) -> list[str]:
    with queue(env) as connection:
        return list(connection.lrange("kept", 0, -1))


def pid_of(name: str, data_dir: Path) -> int:
    return int((data_dir / "processes" / f"{name}.pid").read_text().split()[0])


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    wait_for_end(pid)


def wait_for_end(pid: int) -> None:
    wait_until(lambda: not is_running(pid))


def wait_until(holds: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    """A process that ended and was not yet asked for its exit code does not run."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
