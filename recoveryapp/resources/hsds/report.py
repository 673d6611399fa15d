from dataclasses import asdict, dataclass, field
from typing import Any

from recoveryapp.resources.hsds.node import Line

SHOWN = 50


@dataclass
class ImportReport:
    """What became of a file, for the person who gave it. `taken` counts rows that are now as in the file."""

    source: str
    total: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    closed: list[Line] = field(default_factory=list)
    """Was here before, and the file no longer has it."""
    not_mapped: list[Line] = field(default_factory=list)
    """Kept, but not shown to people until someone places it."""
    unknown_terms: list[Line] = field(default_factory=list)
    left_out: list[Line] = field(default_factory=list)
    refused: list[Line] = field(default_factory=list)

    @property
    def taken(self) -> int:
        return self.new + self.changed + self.unchanged

    @property
    def is_change(self) -> bool:
        return bool(self.new or self.changed or self.closed)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "taken": self.taken}

    def lines(self) -> list[str]:
        head = (
            f"{self.total} services in the file. Taken: {self.taken} "
            f"({self.new} new, {self.changed} changed, {self.unchanged} as before). "
            f"Closed: {len(self.closed)}. Not mapped: {len(self.not_mapped)}. Refused: {len(self.refused)}."
        )
        return [
            head,
            *_section("Refused (nothing of these was taken)", self.refused),
            *_section("Not mapped to a kind (kept, not shown to people)", self.not_mapped),
            *_section("Terms that are not in the mapping table", self.unknown_terms),
            *_section("Values left out", self.left_out),
            *_section("No longer in the file, now closed", self.closed),
        ]


def _section(title: str, lines: list[Line]) -> list[str]:
    if not lines:
        return []
    rest = [f"  ... and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return [f"{title}:", *(f"  {line.path}: {line.text}" for line in lines[:SHOWN]), *rest]
