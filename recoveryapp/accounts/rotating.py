"""Wraps every data key anew under the newest key-encryption key, while the app runs.

A data key stays the same, so nobody's words are touched and no read can meet a word that its key does not
open. Each batch is a transaction of its own: begun again, it goes on where it stopped, and two share it.
"""

from collections import Counter
from collections.abc import Iterator

from django.db import transaction

from recoveryapp.accounts.key_ring import ring
from recoveryapp.accounts.keys import rewrap
from recoveryapp.accounts.models import WrappedKey

BATCH = 500


def rotate(*, batch: int = BATCH) -> Iterator[int]:
    """After each batch, how many data keys are still to be wrapped anew. Raises Unreadable."""
    while _rotate_batch(batch):
        yield left_to_rotate()


def left_to_rotate() -> int:
    return WrappedKey.objects.exclude(wrapped_by=ring().newest()).count()


def wrapped_by() -> Counter[str]:
    """Key id -> how many data keys it wraps."""
    return Counter(WrappedKey.objects.values_list("wrapped_by", flat=True))


@transaction.atomic
def _rotate_batch(size: int) -> int:
    to = ring().newest()
    old = WrappedKey.objects.exclude(wrapped_by=to).select_for_update(skip_locked=True)
    rows = [rewrap(row, to=to) for row in old.order_by("pk")[:size]]
    WrappedKey.objects.bulk_update(rows, ["wrapped", "wrapped_by"])
    return len(rows)
