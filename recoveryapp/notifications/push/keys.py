"""The key by which push services know this server (VAPID, RFC 8292)."""

import base64
import secrets
import time
from email.utils import parseaddr
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

KEY_BYTES = 32
HALF_A_DAY = 12 * 3600


def new_private_key() -> str:
    """Of P-256, in base64url; a first byte below 255 keeps it below the order of the curve."""
    number = bytes([secrets.randbelow(255)]) + secrets.token_bytes(KEY_BYTES - 1)
    return base64.urlsafe_b64encode(number).rstrip(b"=").decode()


def public_key() -> str | None:
    """What a browser asks for when it subscribes; None where no key was set, and so there is no push."""
    return _public_key(settings.PUSH_PRIVATE_KEY) if settings.PUSH_PRIVATE_KEY else None


def private_keys() -> list[str]:
    """The key in use, then earlier ones that some phones still know the server by."""
    return [settings.PUSH_PRIVATE_KEY, *settings.PUSH_OLD_PRIVATE_KEYS]


def signed_for(endpoint: str, *, private_key: str) -> dict[str, str]:
    """The headers that say who sends: claims made anew for each endpoint, for they name its service."""
    parts = urlsplit(endpoint)
    _, contact = parseaddr(settings.DEFAULT_FROM_EMAIL)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + HALF_A_DAY,
        "sub": f"mailto:{contact}",
    }
    signed: dict[str, str] = _vapid(private_key).sign(claims)
    return signed


@cache
def _public_key(private_key: str) -> str:
    point = _vapid(private_key).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


@cache
def _vapid(private_key: str) -> Any:
    from py_vapid import Vapid02  # noqa: PLC0415 - 0.1 s, for those who send

    return Vapid02.from_raw(private_key.encode())
