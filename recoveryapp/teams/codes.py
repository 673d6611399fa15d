"""Codes that are read out in a room: short, without signs that look alike."""

import re
import secrets

from django.utils.crypto import salted_hmac

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
GAPS = re.compile(r"[\s-]")


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def in_groups(code: str) -> str:
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"


def digest_of(code: str) -> str:
    """The same however it was typed: with or without gaps, in small letters or capitals."""
    typed = GAPS.sub("", code).upper()
    return salted_hmac("connection-code", typed, algorithm="sha256").hexdigest()
