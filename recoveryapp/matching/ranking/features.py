"""What each feature gives to one entry; they sum to its score."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from recoveryapp.matching.enums import Feature, Wish
from recoveryapp.matching.ranking.facts import Facts
from recoveryapp.matching.ranking.lexicon import IDENTITIES
from recoveryapp.matching.ranking.shapes import Asked, Entry, Logic, Weights

MONEY_BARRIER = "money"
MONEY_WISHES = frozenset({Wish.FREE_ONLY, Wish.LOW_COST})


@dataclass(frozen=True)
class Question:
    """The goal as the index understands it."""

    terms: Mapping[str, float]
    """Stems and needs, each with how much it counts."""
    needs: Mapping[str, float]
    kinds: Mapping[str, float]
    """How readily a kind is thought of for these needs, 1 for the best."""


@dataclass(frozen=True)
class Candidate:
    entry: Entry
    facts: Facts
    identities: frozenset[str]
    """Whom it is for."""
    closeness: float
    """Of its words to the goal's, 0 to 1."""


def _is_away_from_home(candidate: Candidate) -> bool:
    return candidate.facts.ways == {"in_person"}


STANDS_BEFORE: Mapping[str, Callable[[Candidate], bool]] = {
    "group_anxiety": lambda c: c.facts.is_group,
    "noise_and_crowds": lambda c: c.facts.is_group and _is_away_from_home(c),
    "money": lambda c: c.facts.is_paid,
    "transport": _is_away_from_home,
    "leaving_home": _is_away_from_home,
    "no_childcare": _is_away_from_home,
    "no_internet": lambda c: c.facts.ways == {"online"},
    "bad_experience": lambda c: c.facts.is_nhs,
    "school_memories": lambda c: c.entry.kind == "education",
}
"""A barrier makes these harder. They sink and may still be shown: a barrier is no wish."""


def parts_of(
    candidate: Candidate, asked: Asked, question: Question, logic: Logic, weights: Weights
) -> dict[Feature, float]:
    """The features that gave or took something."""
    entry = candidate.entry
    shares = {
        Feature.WORDS: candidate.closeness,
        Feature.NEED: question.kinds.get(entry.kind, 0.0),
        Feature.DOMAIN: _share(asked.domains, entry.domains),
        Feature.AREA: _share(asked.areas, entry.areas),
        Feature.BARRIER: _share(asked.barriers, eased_barriers(entry, asked, logic)),
        Feature.AFFORDABLE: _affordable(candidate, asked),
        Feature.NEAR: float(bool(asked.place) and entry.coverage == "local"),
        Feature.PEER_RUN: float("peer_run" in entry.traits),
        Feature.LANGUAGE: _share(_other_languages(asked), entry.languages),
        Feature.HARD: float(any(STANDS_BEFORE[b](candidate) for b in asked.barriers if b in STANDS_BEFORE)),
        Feature.STALE: float(entry.is_stale),
        Feature.NOT_FOR: float(_is_for_others(candidate, asked, question)),
    }
    return {f: share * getattr(weights, f.value) for f, share in shares.items() if share}


def eased_barriers(entry: Entry, asked: Asked, logic: Logic) -> list[str]:
    return [code for code in sorted(asked.barriers) if entry.kind in logic.eased_by.get(code, ())]


def _share(wanted: Collection[str], given: Collection[str]) -> float:
    return len(set(wanted) & set(given)) / len(wanted) if wanted else 0.0


def _affordable(candidate: Candidate, asked: Asked) -> float:
    if MONEY_BARRIER not in asked.barriers and not MONEY_WISHES & asked.wishes:
        return 0.0
    return 1.0 if candidate.facts.is_free else 0.5 if candidate.entry.cost == "low" else 0.0


def _other_languages(asked: Asked) -> list[str]:
    return [language for language in asked.languages if language != "English"]


def _is_for_others(candidate: Candidate, asked: Asked, question: Question) -> bool:
    """It says whom it is for, and the person said nothing of the kind."""
    mine = set(question.needs) & IDENTITIES
    if Wish.WOMEN_ONLY in asked.wishes:
        mine.add("women")
    speaks = set(candidate.entry.languages) & set(_other_languages(asked))
    return bool(candidate.identities) and not candidate.identities & mine and not speaks
