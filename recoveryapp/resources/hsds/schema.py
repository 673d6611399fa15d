"""What HSDS 3.0 asks of each object. What is missing is told; only what we cannot do without is refused."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from recoveryapp.resources.hsds.node import Line

FILE = Path(__file__).parent.parent / "seed" / "hsds_3_0_required.json"


@dataclass(frozen=True)
class Rule:
    required: tuple[str, ...]
    one_of: Mapping[str, tuple[str, ...]]


@cache
def _rules() -> tuple[Mapping[str, Rule], Mapping[str, str]]:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    rules = {
        name: Rule(tuple(said["required"]), {k: tuple(v) for k, v in said.get("one_of", {}).items()})
        for name, said in data["objects"].items()
    }
    return rules, data["held_under"]


def departures(value: Any, path: str, name: str = "service") -> Iterator[Line]:
    """Where a service and what is in it differ from the standard."""
    rules, held_under = _rules()
    rule = rules[name]
    for key in rule.required:
        if value.get(key) is None:
            yield Line(f"{path}.{key}", "is required by HSDS 3.0")
    for key, allowed in rule.one_of.items():
        if (said := value.get(key)) is not None and said not in allowed:
            yield Line(f"{path}.{key}", f"is none of {', '.join(allowed)}")
    for key, child_name in held_under.items():
        if (child := value.get(key)) is not None:
            yield from _of_children(child, f"{path}.{key}", child_name)


def _of_children(child: Any, path: str, name: str) -> Iterator[Line]:
    if isinstance(child, dict):
        yield from departures(child, path, name)
    elif isinstance(child, list):
        for index, one in enumerate(child):
            if isinstance(one, dict):
                yield from departures(one, f"{path}[{index}]", name)
