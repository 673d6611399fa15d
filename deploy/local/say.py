import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Refusal(Exception):
    """Something only the person at the keyboard can settle; the text says what and how."""


def say(line: str) -> None:
    try:
        print(line, flush=True)
    except OSError:
        # Whoever read our output has gone (`make run | head`). The app goes on without it.
        sys.stdout = open("/dev/null", "w")  # noqa: SIM115, PTH123


@contextmanager
def step(doing: str) -> Iterator[None]:
    started = time.monotonic()
    try:
        yield
    except BaseException:
        say(f"{doing}: not done after {time.monotonic() - started:.1f} s")
        raise
    say(f"{doing}: {time.monotonic() - started:.1f} s")
