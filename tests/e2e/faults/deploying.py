"""Another build behind the address a phone knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.e2e.phone import Line


@contextmanager
def deployed(line: Line, build: Path, settings: Settings) -> Iterator[None]:
    """Another server with another build takes over behind the same address."""
    settings.FRONTEND_DIR = settings.WHITENOISE_ROOT = build
    server = LiveServer("localhost")
    line.reach(server.thread.port)
    yield
    line.stop()
    server.stop()
