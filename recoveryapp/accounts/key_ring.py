"""Key-encryption keys: what wraps each person's data key, and is never in the database.

`KEY_RING` names the class. The one here takes its keys from `ENCRYPTION_KEYS`, an environment variable or a
file in `/run/secrets`. One for a key management service sends the data key there and back instead, so that
the wrapping key never leaves the service; the class is all that has to be written for it.
"""

from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.module_loading import import_string

from recoveryapp.common.encryption import Unreadable, seal, unseal


class KeyRing(Protocol):
    def newest(self) -> str:
        """The id of the key that wraps what is new."""
        ...

    def wrap(self, key_id: str, secret: bytes, *, bound_to: str) -> bytes: ...

    def unwrap(self, key_id: str, wrapped: bytes, *, bound_to: str) -> bytes:
        """Raises Unreadable: there is no such key, it is another one, or `wrapped` was moved or changed."""
        ...


class SettingsRing:
    """The keys in the settings, the first of which wraps."""

    def newest(self) -> str:
        return next(iter(settings.ENCRYPTION_KEYS))

    def wrap(self, key_id: str, secret: bytes, *, bound_to: str) -> bytes:
        return seal(AESGCM(self._key(key_id)), secret, bound_to)

    def unwrap(self, key_id: str, wrapped: bytes, *, bound_to: str) -> bytes:
        return unseal(AESGCM(self._key(key_id)), wrapped, bound_to)

    def _key(self, key_id: str) -> bytes:
        try:
            key: bytes = settings.ENCRYPTION_KEYS[key_id]
        except KeyError as error:
            raise Unreadable(f"ENCRYPTION_KEYS has no key called {key_id}") from error
        return key


def ring() -> KeyRing:
    made: KeyRing = import_string(settings.KEY_RING)()
    return made
