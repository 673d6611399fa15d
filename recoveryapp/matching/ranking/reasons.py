"""Why a suggestion is where it is: the features that moved it up most, and the logic model's way to it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from recoveryapp.matching.enums import Feature
from recoveryapp.matching.ranking import needs
from recoveryapp.matching.ranking.features import eased_barriers
from recoveryapp.matching.ranking.index import Index, need_term
from recoveryapp.matching.ranking.lexicon import lexicon
from recoveryapp.matching.ranking.shapes import Asked, Entry, Logic, Path, Question, Ranked, Reason
from recoveryapp.matching.ranking.words import STOP_WORDS, stem, stems, tokens

MOST_REASONS, MOST_PATHS, MOST_WORDS, MOST_NEEDS = 3, 2, 3, 2
WORTH_SAYING = 0.03
CLEAR = 0.1
"""Of a text speaks of a need: with less it may move the score, and would be no honest name for it."""
PART_OF_IT = 0.3
"""A word or need is named that gave so much of what the strongest of them gave."""
SAID_WITHOUT_MORE = frozenset({Feature.PEER_RUN, Feature.MEANING})


@dataclass(frozen=True)
class Case:
    """One entry for one goal, to be explained."""

    at: int
    entry: Entry
    asked: Asked
    question: Question
    index: Index
    logic: Logic


def reasons_for(ranked: Ranked, asked: Asked, index: Index, logic: Logic) -> tuple[Reason, ...]:
    parts = ranked.parts
    moved = sorted((f for f, value in parts.items() if value >= WORTH_SAYING), key=lambda f: (-parts[f], f))
    assert ranked.question
    case = Case(index.order[ranked.entry.id], ranked.entry, asked, ranked.question, index, logic)
    reasons = (Reason(feature, tuple(ABOUT[feature](case))) for feature in moved)
    return tuple(r for r in reasons if r.about or r.code in SAID_WITHOUT_MORE)[:MOST_REASONS]


def _shared_needs(case: Case) -> list[str]:
    """Those that both clearly speak of, the strongest first."""
    there, asked = case.index.needs[case.at], case.question.needs
    both = np.where((there >= CLEAR) & (asked >= CLEAR), there * asked, 0.0)
    named = _strongest(dict(zip(needs.codes(), map(float, both), strict=True)))
    return named[:MOST_NEEDS]


def _shared_words(case: Case) -> list[str]:
    """Words as the person wrote them that moved the score, phrases before single words."""
    said = tokens(case.asked.words)
    gave = {term: weight * _weight_there(case, term) for term, weight in case.question.terms.items()}
    strong = set(_strongest({term: value for term, value in gave.items() if value > 0}))
    shared = [phrase for need, phrase in _phrases(said) if need_term(need) in strong]
    shared += [w for w in said if w not in STOP_WORDS and len(w) > 1 and stem(w) in strong]
    return _without_parts(shared)[:MOST_WORDS]


def _weight_there(case: Case, term: str) -> float:
    posting = case.index.postings.get(term)
    return posting.weight_at(case.at) if posting else 0.0


def _strongest(gave: Mapping[str, float]) -> list[str]:
    least = PART_OF_IT * max(gave.values(), default=0.0)
    strong = [name for name, value in gave.items() if value > 0 and value >= least]
    return sorted(strong, key=lambda name: -gave[name])


def _phrases(said: list[str]) -> Iterator[tuple[str, str]]:
    """Needs and the person's words that speak of them."""
    for found in lexicon().find(stems(said)):
        words = said[found.start : found.start + found.length]
        if not STOP_WORDS.issuperset(words):
            yield found.concept, " ".join(words)


def _without_parts(shared: list[str]) -> list[str]:
    """“back to work” says “work” already."""
    longest_first = sorted(dict.fromkeys(shared), key=len, reverse=True)
    kept = [
        x for at, x in enumerate(longest_first) if not any(f" {x} " in f" {y} " for y in longest_first[:at])
    ]
    return [x for x in dict.fromkeys(shared) if x in kept]


def _is_like(case: Case) -> list[str]:
    """Its kind: what the person kept is like it in that, or in what it is about."""
    return [case.entry.kind]


About = Callable[[Case], Iterable[str]]

ABOUT: Mapping[Feature, About] = {
    Feature.NEED: _shared_needs,
    Feature.MEANING: lambda case: (),
    Feature.WORDS: _shared_words,
    Feature.KIND: lambda case: [case.entry.kind],
    Feature.DOMAIN: lambda case: [d for d in case.entry.domains if d in case.asked.domains],
    Feature.AREA: lambda case: [a for a in case.entry.areas if a in case.asked.areas],
    Feature.BARRIER: lambda case: eased_barriers(case.entry, case.asked, case.logic),
    Feature.NEAR: lambda case: [case.entry.place],
    Feature.AFFORDABLE: lambda case: [case.entry.cost],
    Feature.LANGUAGE: lambda case: [x for x in case.entry.languages if x in case.asked.languages],
    Feature.PEER_RUN: lambda case: (),
    Feature.LIKED: _is_like,
}


def paths_for(entry: Entry, asked: Asked) -> tuple[Path, ...]:
    """From the areas the person chose, else from their domains, else from the first area of the kind."""
    chosen = [a for a in entry.areas if a in asked.areas]
    chosen = chosen or [a for a in entry.areas if a.split(".")[0] in asked.domains] or list(entry.areas[:1])
    pairs = zip(chosen, [*entry.mechanisms, *entry.mechanisms[:1] * len(chosen)], strict=False)
    paths = (Path(area.split(".")[0], area, mechanism, entry.kind) for area, mechanism in pairs)
    return tuple(paths)[:MOST_PATHS]
