"""The seam: one pure function from a goal and a directory to ranked suggestions with their reasons.

A later matcher may replace everything behind `rank`; what goes in and comes out is in `shapes`.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from recoveryapp.matching.enums import Feature
from recoveryapp.matching.ranking.arrays import Flags, Floats, Numbers
from recoveryapp.matching.ranking.features import Shares, shares_of
from recoveryapp.matching.ranking.index import Index
from recoveryapp.matching.ranking.person import said_in
from recoveryapp.matching.ranking.question import ask
from recoveryapp.matching.ranking.reasons import paths_for, reasons_for
from recoveryapp.matching.ranking.rules import allowed
from recoveryapp.matching.ranking.shapes import WEIGHTS, Asked, Entry, Logic, Ranked, Weights

SHORTLIST = 200
"""So many of the best are looked at when a set is chosen, and ..."""
BEST_OF_EACH = 5
"""... so many of each mechanism and of the peer-run ones, should they not be among them."""


def rank(
    asked: Asked,
    index: Index,
    logic: Logic,
    *,
    weights: Weights = WEIGHTS,
    most: int = SHORTLIST,
    also: Collection[str] = (),
) -> list[Ranked]:
    """The best of what nothing rules out, best first; equal scores in the order of their ids.

    The score is a sum of features, each between 0 and its weight: the needs that goal and entry both speak
    of, how near their meanings are, the goal's words (BM25, 1 for the entry that has most of them), how
    readily this kind is thought of, chosen domains and areas, barriers it may ease, cost, place and language,
    likeness to what the person kept; less for what they put aside, what nobody checked lately and what is
    meant for others. An empty goal ranks by wishes and choices alone. `also`: ids that are given wherever
    they stand.
    """
    question = ask(asked, logic, by_words_only=index.meanings is None)
    shares = shares_of(asked, question, index, logic)
    admitted = allowed(asked, said_in(asked.words), index)
    scores = _sum(shares, weights)
    places = _shortlist(scores, admitted, index, most=most, also=also)
    parts = _parts(shares, places, weights)
    return [
        Ranked(index.entries[at], float(scores[at]), gave, question=question)
        for at, gave in zip(places.tolist(), parts, strict=True)
    ]


def explain(ranked: Ranked, entry: Entry, asked: Asked, index: Index, logic: Logic) -> Ranked:
    """The same with its reasons and paths, from the whole `entry`: only what is shown needs them."""
    reasons = reasons_for(replace(ranked, entry=entry), asked, index, logic)
    return replace(ranked, entry=entry, reasons=reasons, paths=paths_for(entry, asked))


def _sum(shares: Shares, weights: Weights) -> Floats:
    scores = np.zeros(len(shares[Feature.STALE]), dtype=np.float32)
    for feature, share in shares.items():
        scores += np.float32(getattr(weights, feature.value)) * share
    return scores


def _parts(shares: Shares, places: Numbers, weights: Weights) -> list[dict[Feature, float]]:
    """Of each place: what each feature gave, where it gave anything."""
    given = np.stack([getattr(weights, f.value) * share[places] for f, share in shares.items()], axis=1)
    return [{f: gave for f, gave in zip(shares, row, strict=True) if gave} for row in given.tolist()]


def _shortlist(scores: Floats, admitted: Flags, index: Index, *, most: int, also: Collection[str]) -> Numbers:
    """Positions, best first."""
    of_each = [index.columns.traits.get("peer_run"), *index.columns.mechanisms.values()]
    groups = [_best(scores, admitted & group, BEST_OF_EACH) for group in of_each if group is not None]
    asked_for = [at for at in _positions(also, index) if admitted[at]]
    chosen = np.zeros_like(admitted)
    chosen[np.concatenate([_best(scores, admitted, most), *groups, asked_for]).astype(np.int64)] = True
    found = np.flatnonzero(chosen)
    ordered: Numbers = found[np.lexsort((index.by_id[found], -scores[found]))]
    return ordered


def _best(scores: Floats, among: Flags, count: int) -> Numbers:
    positions = np.flatnonzero(among)
    if len(positions) <= count:
        return positions
    best: Numbers = positions[np.argpartition(-scores[positions], count)[:count]]
    return best


def _positions(ids: Collection[str], index: Index) -> Iterator[int]:
    return (index.order[id_] for id_ in ids if id_ in index.order)
