import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

# What the suite's own servers and settings put into the environment.
GIVEN = (
    *("DATABASE_URL", "REDIS_URL", "PGBIN", "DATA_DIR", "ENVIRONMENT"),
    *("SECRET_KEY", "ENCRYPTION_KEYS", "ALLOWED_HOSTS", "PUBLIC_URL"),
)


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in GIVEN:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Short, and others may pass through it: pytest's own temporary folders are neither."""
    made = Path(tempfile.mkdtemp(prefix="launcher-", dir="/tmp"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def as_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root runs the servers under another account")


@pytest.fixture
def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
