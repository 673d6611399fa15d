from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]


def grouped(rows: Iterable[Row], *, by: str) -> Mapping[str, list[Row]]:
    """Rows by the row they belong to; gone through once, and not once for each of those."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[by]].append(row)
    return dict(found)
