"""One Chromium for all tests of a worker, as long as it answers.

Seen once: it stopped, and opening a context, which has no limit in time, waited for ever. So each test begins
with a browser that has just answered, and none waits longer for it than any test takes.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer

from playwright.sync_api import Browser, Error

from deploy.local.descent import descendants

TEST_SECONDS = 300.0
ANSWER_SECONDS = 30.0
TRIES = 3


class Browsers:
    def __init__(self, launch: Callable[[], Browser], *, patience: float = ANSWER_SECONDS) -> None:
        self._launch = launch
        self._patience = patience
        self._browser: Browser | None = None

    def one_that_answers(self) -> Browser:
        """
        Raises:
            RuntimeError: three in a row did not.
        """
        for _ in range(TRIES):
            with suppress(Error), ended_after(self._patience):
                if self._browser is None or not self._browser.is_connected():
                    self._browser = self._launch()
                self._browser.new_context().close()
                return self._browser
            self._browser = None
        raise RuntimeError(f"{TRIES} browsers in a row gave no answer within {self._patience:.0f} seconds.")

    def close(self) -> None:
        if self._browser:
            self._browser.close()


@contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """Whoever waits for a browser that has been ended is told so."""
    timer = Timer(seconds, end_browsers)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def end_browsers() -> None:
    """Those that this process steers."""
    for pid in steered():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def steered() -> list[int]:
    return [pid for pid in descendants(os.getpid()) if b"--remote-debugging-pipe" in _command(pid)]


def _command(pid: int) -> list[bytes]:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return []
