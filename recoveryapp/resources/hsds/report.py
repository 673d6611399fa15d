from dataclasses import asdict, dataclass, field
from typing import Any

from recoveryapp.resources.hsds.node import Line

KEPT = 1_000
SHOWN = 50


@dataclass
class Lines:
    """Counts every remark and keeps the first thousand: a report stays readable, and small."""

    count: int = 0
    lines: list[Line] = field(default_factory=list)

    def add(self, line: Line) -> None:
        self.count += 1
        if len(self.lines) < KEPT:
            self.lines.append(line)


@dataclass
class ImportReport:
    """What became of a file, for the person who gave it. `taken` counts rows that are now as in the file."""

    source: str
    total: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    closed: Lines = field(default_factory=Lines)
    """Was here before, and the file no longer has it."""
    not_mapped: Lines = field(default_factory=Lines)
    """New or changed, kept, but not shown to people until someone places it."""
    unknown_terms: Lines = field(default_factory=Lines)
    departures: Lines = field(default_factory=Lines)
    """Where new and changed services differ from the standard."""
    left_out: Lines = field(default_factory=Lines)
    refused: Lines = field(default_factory=Lines)

    @property
    def taken(self) -> int:
        return self.new + self.changed + self.unchanged

    @property
    def is_change(self) -> bool:
        return bool(self.new or self.changed or self.closed.count)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "taken": self.taken}

    def lines(self) -> list[str]:
        head = (
            f"{self.total} services in the file. Taken: {self.taken} "
            f"({self.new} new, {self.changed} changed, {self.unchanged} as before). "
            f"Closed: {self.closed.count}. Not mapped: {self.not_mapped.count}. "
            f"Refused: {self.refused.count}."
        )
        return [
            head,
            *_section("Refused (nothing of these was taken)", self.refused),
            *_section("Not mapped to a kind (kept, not shown to people)", self.not_mapped),
            *_section("Terms that are not in the mapping table", self.unknown_terms),
            *_section("Different from HSDS 3.0 (taken as it is)", self.departures),
            *_section("Values left out", self.left_out),
            *_section("No longer in the file, now closed", self.closed),
        ]


def _section(title: str, section: Lines) -> list[str]:
    if not section.count:
        return []
    rest = [f"  ... and {section.count - SHOWN} more"] if section.count > SHOWN else []
    return [f"{title}:", *(f"  {line.path}: {line.text}" for line in section.lines[:SHOWN]), *rest]
