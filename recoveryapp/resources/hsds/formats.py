"""Types and formats of HSDS 3.0, each a cheap look: a directory has millions of values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

WEB = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:\S+")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+\-]([01]\d|2[0-3]):?[0-5]\d)?", re.ASCII)
NUMBER = re.compile(r"[+\-]?\d{1,18}(\.\d{1,18})?", re.ASCII)


@dataclass(frozen=True)
class Format:
    name: str
    """As in "is not a number"."""
    fits: Callable[[Any], bool]


def _is_text(said: Any) -> bool:
    return isinstance(said, str)


def _is_number(said: Any) -> bool:
    """Also digits in a text: tables hold nothing else."""
    if isinstance(said, str):
        return NUMBER.fullmatch(said) is not None
    return isinstance(said, int | float) and not isinstance(said, bool)


def _is_day(said: Any) -> bool:
    return isinstance(said, str) and DAY.fullmatch(said) is not None and _is_iso(said, date)


def _is_moment(said: Any) -> bool:
    return isinstance(said, str) and _is_iso(said, datetime)


def _is_iso(said: str, kind: type[date]) -> bool:
    try:
        kind.fromisoformat(said)
    except ValueError:
        return False
    return True


def _looks_like(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda said: isinstance(said, str) and pattern.fullmatch(said) is not None


FORMATS: Mapping[str, Format] = {
    "text": Format("text", _is_text),
    "number": Format("a number", _is_number),
    "web": Format("a web address", _looks_like(WEB)),
    "email": Format("an e-mail address", _looks_like(EMAIL)),
    "date": Format("a date (YYYY-MM-DD)", _is_day),
    "moment": Format("a date and time", _is_moment),
    "time": Format("a time (HH:MM)", _looks_like(TIME)),
}
