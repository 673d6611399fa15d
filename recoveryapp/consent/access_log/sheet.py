"""The access log as CSV (RFC 4180), a line at a time."""

import csv
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from recoveryapp.consent.access_log.queries import LogLine

COLUMNS = ("at", "called", "role", "job_title", "organisation", "verb", "noun", "scopes", "purpose", "count")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"
"""So that spreadsheets read names as UTF-8."""


class Line:
    """What `csv` writes to; hands the line back."""

    def write(self, line: str) -> str:
        return line


def lines(log_lines: Iterable[LogLine], *, zone: ZoneInfo) -> Iterator[str]:
    """Times are by the clocks of the zone, with their distance to UTC."""
    writer = csv.writer(Line())
    yield BYTE_ORDER_MARK + writer.writerow(COLUMNS)
    for line in log_lines:
        yield writer.writerow([as_text(cell) for cell in _cells(line, zone)])


def as_text(cell: str) -> str:
    """A spreadsheet takes it for words and not for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _cells(line: LogLine, zone: ZoneInfo) -> Iterator[str]:
    who = line.who
    yield line.at.astimezone(zone).isoformat(timespec="seconds")
    yield from (who.called, who.role, who.job_title, who.organisation)
    yield from (line.verb, line.noun, " ".join(line.scopes), line.purpose, str(line.count))
