import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local import leftovers

Show = Callable[[str], None]
TETHER = Path(__file__).with_name("tether.py")


def show_nothing(line: str) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Spec:
    name: str
    command: Sequence[str | Path]
    env: Mapping[str, str]
    cwd: Path
    account: str = ""
    stop_signal: signal.Signals = signal.SIGTERM
    grace_seconds: float = 10.0


class Child:
    """A process that ends with this one. Start it from the main thread: its tether is to the starting thread."""

    def __init__(self, spec: Spec, *, pid_files: Path, show: Show = show_nothing) -> None:
        command = [str(part) for part in spec.command]
        self.spec = spec
        self.last_lines: deque[str] = deque(maxlen=20)
        self._show = show
        self._pid_file = pid_files / f"{spec.name}.pid"
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-I",
                "-S",
                TETHER,
                str(os.getpid()),
                str(int(spec.stop_signal)),
                spec.account,
                *command,
            ],
            env=spec.env,
            cwd=spec.cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        leftovers.note(self._pid_file, pid=self._process.pid, command=command, number=spec.stop_signal)
        self._reader = threading.Thread(target=self._read, daemon=True)
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

    def stop(self) -> None:
        self.ask_to_stop()
        try:
            self._process.wait(self.spec.grace_seconds)
        except subprocess.TimeoutExpired:
            self._show(f"did not stop within {self.spec.grace_seconds:.0f} s, killed")
            self._process.kill()
            self._process.wait()
        self._kill_stragglers()
        self._pid_file.unlink(missing_ok=True)

    def ask_to_stop(self) -> None:
        if self.exit_code is None:
            self._process.send_signal(self.spec.stop_signal)

    def _kill_stragglers(self) -> None:
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
        self._reader.join(timeout=1)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.last_lines.append(line.rstrip())
            self._show(line.rstrip())
