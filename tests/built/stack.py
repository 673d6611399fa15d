"""The built app as it runs: web, worker and beat, on PostgreSQL and a broker, logging at DEBUG."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import redis
import requests

from tests.reminders.processes import BEAT, ROOT, WORKER, Processes
from tests.waiting import wait_until

START_SECONDS = 120.0
WEB = (
    *("-m", "gunicorn", "recoveryapp.wsgi:application", "--workers=1", "--threads=4", "--timeout=120"),
    *("--worker-class=gthread", "--no-control-socket", "--log-level=debug", "--access-logfile=-"),
)
BODY = re.compile(rb'\\*"body\\*": \\*"([A-Za-z0-9+/=]+)')


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class BuiltApp(Processes):
    """`told_broker` is all that anybody has said to the broker since it was started."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir)
        self.address = f"http://127.0.0.1:{free_port()}"
        self.told_broker = bytearray()
        self._listen()

    def start_all(self) -> None:
        for part in (WORKER, BEAT):
            self.start(part)
        self._start_web()

    def _start_web(self) -> None:
        folder = self.data_dir / "web"
        folder.mkdir()
        with (folder / "log").open("wb") as log:
            self._running.append(
                subprocess.Popen(
                    [sys.executable, *WEB, f"--bind={self.address.removeprefix('http://')}"],
                    cwd=ROOT,
                    env={**os.environ, **self._environment(folder, "file:")},
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
            )
        wait_until(self._answers, seconds=START_SECONDS)

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.address}/health/ready", timeout=5).ok
        except requests.RequestException:
            return False

    def _environment(self, folder: Path, mail: str) -> dict[str, str]:
        ours = {"LOG_LEVEL": "DEBUG", "ALLOWED_HOSTS": "127.0.0.1", "PUBLIC_URL": self.address}
        return {**super()._environment(folder, mail), **ours}

    def _listen(self) -> None:
        """As it comes over the wire. The client is kept: its end would end what it listens to."""
        self._ear = redis.from_url(self.broker_url, socket_timeout=None)  # it may be quiet for a while
        wire = self._ear.connection_pool.get_connection()
        wire.send_command("MONITOR")  # type: ignore[no-untyped-call]
        threading.Thread(target=self._note, args=(wire,), daemon=True).start()

    def _note(self, wire: redis.Connection) -> None:
        with suppress(redis.RedisError, OSError):
            while True:
                self.told_broker += bytes(wire.read_response()) + b"\n"

    def logs(self) -> str:
        return "".join(path.read_text(errors="replace") for path in self.data_dir.glob("*/log"))

    def task_bodies(self) -> list[bytes]:
        """What tasks were given, as the broker had it. What workers say to each other is no list."""
        found = [b64decode(body) for body in BODY.findall(bytes(self.told_broker))]
        return [body for body in found if body.startswith(b"[")]

    def kept_in_broker(self) -> Iterator[bytes]:
        client = redis.from_url(self.broker_url)
        for key in client.scan_iter():
            kind = client.type(key)
            yield key + repr(client.lrange(key, 0, -1) if kind == b"list" else client.dump(key)).encode()

    def files(self) -> list[Path]:
        """All that the processes left on the disk, but for their logs and mails."""
        left_out = {"log", "mail"}
        return [
            path
            for path in self.data_dir.rglob("*")
            if path.is_file() and not left_out & set(path.relative_to(self.data_dir).parts)
        ]


def arguments_of(body: bytes) -> list[object]:
    """Of a task, by position and by name."""
    positional, named, _ = json.loads(body)
    return [*positional, *named.values()]
