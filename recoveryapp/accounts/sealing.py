"""What belongs to the service rather than to a person's words (secrets of second steps, sessions), at rest.

Sealed under the first key of the ring and opened by the one it names, so the ring can be turned.
"""

import base64
import binascii

from django.conf import settings

from recoveryapp.common.encryption import Unreadable, seal, unseal


def seal_text(plain: str, *, place: str) -> str:
    """`key id:base64`. What is sealed in one place does not open in another."""
    key_id = next(iter(settings.ENCRYPTION_KEYS))
    sealed = seal(settings.ENCRYPTION_KEYS[key_id], plain.encode(), place)
    return f"{key_id}:{base64.b64encode(sealed).decode()}"


def open_text(stored: str, *, place: str) -> str:
    """Raises Unreadable."""
    key_id, _, encoded = stored.partition(":")
    key = settings.ENCRYPTION_KEYS.get(key_id)
    if key is None:
        raise Unreadable(f"ENCRYPTION_KEYS has no key called {key_id}")
    try:
        return unseal(key, base64.b64decode(encoded, validate=True), place).decode()
    except (binascii.Error, ValueError) as error:
        raise Unreadable(place) from error
