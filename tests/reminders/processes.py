"""Real worker and beat processes on the test's own database, and on a part of the broker of their own."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import redis
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
QUIET = ("--without-gossip", "--without-mingle")
WORKER = ("--app=recoveryapp.celery:app", "worker", "--pool=threads", "--concurrency=2", *QUIET)
BEAT = ("--app=recoveryapp.beat:app", "beat")


class Processes:
    """Starts parts of the service, and ends those it started."""

    settings = "tests.reminders.quick_settings"

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.broker_url = _own_part(os.environ["REDIS_URL"])
        self._running: list[subprocess.Popen[bytes]] = []
        redis.from_url(self.broker_url).flushdb()

    def start(self, part: tuple[str, ...], *, mail: str = "file:") -> subprocess.Popen[bytes]:
        folder = self.data_dir / str(len(self._running))
        folder.mkdir()
        with (folder / "log").open("wb") as log:
            started = subprocess.Popen(
                [sys.executable, "-m", "celery", *part, "--loglevel=INFO"],
                cwd=ROOT,
                env={**os.environ, **self._environment(folder, mail)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._running.append(started)
        return started

    def mails(self) -> list[str]:
        """Each mail that a worker without a mail server kept."""
        files = sorted(self.data_dir.glob("*/mail/*"))
        return [mail for file in files for mail in file.read_text().split("-" * 79 + "\n") if mail]

    def stop(self) -> None:
        """Without a farewell: whatever they had in hand, rows say how it stands."""
        for process in self._running:
            process.kill()
            process.wait()

    def _environment(self, folder: Path, mail: str) -> dict[str, str]:
        server, _, options = os.environ["DATABASE_URL"].partition("?")
        return {
            "DATABASE_URL": f"{server.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{options}",
            "REDIS_URL": self.broker_url,
            "DATA_DIR": str(folder),
            "EMAIL_URL": mail,
            "DJANGO_SETTINGS_MODULE": self.settings,
        }


def _own_part(url: str) -> str:
    """Another numbered database of the broker, so that no other test empties it."""
    number = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 14
    if url.startswith("unix:"):
        return f"{url.partition('?')[0]}?db={number}"
    return urlsplit(url)._replace(path=f"/{number}").geturl()
