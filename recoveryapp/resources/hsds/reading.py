"""Reads a directory file that may be broken or hostile: every limit holds before a row is looked at."""

import codecs
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

MAX_FILE_BYTES = 128 * 1024 * 1024
MAX_DEPTH = 40
MAX_SERVICES = 100_000


class FileRefused(Exception):
    """Nothing of the file was taken. The text says why, for the person who gave the file."""


@dataclass(frozen=True)
class Document:
    """The services of one file. `is_whole`: it holds all of the publisher's, so what is missing is gone."""

    services: list[Any]
    is_whole: bool


def read_document(path: Path) -> Document:
    """An HSDS 3.0 paged list of services, or a bare list of them. Raises FileRefused."""
    return as_document(parse(read_bytes(path)))


def read_bytes(path: Path) -> bytes:
    if not path.is_file():
        raise FileRefused(f"{path.name}: there is no such file.")
    if path.stat().st_size > MAX_FILE_BYTES:
        raise FileRefused(f"{path.name}: larger than {MAX_FILE_BYTES // 1024**2} MB.")
    return path.read_bytes()


def parse(content: bytes) -> Any:
    try:
        text = codecs.decode(content, "utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(f"Not UTF-8 text: byte {error.start} cannot be read.") from error
    try:
        parsed = json.loads(text, parse_constant=_no_constant)
    except RecursionError as error:
        raise FileRefused(f"Nested deeper than {MAX_DEPTH} levels.") from error
    except json.JSONDecodeError as error:
        raise FileRefused(f"Not JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from error
    except ValueError as error:
        raise FileRefused(f"Not JSON: {error}.") from error
    if _is_deeper_than(parsed, MAX_DEPTH):
        raise FileRefused(f"Nested deeper than {MAX_DEPTH} levels.")
    return parsed


def as_document(parsed: Any) -> Document:
    services = parsed.get("contents") if isinstance(parsed, dict) else parsed
    if not isinstance(services, list):
        raise FileRefused('Not a list of services: there is no list called "contents".')
    if len(services) > MAX_SERVICES:
        raise FileRefused(f"More than {MAX_SERVICES:,} services.")
    pages = parsed.get("total_pages", 1) if isinstance(parsed, dict) else 1
    return Document(services, is_whole=bool(services) and pages == 1)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _is_deeper_than(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [child for node in level for child in _children(node)]
        if not level:
            return False
    return True


def _children(node: Any) -> list[Any]:
    if isinstance(node, dict):
        node = node.values()
    elif not isinstance(node, list):
        return []
    return [child for child in node if isinstance(child, dict | list)]
