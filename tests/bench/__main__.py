"""Measures every noun, or the one in ONLY, and says which goals were kept."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import django

from tests.bench.measuring import Row

FILE = Path("bench.json")
NO_NOUN = frozenset({"__main__", "client", "floor", "measuring", "people", "proxy", "servers", "sixty"})


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recoveryapp.settings")
    django.setup()
    only = os.environ.get("ONLY", "")
    nouns = sorted({found.name for found in iter_modules([str(Path(__file__).parent)])} - NO_NOUN)
    rows = [row for noun in nouns if only in {"", noun} for row in _measured(noun)]
    told = [{**asdict(r), "ratio": r.ratio, "is_kept": r.is_kept} for r in rows]
    FILE.write_text(json.dumps({"load": os.getloadavg(), "cores": os.cpu_count(), "rows": told}, indent=1))
    busy, cores = os.getloadavg()[0], os.cpu_count() or 1
    _say(f"\n{len(rows)} rows, also in {FILE}. Load {busy:.1f} on {cores} cores: times want a quiet one.")
    return 0 if all(row.is_kept for row in rows) else 1


def _measured(noun: str) -> Iterator[Row]:
    _say(f"{noun:46} {'measured':>12} {'plain':>10} {'ratio':>8} {'of rounds':>11} {'goal':>8}")
    for row in import_module(f"tests.bench.{noun}").rows():
        _say(_line(row))
        yield row


def _line(row: Row) -> str:
    plain = f"{row.plain:.2f}" if row.plain is not None else ""
    ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
    mark = "" if row.is_kept else "  not kept"
    measured = f"  {row.name:44} {row.value:9.2f} {row.unit:3} {plain:>10} {ratio:>8}"
    return f"{measured} {_spread(row):>11} {_goal(row):>8}{mark}"


def _goal(row: Row) -> str:
    """For the value at most, or for the ratio at least."""
    if row.least_ratio is not None:
        return f">={row.least_ratio:g}"
    return f"{row.most:g}" if row.most is not None else ""


def _spread(row: Row) -> str:
    return f"{min(row.ratios):.2f}-{max(row.ratios):.2f}" if row.ratios else ""


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
