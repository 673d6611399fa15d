"""Pages that were encrypted on the phone. Only their outer shape is known here: nothing here can open one.

A seal is `1.<id>.<nonce>.<ciphertext>`, a wrapped key `1.<person>.<salt>.<nonce>.<ciphertext>`: the ids as
the phone bound them, the rest base64url without padding (docs/adr/0020).
"""

from recoveryapp.common.encryption import EncryptedTextField

_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NONCE = r"[A-Za-z0-9_-]{16}"

SEAL = rf"1\.{_ID}\.{_NONCE}\.[A-Za-z0-9_-]{{22,}}"
WRAPPED = rf"1\.{_ID}\.[A-Za-z0-9_-]{{22}}\.{_NONCE}\.[A-Za-z0-9_-]{{64}}"

LONGEST_SEAL = 130_000
"""A page of 20,000 characters of four bytes each, its tags, its padding, and base64 over it."""
LONGEST_WRAPPED = 200


class EncryptedSealField(EncryptedTextField):
    """Longer than any words: what a phone made of a page."""

    longest = LONGEST_SEAL
