"""Needs in everyday words, matched in goals and in the directory alike, and sentences to learn them from."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from recoveryapp.matching.ranking.words import stems, tokens

FILE = Path(__file__).parent.parent / "seed" / "lexicon.json"

ONE_WORD, SEVERAL_WORDS = 0.6, 1.0
"""How sure a single word, and a phrase, makes us of a need."""
MOST = 1.5

IDENTITIES = frozenset({
    "black", "caring", "christian", "deaf", "learning_disability", "lgbt", "men", "muslim", "neurodivergent",
    "newcomer", "older", "perinatal", "polish", "prison", "south_asian", "veteran", "women", "young",
    "drink", "drugs", "eating_disorder", "grief", "highs", "ocd", "psychosis", "suicide_loss", "trauma",
    "voices",
})  # fmt: skip
"""Needs that say who somebody is or what they live with: what is meant for others is not for this person."""

NARROWER = {"suicide_loss": "grief"}
"""Who says the first means only the first."""

KIND_IS_FOR = {"substance_use_peer": frozenset({"drink", "drugs"}), "family_carers": frozenset({"caring"})}


@dataclass(frozen=True)
class Concept:
    code: str
    name: str
    """In English, in the middle of a sentence."""
    kinds: Mapping[str, float]
    """Kind -> how readily it is thought of for this need, about 0 to 1.5."""


@dataclass(frozen=True)
class Example:
    """How a need is spoken of."""

    said: tuple[str, ...]
    """By people."""
    offered: tuple[str, ...]
    """By a directory."""
    words: tuple[str, ...]


Examples = Mapping[str, Example]
"""Need -> its examples, in the lexicon's order."""


@dataclass(frozen=True)
class Found:
    concept: str
    start: int
    length: int


@dataclass(frozen=True)
class Lexicon:
    concepts: Mapping[str, Concept]
    by_first: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
    """First stem -> phrases that begin with it, longest first."""

    def find(self, words: Sequence[str]) -> Iterator[Found]:
        """`words` are stems, stop words among them. A word may speak for several concepts."""
        for start, word in enumerate(words):
            for phrase, concept in self.by_first.get(word, ()):
                if tuple(words[start : start + len(phrase)]) == phrase:
                    yield Found(concept, start, len(phrase))

    def needs(self, text: str) -> dict[str, float]:
        """Concept -> how strongly the text speaks of it, above 0 and at most 1.5."""
        strengths: dict[str, float] = {}
        for found in self.find(stems(tokens(text))):
            more = SEVERAL_WORDS if found.length > 1 else ONE_WORD
            strengths[found.concept] = min(MOST, strengths.get(found.concept, 0.0) + more)
        return strengths


@cache
def lexicon() -> Lexicon:
    rows = _rows()
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in rows:
        for said in {tuple(stems(tokens(word))) for word in row["words"]}:
            if said:
                phrases.setdefault(said[0], []).append((said, row["code"]))
    return Lexicon(
        concepts={row["code"]: Concept(row["code"], row["name"], row["kinds"]) for row in rows},
        by_first={first: sorted(found, key=lambda p: -len(p[0])) for first, found in phrases.items()},
    )


def examples() -> Examples:
    """Read anew each time: only training asks for them."""
    return {
        row["code"]: Example(tuple(row["said"]), tuple(row["offered"]), tuple(row["words"]))
        for row in _rows()
    }


def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["concepts"]
    return rows
