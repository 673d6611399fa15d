import time
import urllib.request
from collections.abc import Iterable

from deploy.local.child import Child
from deploy.local.say import Refusal

READY_SECONDS = 120.0
LOOK_SECONDS = 0.1


def wait_until_ready(port: int, children: Iterable[Child]) -> None:
    until = time.monotonic() + READY_SECONDS
    while not _is_ready(port):
        refuse_ended(children)
        if time.monotonic() > until:
            raise Refusal(f"The app did not become ready within {READY_SECONDS:.0f} s.")
        time.sleep(LOOK_SECONDS)


def watch(children: Iterable[Child]) -> None:
    """Returns never; one process that ends, ends all."""
    while True:
        refuse_ended(children)
        time.sleep(LOOK_SECONDS)


def refuse_ended(children: Iterable[Child]) -> None:
    for child in children:
        if child.exit_code is not None:
            raise Refusal(
                f"{child.name} ended by itself ({_how(child.exit_code)}), so everything was stopped."
            )


def _how(exit_code: int) -> str:
    return f"signal {-exit_code}" if exit_code < 0 else f"exit code {exit_code}"


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5):
            return True
    except OSError:
        return False
