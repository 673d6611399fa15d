"""The encoder's 250,000 pieces of words as pages of a file, where its own dictionary of texts takes 43 MB.

Of a dictionary each forked process would get a copy too, page by page, since to look something up is to
count one more who holds it.
"""

from array import array
from collections.abc import Mapping

from recoveryapp.matching.ranking.pages import pages_of

NOBODYS = -1


class Pieces:
    """Numbers by text, found by the text's hash. Two texts with one hash are refused when it is made, and one
    that is none of them is taken for one in 70 million million cases."""

    __slots__ = ("_hashes", "_last", "_numbers")

    def __init__(self, numbers: Mapping[str, int]) -> None:
        places = 1 << (len(numbers) * 3 // 2).bit_length()
        self._last = places - 1
        hashes, owners = array("q", bytes(8 * places)), array("i", [NOBODYS]) * places
        self._hashes, self._numbers = memoryview(hashes), memoryview(owners)
        for text, number in numbers.items():
            if self.get(text) is not None:
                raise ValueError("Two texts have the same hash.")
            place = self._place_of(_hash_of(text))
            hashes[place], owners[place] = _hash_of(text), number
        self._hashes = memoryview(pages_of(hashes, is_sparse=True)).cast("B").cast("q")
        self._numbers = memoryview(pages_of(owners, is_sparse=True)).cast("B").cast("i")

    def get(self, text: str) -> int | None:
        number = self._numbers[self._place_of(_hash_of(text))]
        return None if number == NOBODYS else number

    def _place_of(self, wanted: int) -> int:
        """Where it is, or the free place where it would be."""
        place = wanted & self._last
        while self._hashes[place] != wanted and self._numbers[place] != NOBODYS:
            place = (place + 1) & self._last
        return place


def _hash_of(text: str) -> int:
    """Python's is of the bytes that it keeps, which are the same for “br” and “牢”."""
    return hash(text) ^ len(text)
