"""A set, not a list: different kinds of option among the best."""

from collections import Counter
from collections.abc import Sequence

from recoveryapp.matching.ranking.shapes import Ranked

SHOWN = 5
KINDS_AT_LEAST = 3
SAME_KIND_AT_MOST = 2
PEER_RUN = "peer_run"


def choose(ranked: Sequence[Ranked], count: int = SHOWN) -> list[Ranked]:
    """The best `count`, no kind more than twice, at least three kinds and one peer-run where there are any.

    Best first. When kinds run out the best of the rest fill up.
    """
    chosen: list[Ranked] = []
    kinds: Counter[str] = Counter()
    for row in ranked:
        if len(chosen) < count and kinds[row.entry.kind] < SAME_KIND_AT_MOST:
            chosen.append(row)
            kinds[row.entry.kind] += 1
    chosen += [row for row in ranked if row not in chosen][: count - len(chosen)]
    _bring_in_peers(chosen, ranked)
    return sorted(chosen, key=lambda r: (-r.score, r.entry.id))


def _bring_in_peers(chosen: list[Ranked], ranked: Sequence[Ranked]) -> None:
    """The best peer-run one takes the place of the last whose going leaves three kinds."""
    if not chosen or any(PEER_RUN in row.entry.traits for row in chosen):
        return
    peer = next((row for row in ranked if PEER_RUN in row.entry.traits), None)
    for at in reversed(range(len(chosen))) if peer else ():
        kinds = {row.entry.kind for row in [*chosen[:at], *chosen[at + 1 :], peer] if row}
        if len(kinds) >= min(KINDS_AT_LEAST, len({row.entry.kind for row in chosen})):
            assert peer
            chosen[at] = peer
            return
