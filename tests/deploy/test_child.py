import os
import signal
import sys
from pathlib import Path

import pytest

from deploy.local.child import Child, Spec
from tests.deploy.servers import wait_until

STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("I stay", flush=True)
time.sleep(600)
"""


@pytest.fixture
def shown() -> list[str]:
    return []


def start(folder: Path, shown: list[str], *command: str | Path, noise: str = "(?!)") -> Child:
    spec = Spec(name="child", command=command, env=os.environ, grace_seconds=0.2, noise=noise)
    return Child(spec, pid_files=folder, show=shown.append)


def test_lines_are_shown_but_for_noise_and_empty_ones(folder: Path, shown: list[str]) -> None:
    child = start(folder, shown, "printf", "one\\n\\nnoise\\ntwo\\n", noise="^noise")
    wait_until(lambda: child.exit_code is not None)
    child.stop()
    assert shown == ["one", "two"]


def test_a_child_that_does_not_stop_is_killed_and_that_is_said(folder: Path, shown: list[str]) -> None:
    child = start(folder, shown, sys.executable, "-c", STUBBORN)
    wait_until(lambda: "I stay" in shown)
    child.stop()
    assert child.exit_code == -signal.SIGKILL
    assert shown[-1] == "still running after 0.2 s: killed"


def test_a_stopped_child_leaves_no_note_of_its_number(folder: Path, shown: list[str]) -> None:
    child = start(folder, shown, "sleep", "600")
    assert (folder / "child.pid").read_text().split("\n")[0] == str(child.pid)
    child.stop()
    assert list(folder.iterdir()) == []


def test_a_missing_program_is_said(folder: Path, shown: list[str]) -> None:
    child = start(folder, shown, "/nowhere/server")
    wait_until(lambda: child.exit_code is not None)
    child.stop()
    assert shown == ["/nowhere/server: No such file or directory"]
