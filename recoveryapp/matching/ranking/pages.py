"""Large tables as pages of a file. Each comes into memory when it is read, and can be given back."""

import tempfile
from array import array
from mmap import ACCESS_READ, MADV_DONTNEED, mmap
from typing import Any

from numpy.typing import NDArray

_sparse: list[mmap] = []


def pages_of(values: "array[int] | NDArray[Any]", *, is_sparse: bool = False) -> mmap:
    """The same bytes. `is_sparse`: of which few are read at a time, so `let_go` gives them back."""
    with tempfile.TemporaryFile() as file:
        values.tofile(file)
        file.flush()
        pages = mmap(file.fileno(), 0, access=ACCESS_READ)
    if is_sparse:
        _sparse.append(pages)
    return pages


def let_go() -> None:
    """With each page the system brings those around it: a few hundred words would bring a whole table.

    Whoever reads one meanwhile has it again from the file.
    """
    for pages in _sparse:
        pages.madvise(MADV_DONTNEED)
