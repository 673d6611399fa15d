"""A goal as the index understands it."""

from collections.abc import Iterator

from recoveryapp.matching.enums import Wish
from recoveryapp.matching.ranking import needs
from recoveryapp.matching.ranking.arrays import unit
from recoveryapp.matching.ranking.index import need_term
from recoveryapp.matching.ranking.lexicon import IDENTITIES, lexicon
from recoveryapp.matching.ranking.meaning import meanings, reader
from recoveryapp.matching.ranking.shapes import Asked, Logic, Question
from recoveryapp.matching.ranking.words import telling, tokens

WHY, OWN_BARRIER, BARRIER = 0.3, 0.35, 0.15
"""How much words count that are not the goal itself: why it matters, the own barrier, listed barriers."""
BY_WORDS = 0.35
"""How much a person's words decide what they speak of, beside their meaning."""


def ask(asked: Asked, logic: Logic, *, by_words_only: bool = False) -> Question:
    terms, strengths = _words(asked, logic)
    short = None if by_words_only or not asked.words.strip() else meanings([asked.words])
    by_meaning = None if short is None else reader().needs_said(short)[0]
    found = needs.blend(by_meaning, needs.shares_of(strengths), BY_WORDS)
    said = strengths.keys() | needs.spoken_of(found) | _wished(asked)
    return Question(terms, found, None if short is None else unit(short)[0], IDENTITIES & said)


def _wished(asked: Asked) -> frozenset[str]:
    return frozenset({"women"} if Wish.WOMEN_ONLY in asked.wishes else ())


def _words(asked: Asked, logic: Logic) -> tuple[dict[str, float], dict[str, float]]:
    terms: dict[str, float] = {}
    strengths: dict[str, float] = {}
    for text, weight in _texts(asked, logic):
        for term in dict.fromkeys(telling(tokens(text))):
            terms[term] = terms.get(term, 0.0) + weight
        for need, strength in lexicon().needs(text).items():
            strengths[need] = strengths.get(need, 0.0) + weight * strength
    return terms | {need_term(need): strength for need, strength in strengths.items()}, strengths


def _texts(asked: Asked, logic: Logic) -> Iterator[tuple[str, float]]:
    yield asked.words, 1.0
    yield asked.why, WHY
    yield asked.own_barrier, OWN_BARRIER
    for code in sorted(asked.barriers):
        yield logic.barriers.get(code, ""), BARRIER
