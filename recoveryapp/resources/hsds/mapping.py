"""The reviewed table from others' words to ours. What is not in it is listed for a manager, never guessed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "seed" / "mapping.json"
LAST = 100
"""The precedence of taxonomies that the reviewed table does not know."""


@dataclass(frozen=True)
class Term:
    taxonomy: str
    code: str
    name: str


@dataclass(frozen=True)
class Meaning:
    """What a term stands for here. Without a kind it only adds traits, or nothing at all."""

    kind: str
    areas: tuple[str, ...]
    mechanisms: tuple[str, ...]
    traits: tuple[str, ...]


@dataclass(frozen=True)
class Placed:
    """A term and what a manager said it stands for."""

    term: Term
    meaning: Meaning


@dataclass(frozen=True)
class MappingTable:
    version: int
    taxonomies: Mapping[str, str]
    """Any name or address of a taxonomy, in lower case -> its name here."""
    meanings: Mapping[tuple[str, str], Meaning]
    facts: Mapping[tuple[str, str], Mapping[str, str]]
    """Terms that say one thing: a trait, a way of delivery, a cost, an area, a mechanism."""
    precedence: Mapping[str, int]
    coverage: Mapping[str, str]
    statuses: Mapping[str, str]

    def meaning_of(self, terms: Sequence[Term], *, is_placed_by_hand: bool = False) -> Meaning | None:
        """The first term with a kind wins, our own vocabulary before others; traits come from all of them.

        Terms for areas and mechanisms go before what the kind stands for. None: no term has a kind, and no
        manager gave it one.
        """
        found = [(key, self.meanings[key]) for key in map(self._key, terms) if key in self.meanings]
        kinds = [(self.precedence.get(key[0], LAST), meaning) for key, meaning in found if meaning.kind]
        if not kinds and not is_placed_by_hand:
            return None
        first = min(kinds, key=lambda ranked: ranked[0])[1] if kinds else Meaning("", (), (), ())
        traits = [trait for _, meaning in found for trait in meaning.traits]
        return Meaning(
            kind=first.kind,
            areas=tuple(self.said(terms, "area")) or first.areas,
            mechanisms=tuple(self.said(terms, "mechanism")) or first.mechanisms,
            traits=tuple(dict.fromkeys([*traits, *self.said(terms, "trait")])),
        )

    def said(self, terms: Iterable[Term], what: str) -> list[str]:
        """`what` is "trait", "delivery", "cost", "area" or "mechanism"."""
        rows = (self.facts.get(self._key(term), {}) for term in terms)
        return list(dict.fromkeys(row[what] for row in rows if what in row))

    def knows(self, term: Term) -> bool:
        return self._key(term) in self.meanings or self._key(term) in self.facts

    def with_placed(self, placed: Iterable[Placed]) -> "MappingTable":
        """The reviewed table goes before what a manager says of a term."""
        added = {self._key(row.term): row.meaning for row in placed}
        return replace(self, meanings={**added, **self.meanings})

    def _key(self, term: Term) -> tuple[str, str]:
        said = term.taxonomy.lower().rstrip("/")
        return self.taxonomies.get(said, said), term.code


@cache
def mapping_table() -> MappingTable:
    """As it is shipped, without what managers placed."""
    return as_table(json.loads(FILE.read_text(encoding="utf-8")))


def as_table(data: Mapping[str, Any]) -> MappingTable:
    names = {x["name"]: [x["name"], *x["uris"]] for x in data["taxonomies"]}
    return MappingTable(
        version=data["version"],
        taxonomies={said.lower().rstrip("/"): name for name, all_ in names.items() for said in all_},
        meanings={(t["taxonomy"], t["code"]): _meaning(t) for t in data["terms"]},
        facts={(t["taxonomy"], t["code"]): t["sets"] for t in data["traits"]},
        precedence={x["name"]: x["precedence"] for x in data["taxonomies"]},
        coverage={word: row["coverage"] for row in data["coverage"] for word in row["words"]},
        statuses={row["hsds"]: row["status"] for row in data["statuses"]},
    )


def _meaning(row: Mapping[str, Any]) -> Meaning:
    return Meaning(row["kind"], tuple(row["areas"]), tuple(row["mechanisms"]), tuple(row.get("traits", ())))
