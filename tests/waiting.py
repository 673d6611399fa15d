import time
from collections.abc import Callable

PATIENCE = 30.0


def wait_until(condition: Callable[[], object], *, seconds: float = PATIENCE, step: float = 0.05) -> None:
    """For what another process, or a browser, does in its own time."""
    ends_at = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends_at, "waited in vain"
        time.sleep(step)
