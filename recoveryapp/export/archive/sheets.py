"""The tables of an archive as CSV (RFC 4180), one file each; a spreadsheet takes no cell for a formula."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from recoveryapp.consent.access_log.sheet import BYTE_ORDER_MARK, as_text


def tables_in(data: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
    """File name and rows; a table without rows has no file."""
    tables = {**data["record"]["rows"], **data["about"]["rows"], "access_log": data["about"]["access_log"]}
    for name, rows in tables.items():
        if rows:
            yield f"{name.rpartition('.')[2]}.csv", rows


def sheet_of(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Line by line."""
    yield BYTE_ORDER_MARK + _line(rows[0])
    yield from (_line(as_text(_cell(value)) for value in row.values()) for row in rows)


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, str):
        return value.replace("\0", "")
    return json.dumps(value)
