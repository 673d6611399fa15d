import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Refusal(Exception):
    """Something only the person at the keyboard can settle; the text says what and how."""


def say(line: str) -> None:
    with suppress(OSError):  # whoever read our output may have gone (`make run | head`): the app goes on
        print(line, flush=True)


@contextmanager
def step(doing: str) -> Iterator[None]:
    started = time.monotonic()
    outcome = "stopped after"
    try:
        yield
        outcome = "done in"
    finally:
        say(f"{doing}: {outcome} {time.monotonic() - started:.1f} s")
