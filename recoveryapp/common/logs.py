"""Logs as one JSON object a line: what happened and where in the code, never to whose words.

An exception is told by its class and the places it came through. Its text is left out, because a database or
a library quotes values in it; so are local variables.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.conf import settings

from recoveryapp.common.scrubbing import scrubbed

MOST_PLACES = 30


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(told(record), ensure_ascii=False)


def told(record: logging.LogRecord) -> dict[str, Any]:
    line: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": scrubbed(message_of(record)),
    }
    if record.exc_info and record.exc_info[0]:
        line["error"] = record.exc_info[0].__qualname__
        line["places"] = places_in(record.exc_info[2])
    return line


def message_of(record: logging.LogRecord) -> str:
    """Exceptions among its arguments by their class only."""
    args = record.args
    if isinstance(args, tuple):
        args = tuple(type(arg).__name__ if isinstance(arg, BaseException) else arg for arg in args)
    try:
        return str(record.msg) % args if args else str(record.msg)
    except (TypeError, ValueError, KeyError):
        return str(record.msg)


def places_in(trace: TracebackType | None) -> list[str]:
    """File, line and function, the innermost last; no values."""
    frames = traceback.extract_tb(trace)[-MOST_PLACES:]
    root = f"{settings.BASE_DIR}/"
    return [f"{frame.filename.removeprefix(root)}:{frame.lineno} {frame.name}" for frame in frames]
