"""A set, not a list: different kinds of option among the best."""

from collections import Counter
from collections.abc import Iterator, Sequence

from recoveryapp.matching.ranking.shapes import Ranked

SHOWN = 5
KINDS_AT_LEAST = 3
SAME_KIND_AT_MOST = 2
PEER_RUN = "peer_run"


def choose(ranked: Sequence[Ranked], count: int = SHOWN) -> list[Ranked]:
    """The best `count`, best first, of different kinds.

    No kind more than twice while others are left, and at least three. One is run by peers, and every
    mechanism is there, where any of `ranked` has it: the best that brings what is missing takes the place of
    the last that can be spared. The best of all always stays.
    """
    chosen = _of_different_kinds(ranked, count)
    for bringer in _bringers(chosen, ranked):
        _make_room(chosen, bringer)
    return sorted(chosen, key=lambda r: (-r.score, r.entry.id))


def _of_different_kinds(ranked: Sequence[Ranked], count: int) -> list[Ranked]:
    chosen: list[Ranked] = []
    kinds: Counter[str] = Counter()
    for row in ranked:
        if len(chosen) < count and kinds[row.entry.kind] < SAME_KIND_AT_MOST:
            chosen.append(row)
            kinds[row.entry.kind] += 1
    taken = {row.entry.id for row in chosen}
    return chosen + [row for row in ranked if row.entry.id not in taken][: count - len(chosen)]


def _bringers(chosen: Sequence[Ranked], ranked: Sequence[Ranked]) -> Iterator[Ranked]:
    """The best with each thing that is missing, of those that bring most of what is missing."""
    wanted = sorted(frozenset().union(*map(_brings, ranked)), key=lambda thing: (thing != PEER_RUN, thing))
    for thing in wanted:
        missing = frozenset(wanted) - _brought(chosen)
        if thing in missing:
            bringing = [row for row in ranked if thing in _brings(row)]
            yield max(bringing, key=lambda row: (len(_brings(row) & missing), row.score))


def _brings(row: Ranked) -> frozenset[str]:
    return frozenset(row.entry.mechanisms) | (row.entry.traits & {PEER_RUN})


def _brought(rows: Sequence[Ranked]) -> frozenset[str]:
    return frozenset().union(*map(_brings, rows))


def _make_room(chosen: list[Ranked], bringer: Ranked) -> None:
    """In place of the last whose going takes nothing else away."""
    kinds = min(KINDS_AT_LEAST, len({row.entry.kind for row in chosen}))
    for at in reversed(range(1, len(chosen))):
        after = [*chosen[:at], bringer, *chosen[at + 1 :]]
        if len({row.entry.kind for row in after}) >= kinds and _brought(after) > _brought(chosen):
            chosen[at] = bringer
            return
