"""Is a place abroad? Only countries that are named; a town that is not known is taken to be at home."""

import json
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent.parent / "seed" / "countries.json"


@cache
def countries() -> tuple[frozenset[str], frozenset[str]]:
    """The names of the directory's own country, and those of others, in small letters."""
    names = json.loads(FILE.read_text(encoding="utf-8"))
    return frozenset(names["home"]), frozenset(names["abroad"])


def is_abroad(place: str) -> bool:
    """`place` in small letters: "new zealand", "dublin, ireland"."""
    home, abroad = countries()
    parts = {part.strip() for part in place.split(",")}
    return not parts & home and bool(parts & abroad)
