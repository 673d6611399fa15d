"""What HSDS 3.0 asks of each object. What differs is told; only what we cannot do without is refused."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from recoveryapp.resources.hsds.formats import FORMATS, Format
from recoveryapp.resources.hsds.node import Line

FILE = Path(__file__).parent.parent / "seed" / "hsds_3_0_required.json"


@dataclass(frozen=True)
class Rule:
    required: tuple[str, ...]
    one_of: Mapping[str, tuple[str, ...]]
    formats: Mapping[str, Format]


@dataclass(frozen=True)
class Held:
    """An object, or a list of such objects, under a property."""

    name: str
    is_list: bool


@cache
def _rules() -> tuple[Mapping[str, Rule], Mapping[str, Held]]:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    held = {key: Held(name, key not in data["held_once"]) for key, name in data["held_under"].items()}
    return {name: _rule(said) for name, said in data["objects"].items()}, held


def _rule(said: Mapping[str, Any]) -> Rule:
    properties = said.get("properties", {})
    formats = {key: FORMATS[kind] for kind, keys in properties.items() for key in keys}
    return Rule(tuple(said["required"]), {k: tuple(v) for k, v in said.get("one_of", {}).items()}, formats)


def departures(value: Mapping[str, Any], path: str, name: str = "service") -> Iterator[Line]:
    """Where a service and what is in it differ from the standard.

    What is null or absent departs only where it is required; properties the standard does not know never do.
    """
    rules, held_under = _rules()
    rule = rules[name]
    for key in rule.required:
        if value.get(key) is None:
            yield Line(f"{path}.{key}", "is required by HSDS 3.0")
    for key, said in value.items():
        if said is None:
            continue
        if (form := rule.formats.get(key)) and said != "" and not form.fits(said):
            yield Line(f"{path}.{key}", f"is not {form.name}")
        elif (allowed := rule.one_of.get(key)) and said not in allowed:
            yield Line(f"{path}.{key}", f"is none of {', '.join(allowed)}")
        elif held := held_under.get(key):
            yield from _of_held(said, f"{path}.{key}", held)


def _of_held(said: Any, path: str, held: Held) -> Iterator[Line]:
    if isinstance(said, list) != held.is_list:
        yield Line(path, "is not a list" if held.is_list else "is not an object")
    if not isinstance(said, list):
        yield from _of_one(said, path, held, is_told=held.is_list)
        return
    for index, one in enumerate(said):
        yield from _of_one(one, f"{path}[{index}]", held, is_told=not held.is_list)


def _of_one(said: Any, path: str, held: Held, *, is_told: bool) -> Iterator[Line]:
    """`is_told`: that it is not held as it should be was said before."""
    if isinstance(said, dict):
        yield from departures(said, path, held.name)
    elif not is_told:
        yield Line(path, "is not an object")
