"""Passwords that somebody who knows this service would try first."""

import re
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

SHORTEST_WORD = 4
LEAST_LEFT = 8
ALWAYS = frozenset({"recovery", "password", "contraseña", "welcome", "bienvenido"})


class MoreThanWordsOfThisPlace:
    """The name of the product, of the host and a few more do not count as a part of a password."""

    def validate(self, password: str, user: object = None) -> None:
        left = password.casefold()
        for word in words_of_this_place(settings.PRODUCT_NAME, settings.PUBLIC_URL):
            left = left.replace(word, "")
        if len(left) < min(LEAST_LEFT, len(password)):
            raise ValidationError(self.get_help_text(), code="password_too_common")

    def get_help_text(self) -> str:
        return "This password is easy to guess for somebody who knows this service."


@cache
def words_of_this_place(product: str, address: str) -> tuple[str, ...]:
    """The longest first, so that none hides in another."""
    said = re.split(r"[^\w]+", f"{product} {urlsplit(address).hostname}".casefold())
    words = {word for word in said if len(word) >= SHORTEST_WORD} | ALWAYS
    return tuple(sorted(words, key=len, reverse=True))
