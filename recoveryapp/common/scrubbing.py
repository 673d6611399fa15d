"""Takes out of a text what could tell of a person, before it reaches a log or an error reporter.

The rule is that such text is never put in. This is for what libraries put in: addresses, tokens, values.
"""

import re
from collections.abc import Callable

GONE = "[…]"
LONGEST = 2_000

PATTERNS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"), GONE),
    (re.compile(r"(?<=://)[^/\s@]{1,200}:[^/\s@]{1,200}(?=@)"), GONE),
    (re.compile(r"\+\d[\d ().-]{6,20}\d"), GONE),
    (re.compile(r"(?i)\b(DETAIL|CONTEXT|HINT|QUERY|PARAMETERS):[^\n]*"), r"\1: " + GONE),
    (re.compile(r"(?<=\?)[\w.%~-]{1,64}=[^\s'\"]*"), GONE),
    (re.compile(r"\b(?=[\w-]{32,})(?![0-9a-f]{8}-[0-9a-f]{4}-)[\w-]*\d[\w-]*"), GONE),
    (re.compile(r"'[^'\n]{3,}'|\"[^\"\n]{3,}\"|“[^”\n]{3,}”"), GONE),
)
"""Mail addresses, passwords in addresses, telephone numbers, what PostgreSQL quotes of a row, queries, tokens
(but not the ids of rows), and whatever stands in quotation marks."""


def scrubbed(text: str) -> str:
    text = text[:LONGEST]
    for pattern, instead in PATTERNS:
        text = pattern.sub(instead, text)
    return text
