"""What a text means: a short vector, and how much it speaks of each need.

Both are learnt from the sentences of `seed/lexicon.json` (`training.py`) and kept in `seed/needs.npz`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np

from recoveryapp.matching.ranking.arrays import Floats, as_floats
from recoveryapp.matching.ranking.encoder import encode, encoder, encoder_name

FILE = Path(__file__).parent.parent / "seed" / "needs.npz"
SHORT_NAME = 12


@dataclass(frozen=True)
class Reader:
    """Turns sentence vectors into short ones, and those into needs, in the lexicon's order."""

    digest: str
    """Of the encoder and the sentences it was taught by."""
    centre: Floats
    basis: Floats
    """Encoder's size by short size."""
    said: Floats
    """Short size and one (the constant) by needs: for what a person writes."""
    offered: Floats
    """The same for what a directory writes."""

    def shorten(self, vectors: Floats) -> Floats:
        return as_floats((vectors - self.centre) @ self.basis)

    def needs_said(self, short: Floats) -> Floats:
        """Rows of shares that sum to 1."""
        return _shares(short @ self.said[:-1] + self.said[-1])

    def needs_offered(self, short: Floats) -> Floats:
        return _shares(short @ self.offered[:-1] + self.offered[-1])

    @classmethod
    def load(cls, file: Path) -> Self:
        with np.load(file, allow_pickle=False) as kept:
            arrays = {name: as_floats(kept[name]) for name in ("centre", "basis", "said", "offered")}
            return cls(digest=str(kept["digest"]), **arrays)

    def save(self, file: Path) -> None:
        """In half precision: the ranking does not change, the file halves."""
        arrays = {name: getattr(self, name) for name in ("centre", "basis", "said", "offered")}
        halves = {name: array.astype(np.float16) for name, array in arrays.items()}
        np.savez_compressed(file, digest=np.array(self.digest), **halves)


@cache
def reader() -> Reader:
    return Reader.load(FILE)


def meanings(texts: Sequence[str]) -> Floats | None:
    """One short vector a text; None without the encoder."""
    by = encoder()
    return reader().shorten(encode(texts, by)) if by else None


def model_name() -> str:
    """Vectors of the same name can be compared. Empty without the encoder."""
    name = encoder_name()
    return f"{name} {reader().digest[:SHORT_NAME]}" if name else ""


def _shares(scores: Floats) -> Floats:
    """Softmax of each row."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return as_floats(powers / powers.sum(axis=-1, keepdims=True))
