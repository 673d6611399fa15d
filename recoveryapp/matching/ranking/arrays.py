"""Names for the arrays the ranker counts with."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
"""Of one dimension, or rows of them."""
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]


def flags(values: Iterable[bool]) -> Flags:
    return np.fromiter(values, dtype=np.bool_)


def unit(rows: Floats) -> Floats:
    """Each row at length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return as_floats(rows / np.where(lengths == 0, 1, lengths))


def as_floats(values: Any) -> Floats:
    return np.asarray(values, dtype=np.float32)
