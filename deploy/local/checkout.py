import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.local.layout import ROOT
from deploy.local.say import say


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands started together do not install into the same folders at once. Leaves no lock file."""
    checkout = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(checkout, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another command that prepares this checkout.")
            fcntl.flock(checkout, fcntl.LOCK_EX)
        yield
    finally:
        os.close(checkout)
