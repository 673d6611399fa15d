import os
import re
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from deploy.local import leftovers

Show = Callable[[str], None]
TETHER = Path(__file__).with_name("tether.py")


def show_nothing(_line: str) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Spec:
    name: str
    command: Sequence[str | Path]
    env: Mapping[str, str]
    cwd: Path = Path("/")
    account: str = ""
    stop_signal: signal.Signals = signal.SIGTERM
    grace_seconds: float = 10.0
    noise: str = "(?!)"
    """Lines that match are not worth anybody's attention; nor are empty ones."""


class Child:
    """A process that ends when this one does. Start it from the main thread: that is whose end it sees."""

    def __init__(self, spec: Spec, *, pid_files: Path, show: Show = show_nothing) -> None:
        self.spec = spec
        self.last_lines: deque[str] = deque(maxlen=20)
        self._show = show
        self._process = _spawn(spec)
        self._pid_file = pid_files / f"{spec.name}.pid"
        command = [str(word) for word in spec.command]
        leftovers.note(self._pid_file, pid=self.pid, command=command, number=spec.stop_signal)
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        return self._process.poll()

    def ask_to_stop(self) -> None:
        if self.exit_code is None:
            self._process.send_signal(self.spec.stop_signal)

    def stop(self) -> None:
        self.ask_to_stop()
        try:
            self._process.wait(self.spec.grace_seconds)
        except subprocess.TimeoutExpired:
            self._show(f"still running after {self.spec.grace_seconds:g} s: killed")
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join(timeout=1)
        self._pid_file.unlink(missing_ok=True)

    def _read(self) -> None:
        assert self._process.stdout
        with self._process.stdout as lines:
            for line in lines:
                self.last_lines.append(line.rstrip())
                if line.strip() and not re.search(self.spec.noise, line):
                    self._show(line.rstrip())


def _spawn(spec: Spec) -> subprocess.Popen[str]:
    how = [str(os.getpid()), str(int(spec.stop_signal)), spec.account]
    return subprocess.Popen(
        [sys.executable, "-I", "-S", str(TETHER), *how, *spec.command],
        env=spec.env,
        cwd=spec.cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        umask=0o077,
    )
