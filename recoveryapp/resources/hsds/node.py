"""A tolerant look into a payload that knows where it is: absent, null and odd values are no surprise."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.html import strip_tags

UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
PHONE = re.compile(r"[0-9+() .\-]{3,40}")


@dataclass(frozen=True)
class Line:
    """One remark for the person who gave the file: where, and what."""

    path: str
    text: str


class RowRefused(Exception):
    def __init__(self, path: str, why: str) -> None:
        super().__init__(why)
        self.line = Line(path, why)


def keep_quiet(line: Line) -> None:
    """For a payload that was remarked on before."""


@dataclass(frozen=True)
class Node:
    value: Any
    path: str = "$"
    remark: Callable[[Line], None] = keep_quiet
    """Told of values that were not taken."""

    def __getitem__(self, key: str) -> "Node":
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Node(value, f"{self.path}.{key}", self.remark)

    def __iter__(self) -> Iterator["Node"]:
        """The members of a list; nothing when it is null, absent or not a list."""
        if self.value is not None and not isinstance(self.value, list):
            self.leave_out("a list was expected")
            return
        for index, value in enumerate(self.value or []):
            yield Node(value, f"{self.path}[{index}]", self.remark)

    def leave_out(self, why: str) -> None:
        self.remark(Line(self.path, why))

    def text(self, limit: int) -> str:
        """Plain text without markup, or "". Raises RowRefused when it is too long or cannot be stored."""
        if self.value is None:
            return ""
        if isinstance(self.value, dict | list):
            self.leave_out("text was expected")
            return ""
        text = str(self.value)
        if UNSTORABLE.search(text):
            raise RowRefused(self.path, "has characters that cannot be stored")
        text = unescape(strip_tags(text)).strip() if "<" in text or "&" in text else text.strip()
        if len(text) > limit:
            raise RowRefused(self.path, f"is longer than {limit:,} characters")
        return text

    def needed(self, limit: int) -> str:
        if not (text := self.text(limit)):
            raise RowRefused(self.path, "is missing")
        return text

    def web_address(self) -> str:
        text = self.text(2000)
        if text and not is_web_address(text):
            self.leave_out("is not a web address")
            return ""
        return text

    def email(self) -> str:
        text = self.text(254)
        try:
            validate_email(text or "nobody@example.org")
        except ValidationError:
            self.leave_out("is not an e-mail address")
            return ""
        return text

    def phone(self) -> str:
        text = self.text(60).strip('"')
        if text and not PHONE.fullmatch(text):
            self.leave_out("is not a phone number")
            return ""
        return text

    def day(self) -> date | None:
        moment = self.moment()
        return moment.date() if moment else None

    def moment(self) -> datetime | None:
        """A date or a date and time; UTC when no zone is given."""
        if not (text := self.text(40)):
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.leave_out("is not a date")
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def number(self) -> float | None:
        try:
            return float(self.value)
        except (TypeError, ValueError, OverflowError):
            return None

    def age(self) -> int | None:
        age = self.number()
        return int(age) if age is not None and 0 <= age <= 150 else None  # noqa: PLR2004 - years


def is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not re.search(r"\s", text)
