"""The directory made ready for search: BM25 over name, description, audience, kind in plain words, and needs.

Robertson and Zaragoza (2009), The Probabilistic Relevance Framework: fields are weighted before term
frequency saturates (BM25F, one length for all fields).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from recoveryapp.matching.ranking.facts import Facts, facts_of
from recoveryapp.matching.ranking.lexicon import IDENTITIES, KIND_IS_FOR, NARROWER, Lexicon, lexicon
from recoveryapp.matching.ranking.shapes import Entry, Logic
from recoveryapp.matching.ranking.words import stems, telling, tokens

K1, B = 1.2, 0.5
FOR_SOME = frozenset({"identity_specific", "faith_culture", "peer_group"})
"""Kinds whose name tells whom they are for."""

NAME, DESCRIPTION, AUDIENCE, KIND, NEED = 2.0, 1.0, 1.0, 0.7, 1.0


def need_term(concept: str) -> str:
    """A need is one more word of the text, and cannot be mistaken for a written one."""
    return f"#{concept}"


@dataclass(frozen=True)
class Index:
    entries: Sequence[Entry]
    facts: Sequence[Facts]
    postings: Mapping[str, Sequence[tuple[int, float]]]
    """Term -> (entry, weight of the term in it), idf included."""
    identities: Sequence[frozenset[str]]
    """Whom each entry says it is for."""
    places: frozenset[str]
    """Towns the directory has something in, small letters."""

    def scores(self, query: Mapping[str, float]) -> dict[int, float]:
        found: dict[int, float] = {}
        for term, weight in query.items():
            for at, value in self.postings.get(term, ()):
                found[at] = found.get(at, 0.0) + weight * value
        return found


def build_index(entries: Sequence[Entry], logic: Logic) -> Index:
    words = lexicon()
    texts = [_terms(entry, logic, words) for entry in entries]
    lengths = [sum(terms.values()) for terms in texts]
    average = sum(lengths) / len(lengths) if lengths else 1.0
    in_texts = Counter(term for terms in texts for term in terms)
    postings: dict[str, list[tuple[int, float]]] = {}
    for at, terms in enumerate(texts):
        room = K1 * (1 - B + B * lengths[at] / average) if average else K1
        for term, frequency in terms.items():
            idf = log(1 + (len(texts) - in_texts[term] + 0.5) / (in_texts[term] + 0.5))
            postings.setdefault(term, []).append((at, idf * frequency * (K1 + 1) / (frequency + room)))
    return Index(
        entries=entries,
        facts=[facts_of(entry) for entry in entries],
        postings=postings,
        identities=[_identities(entry, words) for entry in entries],
        places=frozenset(
            entry.place.lower() for entry in entries if entry.coverage == "local" and entry.place
        ),
    )


def _terms(entry: Entry, logic: Logic, words: Lexicon) -> dict[str, float]:
    kind = logic.kinds.get(entry.kind)
    fields = [
        (entry.name, NAME),
        (entry.description, DESCRIPTION),
        (entry.audience, AUDIENCE),
        (f"{kind.name} {kind.plain}" if kind else "", KIND),
    ]
    terms: dict[str, float] = {}
    for text, weight in fields:
        said = tokens(text)
        for term in telling(said):
            terms[term] = terms.get(term, 0.0) + weight
        for concept in {found.concept for found in words.find(stems(said))}:
            term = need_term(concept)
            terms[term] = terms.get(term, 0.0) + weight * NEED
    return terms


def _identities(entry: Entry, words: Lexicon) -> frozenset[str]:
    """Named kinds of audience; who names both men and women excludes neither."""
    names = entry.name if entry.kind in FOR_SOME else ""
    found = frozenset(words.needs(f"{names} . {entry.audience}")) & IDENTITIES
    found |= KIND_IS_FOR.get(entry.kind, frozenset())
    found -= {wider for narrower, wider in NARROWER.items() if narrower in found}
    return found - {"men", "women"} if {"men", "women"} <= found else found
