"""Opens the sealed pages of an archive with the recovery code, on your own machine. Sends nothing anywhere.

    pip install cryptography
    python open-sealed-pages.py record.json

A wrapped key is `1.<person>.<salt>.<nonce>.<ciphertext>`, a sealed page `1.<id>.<nonce>.<ciphertext>`; all
but the number and the ids is base64url without padding. Both are AES-256-GCM. The key of the first is
HKDF-SHA-256 of the code (28 signs, without spaces), the key of the second is what the first holds.
"""

import base64
import getpass
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_INFO = "daybook sealing key 1"
PAGE_INFO = "daybook sealed page 1"
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def tidied(code: str) -> str:
    """As it was made: in capitals, without spaces, and with the digits that look like letters."""
    capitals = code.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    return "".join(sign for sign in capitals if sign in SIGNS)


def unwrapped(wrapped: str, code: str) -> tuple[str, bytes]:
    """Whose key it is, and the key. Raises InvalidTag when the code is another one."""
    _, person, salt, nonce, sealed = wrapped.split(".")
    under = HKDF(SHA256(), length=32, salt=raw(salt), info=KEY_INFO.encode()).derive(tidied(code).encode())
    return person, AESGCM(under).decrypt(raw(nonce), raw(sealed), f"{KEY_INFO}|{person}".encode())


def opened(seal: str, person: str, key: bytes) -> Any:
    """Raises InvalidTag when it was changed, or is another person's or another page."""
    _, page, nonce, sealed = seal.split(".")
    return json.loads(AESGCM(key).decrypt(raw(nonce), raw(sealed), f"{PAGE_INFO}|{person}|{page}".encode()))


def pages_in(record: dict[str, Any], code: str) -> Iterator[tuple[str, Any]]:
    """When each was written, and what it says; those that this code does not open are left out."""
    rows = record["record"]["rows"]
    keys = {}
    for row in rows["journal.sealingkey"]:
        try:
            keys[row["id"]] = unwrapped(row["wrapped"], code)
        except InvalidTag:
            continue
    for row in rows["journal.entry"]:
        if row["sealed_under"] in keys:
            yield row["recorded_at"], opened(row["seal"], *keys[row["sealed_under"]])


if __name__ == "__main__":
    whole = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    for at, page in pages_in(whole, getpass.getpass("Recovery code: ")):
        print(f"{at}\n{page['words']}\n{', '.join(page['tags'])}\n")
