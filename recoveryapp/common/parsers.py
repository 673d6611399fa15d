import codecs
import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from recoveryapp.common.problems import TooLarge

RAW = "application/octet-stream"
"""A piece of a file: the only body that is no JSON."""
MAX_BODY_BYTES = 256 * 1024
MAX_DEPTH = 20


class StrictJSONParser(JSONParser):
    """UTF-8 JSON with an end: no NaN, no key twice, no deep nesting, at most `MAX_BODY_BYTES`."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        body = stream.read(MAX_BODY_BYTES + 1)
        if len(body) > MAX_BODY_BYTES:
            raise TooLarge
        try:
            parsed = json.loads(codecs.decode(body, "utf-8"), parse_constant=_refuse, object_pairs_hook=_once)
        except (ValueError, RecursionError) as error:
            raise ParseError(str(error)) from error
        if _depth(parsed) > MAX_DEPTH:
            raise ParseError("nested too deeply")
        return parsed


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max((_depth(v) for v in value.values()), default=0)
    if isinstance(value, list):
        return 1 + max((_depth(v) for v in value), default=0)
    return 0
