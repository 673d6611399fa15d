"""Which entries have a word, and how much it weighs there: BM25 over weighted fields.

Robertson and Zaragoza (2009), The Probabilistic Relevance Framework: fields are weighted before term
frequency saturates (BM25F, one length for all fields).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from recoveryapp.matching.ranking.arrays import Floats

K1, B = 1.2, 0.5


@dataclass(frozen=True)
class Posting:
    at: NDArray[np.int32]
    """Entries that have the term, in order."""
    weights: Floats

    def weight_at(self, position: int) -> float:
        found = int(np.searchsorted(self.at, position))
        is_there = found < len(self.at) and self.at[found] == position
        return float(self.weights[found]) if is_there else 0.0


Postings = Mapping[str, Posting]


def postings_of(texts: Sequence[Mapping[str, float]]) -> dict[str, Posting]:
    """`texts`: term -> how often, counted by the weight of its field."""
    lengths = [sum(terms.values()) for terms in texts]
    average = sum(lengths) / len(lengths) if any(lengths) else 1.0
    in_texts = Counter(term for terms in texts for term in terms)
    rare = {term: log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for term, n in in_texts.items()}
    found: dict[str, tuple[list[int], list[float]]] = {term: ([], []) for term in in_texts}
    for at, terms in enumerate(texts):
        room = K1 * (1 - B + B * lengths[at] / average)
        for term, often in terms.items():
            positions, weights = found[term]
            positions.append(at)
            weights.append(rare[term] * often * (K1 + 1) / (often + room))
    return {
        term: Posting(np.array(positions, dtype=np.int32), np.array(weights, dtype=np.float32))
        for term, (positions, weights) in found.items()
    }


def scores(postings: Postings, query: Mapping[str, float], count: int) -> Floats:
    """Of each of `count` entries, for the terms of the query and how much each counts."""
    sums = np.zeros(count, dtype=np.float32)
    for term, weight in query.items():
        if posting := postings.get(term):
            sums[posting.at] += weight * posting.weights
    return sums
