"""The reviewed table from others' words to ours. What does not stand in it is reported, never guessed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "seed" / "mapping.json"


@dataclass(frozen=True)
class Term:
    taxonomy: str
    code: str
    name: str


@dataclass(frozen=True)
class Meaning:
    """What a term stands for here."""

    kind: str
    areas: tuple[str, ...]
    mechanisms: tuple[str, ...]
    traits: tuple[str, ...]


@dataclass(frozen=True)
class MappingTable:
    version: int
    taxonomies: Mapping[str, str]
    """Any name or address of a taxonomy, in lower case -> its name here."""
    meanings: Mapping[tuple[str, str], Meaning]
    traits: Mapping[tuple[str, str], Mapping[str, str]]
    precedence: Mapping[str, int]
    coverage: Mapping[str, str]
    statuses: Mapping[str, str]

    def taxonomy_of(self, term: Term) -> str:
        return self.taxonomies.get(term.taxonomy.lower().rstrip("/"), "")

    def meaning_of(self, terms: Iterable[Term]) -> Meaning | None:
        """The first term with a kind wins, our own vocabulary before others; traits come from all of them."""
        known = [(self.taxonomy_of(t), t) for t in terms]
        ours = [(x, t.code) for x, t in known if (x, t.code) in self.meanings]
        found = [(self.precedence[taxonomy], self.meanings[taxonomy, code]) for taxonomy, code in ours]
        if not found:
            return None
        first = min(found, key=lambda ranked: ranked[0])[1]
        traits = dict.fromkeys(trait for _, meaning in found for trait in meaning.traits)
        return Meaning(first.kind, first.areas, first.mechanisms, tuple(traits))

    def traits_of(self, terms: Iterable[Term], what: str) -> list[str]:
        """`what` is "trait" or "delivery"."""
        rows = (self.traits.get((self.taxonomy_of(t), t.code), {}) for t in terms)
        return [row[what] for row in rows if what in row]

    def knows(self, term: Term) -> bool:
        key = (self.taxonomy_of(term), term.code)
        return key in self.meanings or key in self.traits


@cache
def mapping_table() -> MappingTable:
    return as_table(json.loads(FILE.read_text(encoding="utf-8")))


def as_table(data: Mapping[str, Any]) -> MappingTable:
    names = {x["name"]: [x["name"], *x["uris"]] for x in data["taxonomies"]}
    return MappingTable(
        version=data["version"],
        taxonomies={said.lower().rstrip("/"): name for name, all_ in names.items() for said in all_},
        meanings={(t["taxonomy"], t["code"]): _meaning(t) for t in data["terms"]},
        traits={(t["taxonomy"], t["code"]): t["sets"] for t in data["traits"]},
        precedence={x["name"]: x["precedence"] for x in data["taxonomies"]},
        coverage={word: row["coverage"] for row in data["coverage"] for word in row["words"]},
        statuses={row["hsds"]: row["status"] for row in data["statuses"]},
    )


def _meaning(row: Mapping[str, Any]) -> Meaning:
    return Meaning(row["kind"], tuple(row["areas"]), tuple(row["mechanisms"]), tuple(row.get("traits", ())))
