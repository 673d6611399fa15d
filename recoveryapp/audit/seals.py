"""Seals: what the database alone cannot make.

Whoever owns the database can rewrite a chain from any row on so that each hash fits. They cannot make the
seal that was put on it, for its key is derived from the ring in the settings.
"""

import hashlib
import hmac

from django.conf import settings

from recoveryapp.audit.chain import canonical, microseconds
from recoveryapp.audit.models import AuditSeal

PURPOSE = b"recoveryapp audit seal 1"


class NoSuchKey(Exception):
    """The ring in the settings no longer holds the key that a seal names."""


def newest_key_id() -> str:
    return next(iter(settings.ENCRYPTION_KEYS))


def mac_of(seal: AuditSeal, *, after: bytes) -> bytes:
    """HMAC-SHA-256 over the seal before it (`after`, empty for the first) and all that this one says."""
    told = [
        seal.number,
        microseconds(seal.at),
        seal.event_id,
        microseconds(seal.event_at),
        seal.event_number,
        bytes(seal.event_hash).hex(),
        seal.owner_id,
        seal.key_id,
    ]
    return hmac.digest(_key(seal.key_id), after + canonical(told), "sha256")


def _key(key_id: str) -> bytes:
    """Apart from every other use of the ring's key."""
    try:
        return hmac.digest(settings.ENCRYPTION_KEYS[key_id], PURPOSE, hashlib.sha256)
    except KeyError as error:
        raise NoSuchKey(key_id) from error
