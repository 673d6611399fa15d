"""A process that could not read what people wrote does not start: it would answer everybody with an error."""

import logging
import sys
from collections.abc import Iterator

from django.db import DatabaseError, connection

from recoveryapp.accounts.keys import can_unwrap
from recoveryapp.accounts.models import WrappedKey

logger = logging.getLogger(__name__)


def refuse_wrong_keys() -> None:
    """Ends the program when a data key cannot be opened. Tries one for each key-encryption key in use.

    Where the database does not answer, the process starts: it waits for it, as it does at any other time.
    """
    try:
        wrong = sorted(wrong_keys())
    except DatabaseError:
        logger.warning("The keys were not checked: the database does not answer.")
        return
    finally:
        connection.close()
    if wrong:
        sys.exit(
            "Not starting: what people wrote cannot be read. ENCRYPTION_KEYS lacks, or holds another key as, "
            + ", ".join(wrong)
        )


def wrong_keys() -> Iterator[str]:
    """Ids under which data keys are wrapped that the ring does not open."""
    for key_id in WrappedKey.objects.order_by("wrapped_by").values_list("wrapped_by", flat=True).distinct():
        sample = WrappedKey.objects.filter(wrapped_by=key_id).order_by("pk").first()
        if sample is not None and not can_unwrap(sample):
            yield key_id
