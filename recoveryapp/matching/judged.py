"""Resources and goals of a judged set, as far as our own data model could hold them."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from recoveryapp.matching.enums import Wish
from recoveryapp.matching.ranking.shapes import Asked, Entry, Logic
from recoveryapp.resources.enums import Coverage

WIDE = frozenset({Coverage.NATIONAL, Coverage.INTERNATIONAL})


def read_lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def entry_from(row: Mapping[str, Any], logic: Logic) -> Entry:
    area = row.get("area") or ""
    coverage = _coverage(area)
    kind = logic.kinds.get(row.get("kind") or "")
    return Entry(
        id=row["id"],
        name=row["name"],
        kind=row.get("kind") or "",
        description=row.get("description") or "",
        audience=row.get("eligibility") or "",
        areas=kind.areas if kind else (),
        domains=tuple(row.get("domains") or ()),
        mechanisms=tuple(row.get("mechanisms") or ()),
        delivery=frozenset(row.get("delivery") or ()),
        cost=row.get("cost") or "unknown",
        coverage=coverage,
        place=area if coverage == Coverage.LOCAL else "",
        languages=tuple(row.get("languages") or ("English",)),
    )


def _coverage(area: str) -> Coverage:
    if not area:
        return Coverage.UNKNOWN
    return Coverage(area.lower()) if area.lower() in WIDE else Coverage.LOCAL


def asked_from(row: Mapping[str, Any]) -> Asked:
    """Barriers are the person's own words, and so is a preference that is none of the app's wishes."""
    wishes = {str(wish).replace("_", " "): wish for wish in Wish}
    preferred = [said.strip().lower() for said in row.get("preferences") or ()]
    return Asked(
        words=row["text"],
        domains=frozenset(row.get("domains") or ()),
        own_barrier=". ".join([*(row.get("barriers") or ()), *(p for p in preferred if p not in wishes)]),
        wishes=frozenset(wishes[said] for said in preferred if said in wishes),
        place=row.get("area") or "",
    )
