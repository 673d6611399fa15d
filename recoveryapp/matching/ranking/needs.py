"""How much a text speaks of each need: by its meaning where the encoder is there, and by its words."""

from collections.abc import Mapping
from functools import cache

import numpy as np

from recoveryapp.matching.ranking.arrays import Floats, as_floats
from recoveryapp.matching.ranking.lexicon import lexicon

SURE = 0.2
"""A text speaks of a need when so much of it does."""


@cache
def codes() -> tuple[str, ...]:
    return tuple(lexicon().concepts)


@cache
def kinds() -> tuple[str, ...]:
    return tuple(sorted({kind for concept in lexicon().concepts.values() for kind in concept.kinds}))


@cache
def readiness() -> Floats:
    """Needs by kinds, and a last column for a kind nobody knows: how readily it is thought of."""
    rows = [[concept.kinds.get(kind, 0.0) for kind in kinds()] for concept in lexicon().concepts.values()]
    return as_floats(np.pad(rows, ((0, 0), (0, 1))))


def shares_of(strengths: Mapping[str, float]) -> Floats:
    """Of all that the words speak of; zeros when they speak of nothing."""
    row = as_floats([strengths.get(code, 0.0) for code in codes()])
    return as_floats(row / (row.sum() or 1.0))


def blend(by_meaning: Floats | None, by_words: Floats, words: float) -> Floats:
    """Rows of shares; `words` is how much the words decide where they speak of anything."""
    if by_meaning is None:
        return by_words
    speaks = by_words.sum(axis=-1, keepdims=True) > 0
    return as_floats(np.where(speaks, (1 - words) * by_meaning + words * by_words, by_meaning))


def kinds_for(needs: Floats) -> Floats:
    """How readily each kind is thought of for these needs, 1 for the best; zeros for none."""
    row = needs @ readiness()
    return as_floats(row / (row.max() or 1.0))


def spoken_of(needs: Floats) -> frozenset[str]:
    return frozenset(codes()[at] for at in np.flatnonzero(needs >= SURE))
