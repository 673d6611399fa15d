"""The seam: one pure function from a goal and a directory to ranked suggestions with their reasons.

A later matcher may replace everything behind `rank`; what goes in and comes out is in `shapes`.
"""

from collections.abc import Iterator
from dataclasses import replace

from recoveryapp.matching.ranking.features import Candidate, Question, parts_of
from recoveryapp.matching.ranking.index import Index, need_term
from recoveryapp.matching.ranking.lexicon import lexicon
from recoveryapp.matching.ranking.person import said_in
from recoveryapp.matching.ranking.reasons import paths_for, reasons_for
from recoveryapp.matching.ranking.rules import allowed
from recoveryapp.matching.ranking.shapes import WEIGHTS, Asked, Logic, Ranked, Weights
from recoveryapp.matching.ranking.words import telling, tokens

WHY, OWN_BARRIER, BARRIER = 0.3, 0.35, 0.15
"""How much words count that are not the goal itself: why it matters, the own barrier, listed barriers."""
NEED = 1.0
"""How much a need counts in the search, beside a written word."""


def rank(asked: Asked, index: Index, logic: Logic, *, weights: Weights = WEIGHTS) -> list[Ranked]:
    """Every entry that nothing rules out, best first; equal scores in the order of their ids.

    The score is a sum of features, each between 0 and its weight: the goal's words (BM25, 1 for the entry
    that has most of them), how readily this kind is thought of for the needs the words speak of, chosen
    domains and areas, barriers it may ease, cost, place and language; less for what nobody checked lately
    and for what is meant for others. An empty goal ranks by wishes and choices alone.
    """
    question = ask(asked, logic)
    found = index.scores(question.terms)
    best = max(found.values(), default=0.0) or 1.0
    candidates = (
        Candidate(index.entries[at], index.facts[at], index.identities[at], found.get(at, 0.0) / best)
        for at in allowed(asked, said_in(asked.words), index)
    )
    ranked = [_ranked(candidate, asked, question, logic, weights) for candidate in candidates]
    return sorted(ranked, key=lambda r: (-r.score, r.entry.id))


def _ranked(candidate: Candidate, asked: Asked, question: Question, logic: Logic, weights: Weights) -> Ranked:
    parts = parts_of(candidate, asked, question, logic, weights)
    return Ranked(candidate.entry, sum(parts.values()), parts)


def explain(ranked: Ranked, asked: Asked, logic: Logic) -> Ranked:
    """The same with its reasons and paths. Apart from `rank`, because only what is shown needs them."""
    reasons = reasons_for(ranked.entry, ranked.parts, asked, logic)
    return replace(ranked, reasons=reasons, paths=paths_for(ranked.entry, asked))


def ask(asked: Asked, logic: Logic) -> Question:
    words = lexicon()
    terms: dict[str, float] = {}
    needs: dict[str, float] = {}
    for text, weight in _texts(asked, logic):
        for term in dict.fromkeys(telling(tokens(text))):
            terms[term] = terms.get(term, 0.0) + weight
        for need, strength in words.needs(text).items():
            needs[need] = needs.get(need, 0.0) + weight * strength
    for need, strength in needs.items():
        terms[need_term(need)] = NEED * strength
    return Question(terms, needs, words.kinds_for(needs))


def _texts(asked: Asked, logic: Logic) -> Iterator[tuple[str, float]]:
    yield asked.words, 1.0
    yield asked.why, WHY
    yield asked.own_barrier, OWN_BARRIER
    for code in sorted(asked.barriers):
        yield logic.barriers.get(code, ""), BARRIER
