"""What belongs to the service rather than to a person's words (secrets of second steps, sessions), at rest.

Sealed under the newest key of the ring and opened by the one it names, so the ring can be turned.
"""

import base64
import binascii

from recoveryapp.accounts.key_ring import ring
from recoveryapp.common.encryption import Unreadable


def seal_text(plain: str, *, place: str) -> str:
    """`key id:base64`. What is sealed in one place does not open in another."""
    key_id = ring().newest()
    sealed = ring().wrap(key_id, plain.encode(), bound_to=place)
    return f"{key_id}:{base64.b64encode(sealed).decode()}"


def open_text(stored: str, *, place: str) -> str:
    """Raises Unreadable."""
    key_id, _, encoded = stored.partition(":")
    try:
        return ring().unwrap(key_id, base64.b64decode(encoded, validate=True), bound_to=place).decode()
    except (binascii.Error, ValueError) as error:
        raise Unreadable(place) from error


def is_under_newest(stored: str) -> bool:
    return stored.startswith(f"{ring().newest()}:")
