"""Ends what an earlier start left running because it was itself killed."""

import os
import signal
import subprocess
import time
from pathlib import Path

GRACE_SECONDS = 20.0


def command_line(pid: int) -> str:
    """Empty when there is no such process."""
    linux = Path(f"/proc/{pid}/cmdline")
    try:
        if Path("/proc/self/cmdline").exists():
            return linux.read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        shown = subprocess.run(
            ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True
        )
        return shown.stdout.strip()
    except OSError:
        return ""


def note(pid_file: Path, *, pid: int, command: list[str], number: int) -> None:
    pid_file.write_text(f"{pid}\n{number}\n{' '.join(command)}\n")


def end(pid_file: Path) -> None:
    """A process counts as ours only while it still runs the very command that was noted: numbers are reused."""
    try:
        pid, number, command = pid_file.read_text().strip().split("\n", 2)
    except (OSError, ValueError):
        pid_file.unlink(missing_ok=True)
        return
    if not _gone(int(pid), command, seconds=0):
        _signal(int(pid), int(number))
        if not _gone(int(pid), command, seconds=GRACE_SECONDS):
            _signal(int(pid), signal.SIGKILL)
            _gone(int(pid), command, seconds=GRACE_SECONDS)
    pid_file.unlink(missing_ok=True)


def end_all(pid_files: Path) -> None:
    for pid_file in sorted(pid_files.glob("*.pid")):
        end(pid_file)


def _gone(pid: int, command: str, *, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while command_line(pid) == command.strip():
        if time.monotonic() >= until:
            return False
        time.sleep(0.05)
    return True


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass
