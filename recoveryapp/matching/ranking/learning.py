"""What a person's own answers change, for that person alone."""

from collections.abc import Callable, Collection, Mapping

import numpy as np

from recoveryapp.matching.enums import DismissReason
from recoveryapp.matching.ranking.arrays import Flags, Floats, as_floats
from recoveryapp.matching.ranking.columns import Columns
from recoveryapp.matching.ranking.index import Index

SAME_KIND, SAME_MEANING = 0.5, 0.5
ALIKE = 0.6
"""Two entries whose meanings are so close are about the same thing."""

AVOIDS: Mapping[DismissReason, Callable[[Columns], Flags]] = {
    DismissReason.TOO_FAR: lambda columns: columns.is_far,
    DismissReason.COSTS: lambda columns: columns.affordable < 1,
    DismissReason.GROUPS: lambda columns: columns.is_group,
}
"""What somebody shies away from who gave this reason for a no."""


def likeness(ids: Collection[str], index: Index) -> Floats:
    """How much each entry is like the one of these that it is most like: in kind, and in meaning."""
    best = np.zeros(len(index.entries), dtype=np.float32)
    for at in sorted(index.order[id_] for id_ in ids if id_ in index.order):
        same_kind = index.columns.kinds == index.columns.kinds[at]
        np.maximum(best, SAME_KIND * same_kind + SAME_MEANING * _alike(index, at), out=best)
    return best


def _alike(index: Index, at: int) -> Floats:
    if index.meanings is None:
        return as_floats(np.zeros(len(index.entries)))
    return as_floats(np.clip(index.meanings @ index.meanings[at] / ALIKE, 0.0, 1.0))


def avoided(reasons: Collection[DismissReason], columns: Columns) -> Flags:
    found = np.zeros(len(columns.kinds), dtype=np.bool_)
    for reason in reasons & AVOIDS.keys():
        found |= AVOIDS[reason](columns)
    return found
