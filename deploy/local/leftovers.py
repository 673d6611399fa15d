"""Ends what an earlier start left running because it was itself killed."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

GRACE_SECONDS = 20.0
PROC = Path("/proc")


def command_line(pid: int) -> str:
    """Empty when there is no such process."""
    if not (PROC / "self").exists():
        asked = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
        return subprocess.run(asked, check=False, capture_output=True, text=True).stdout.strip()
    try:
        words = (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return ""
    return words.replace(b"\0", b" ").decode(errors="replace").strip()


def note(pid_file: Path, *, pid: int, command: Sequence[str], number: int) -> None:
    pid_file.write_text(f"{pid}\n{number}\n{' '.join(command).strip()}\n")


def end_all(pid_files: Path) -> None:
    for pid_file in sorted(pid_files.glob("*.pid")):
        _end(pid_file)
        pid_file.unlink()


def _end(pid_file: Path) -> None:
    """Numbers are reused, so only a process that still runs the very command noted is ours."""
    try:
        pid, number, command = pid_file.read_text().strip().split("\n", 2)
    except ValueError:
        return  # killed while it was written
    for this_signal in (int(number), signal.SIGKILL):
        if command_line(int(pid)) == command:
            _send(int(pid), this_signal)
            _wait_for(int(pid), command)


def _wait_for(pid: int, command: str) -> None:
    until = time.monotonic() + GRACE_SECONDS
    while command_line(pid) == command and time.monotonic() < until:
        time.sleep(0.05)


def _send(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
