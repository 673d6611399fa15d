"""Everyday words for a need, matched in goals and in the directory alike."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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
    kinds: Mapping[str, float]
    """Kind -> how readily it is thought of for this need, about 0 to 1.5."""


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

    def kinds_for(self, needs: Mapping[str, float]) -> dict[str, float]:
        """Kind -> how well it answers these needs, 1 for the best one."""
        sums: dict[str, float] = {}
        for code, strength in needs.items():
            for kind, readiness in self.concepts[code].kinds.items():
                sums[kind] = sums.get(kind, 0.0) + strength * readiness
        best = max(sums.values(), default=0.0)
        return {kind: value / best for kind, value in sums.items()} if best else {}


@cache
def lexicon() -> Lexicon:
    rows = json.loads(FILE.read_text(encoding="utf-8"))["concepts"]
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in rows:
        for said in {tuple(stems(tokens(word))) for word in row["words"]}:
            if said:
                phrases.setdefault(said[0], []).append((said, row["code"]))
    return Lexicon(
        concepts={row["code"]: Concept(row["code"], row["kinds"]) for row in rows},
        by_first={first: sorted(found, key=lambda p: -len(p[0])) for first, found in phrases.items()},
    )
