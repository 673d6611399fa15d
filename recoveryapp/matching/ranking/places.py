"""Where an entry can be used, and who can reach it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recoveryapp.matching.ranking.arrays import Flags, Numbers, flags
from recoveryapp.matching.ranking.countries import is_abroad
from recoveryapp.matching.ranking.shapes import Entry
from recoveryapp.matching.ranking.words import tokens

MOST_WORDS_OF_A_TOWN = 4


@dataclass(frozen=True)
class Places:
    is_international: Flags
    is_national: Flags
    is_local: Flags
    towns: Sequence[str]
    """In small letters; the first is no town."""
    town: Numbers
    """Of each entry, place in `towns`."""
    said: Mapping[int, frozenset[str]]
    """Entries of no stated town -> towns that their text names."""

    def can_be_reached_from(self, place: str) -> Flags:
        """Abroad only what is international; elsewhere also what is national, and what is in their town.

        Without a place nothing is ruled out by it.
        """
        place = place.strip().lower()
        if not place:
            return np.ones_like(self.is_international)
        if is_abroad(place):
            return self.is_international
        here = flags(not town or _is_same(town, place) for town in self.towns)[self.town]
        for at, towns in self.said.items():
            here[at] = any(_is_same(town, place) for town in towns)
        return self.is_international | self.is_national | here


def places_of(entries: Sequence[Entry]) -> Places:
    towns = sorted({entry.place.lower() for entry in entries})
    towns = ["", *(town for town in towns if town)]
    order = {town: at for at, town in enumerate(towns)}
    return Places(
        is_international=flags(e.coverage == "international" for e in entries),
        is_national=flags(e.coverage == "national" for e in entries),
        is_local=flags(e.coverage == "local" for e in entries),
        towns=towns,
        town=np.fromiter((order[e.place.lower()] for e in entries), dtype=np.int64),
        said=_said(entries),
    )


def _said(entries: Sequence[Entry]) -> dict[int, frozenset[str]]:
    """The directory does not say where it is, but its text does."""
    known = {" ".join(tokens(e.place)): e.place.lower() for e in entries if e.coverage == "local" and e.place}
    unplaced = ((at, e) for at, e in enumerate(entries) if not e.place and e.coverage in {"unknown", "local"})
    named = ((at, _towns_in(f"{e.name} {e.description} {e.audience}", known)) for at, e in unplaced)
    return {at: towns for at, towns in named if towns}


def _towns_in(text: str, known: Mapping[str, str]) -> frozenset[str]:
    return frozenset(known[phrase] for phrase in _phrases(tokens(text)) if phrase in known)


def _phrases(words: list[str]) -> Iterator[str]:
    for length in range(1, MOST_WORDS_OF_A_TOWN + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _is_same(town: str, place: str) -> bool:
    return town in place or place in town
