from collections.abc import Iterator
from contextlib import contextmanager

from recoveryapp.common.errors import StaleVersion


@contextmanager
def without_what_is_stored() -> Iterator[None]:
    """What the other side wrote meanwhile is for a look of its own, which is written down."""
    try:
        yield
    except StaleVersion as stale:
        raise StaleVersion(None) from stale
