"""Passwords that were taken from others: a list on the server's own disk, so that nobody else is asked.

The file has one line for each, `SHA-1 in capitals:how often`, in the order of the digests, as Have I Been
Pwned publishes them. It is tens of gigabytes long, so it is not read: a search halves it some thirty times.
"""

import hashlib
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError

DIGEST = 40
"""Characters."""


class NotTakenFromOthers:
    """Nothing is looked up where the operator has named no list."""

    def validate(self, password: str, user: object = None) -> None:
        path = settings.BREACHED_PASSWORDS
        if path and is_listed(password, path):
            raise ValidationError(self.get_help_text(), code="password_too_common")

    def get_help_text(self) -> str:
        return "This password was taken from somebody else, so others may try it."


def is_listed(password: str, path: Path) -> bool:
    # A digest to find a line by, as the list has it; what we keep of a password is Argon2id.
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, file.seek(0, SEEK_END)
        while low < high:
            middle = (low + high) // 2
            if _digest_after(file, middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return _digest_after(file, low) == wanted


def _digest_after(file: BinaryIO, place: int) -> bytes:
    """Of the first line that begins at this place or later; beyond any other where there is none."""
    file.seek(max(place - 1, 0))
    if place:
        file.readline()
    return file.readline()[:DIGEST] or b"\xff"
