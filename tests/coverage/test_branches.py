"""Every branch of what must not go wrong is gone through by the tests of its own part."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.bars import Measure

ROOT = Path(__file__).resolve().parents[2]
PARTS = {
    "authorisation": ("consent/gate.py", "consent/owned.py", "accounts/middleware.py", "accounts/sign_in.py"),
    "signing in": ("accounts/",),
    "consent": ("consent/",),
    "the audit trail": ("audit/",),
    "reminders": ("reminders/", "notifications/"),
}
"""Under recoveryapp/. The outbox is the front end's: measured there."""
TESTS = (
    *("accounts", "audit", "consent", "notifications", "reminders"),
    *("conversations/test_messages.py", "export/test_erasing.py", "review/test_look_as.py"),
)
LEFT_OUT = "not audit and not e2e"

pytestmark = pytest.mark.audit


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("coverage")
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "-m", LEFT_OUT]
    command += ["--cov=recoveryapp", "--cov-branch", f"--cov-report=json:{folder / 'found.json'}"]
    run = subprocess.run(
        [*command, *(f"tests/{name}" for name in TESTS)],
        cwd=ROOT,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4_000:]
    found: dict[str, dict[str, Any]] = json.loads((folder / "found.json").read_text())["files"]
    return found


@pytest.mark.parametrize("part", list(PARTS))
def test_every_branch_is_gone_through(part: str, files: dict[str, dict[str, Any]], measure: Measure) -> None:
    left = dict(left_out(files, PARTS[part]))
    own = [name for name in files if is_in(name, PARTS[part])]
    measure(
        f"branches and lines of {part} that tests go through",
        wanted="100 %",
        found=left or f"100 % of {len(own)} files",
        holds=not left and bool(own),
    )


def left_out(files: dict[str, dict[str, Any]], places: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name, found in files.items():
        missing = [*found["missing_lines"], *map(tuple, found["missing_branches"])]
        if missing and is_in(name, places):
            yield name.removeprefix("recoveryapp/"), f"{missing}"


def is_in(name: str, places: tuple[str, ...]) -> bool:
    return name.removeprefix("recoveryapp/").startswith(places)


def environment(folder: Path) -> dict[str, str]:
    """Servers of its own, and no sign of the run that asks."""
    ours = {"COVERAGE_FILE": str(folder / "data")}
    theirs = ("DATABASE_URL", "REDIS_URL", "DATA_DIR", "PYTEST_CURRENT_TEST")
    return {name: value for name, value in os.environ.items() if name not in theirs} | ours
