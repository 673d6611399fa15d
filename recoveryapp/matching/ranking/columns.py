"""What rules and features ask of every entry, worked out once and kept as one array each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recoveryapp.matching.enums import Wish
from recoveryapp.matching.ranking.arrays import Flags, Floats, Numbers, as_floats, flags
from recoveryapp.matching.ranking.lexicon import IDENTITIES
from recoveryapp.matching.ranking.needs import kinds
from recoveryapp.matching.ranking.places import Places, places_of
from recoveryapp.matching.ranking.shapes import Candidate, Entry, Facts
from recoveryapp.matching.ranking.standing import STANDS_BEFORE
from recoveryapp.matching.ranking.wanted import MEETS

NO_LIMIT = 999
IDENTITY_BITS = {code: 1 << at for at, code in enumerate(sorted(IDENTITIES))}
AFFORDABLE = {"low": 0.5}


@dataclass(frozen=True)
class Columns:
    min_age: Numbers
    max_age: Numbers
    is_women_only: Flags
    is_men_only: Flags
    is_group: Flags
    is_far: Flags
    """One has to go there."""
    is_stale: Flags
    affordable: Floats
    """1 free, 0.5 at a low cost, else 0."""
    meets: Mapping[Wish, Flags]
    stands_before: Mapping[str, Flags]
    """Barrier -> the entries it makes harder."""
    domains: Mapping[str, Flags]
    areas: Mapping[str, Flags]
    mechanisms: Mapping[str, Flags]
    traits: Mapping[str, Flags]
    languages: Mapping[str, Flags]
    kinds: Numbers
    """Place in `needs.kinds()`; one past its end for a kind nobody knows."""
    identities: Numbers
    """Bits of `IDENTITY_BITS`: whom it says it is for."""
    places: Places


def columns_of(candidates: Sequence[Candidate]) -> Columns:
    entries, facts = [c.entry for c in candidates], [c.facts for c in candidates]
    order = {kind: at for at, kind in enumerate(kinds())}
    return Columns(
        min_age=_numbers(f.min_age or 0 for f in facts),
        max_age=_numbers(NO_LIMIT if f.max_age is None else f.max_age for f in facts),
        is_women_only=flags(f.is_women_only for f in facts),
        is_men_only=flags(f.is_men_only for f in facts),
        is_group=flags(f.is_group for f in facts),
        is_far=flags(f.ways == {"in_person"} for f in facts),
        is_stale=flags(e.is_stale for e in entries),
        affordable=as_floats([_affordable(c.entry, c.facts) for c in candidates]),
        meets={wish: flags(meets(c.entry, c.facts) for c in candidates) for wish, meets in MEETS.items()},
        stands_before={code: flags(map(hard, candidates)) for code, hard in STANDS_BEFORE.items()},
        domains=_by_code(entries, lambda e: e.domains),
        areas=_by_code(entries, lambda e: e.areas),
        mechanisms=_by_code(entries, lambda e: e.mechanisms),
        traits=_by_code(entries, lambda e: e.traits),
        languages=_by_code(entries, lambda e: e.languages),
        kinds=_numbers(order.get(e.kind, len(order)) for e in entries),
        identities=_numbers(identity_bits(c.identities) for c in candidates),
        places=places_of(entries),
    )


def identity_bits(identities: Iterable[str]) -> int:
    return sum(IDENTITY_BITS[code] for code in identities)


def _affordable(entry: Entry, facts: Facts) -> float:
    return 1.0 if facts.is_free else AFFORDABLE.get(entry.cost, 0.0)


def _by_code(entries: Sequence[Entry], codes_of: Callable[[Entry], Iterable[str]]) -> dict[str, Flags]:
    found: dict[str, list[int]] = {}
    for at, entry in enumerate(entries):
        for code in codes_of(entry):
            found.setdefault(code, []).append(at)
    return {code: _at(positions, len(entries)) for code, positions in found.items()}


def _at(positions: list[int], length: int) -> Flags:
    column = np.zeros(length, dtype=np.bool_)
    column[positions] = True
    return column


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, dtype=np.int64)
