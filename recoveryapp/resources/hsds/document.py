"""A directory to be imported, whatever form its files have: how many services, and one after another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Self

MAX_BYTES = 256 * 1024 * 1024
"""Of a file, or of everything in a folder or an archive once unpacked."""
MAX_SERVICES = 100_000
MAX_DEPTH = 40


class FileRefused(Exception):
    """Nothing of the file was taken. The text says why, for the person who gave the file."""


@dataclass(frozen=True)
class Found:
    """One service as it stands in the file, and where."""

    value: Any
    path: str


@dataclass(frozen=True)
class Document:
    """`is_whole`: it holds all of the publisher's services, so what is missing is gone.

    `read` opens the files anew each time it is called. It may raise FileRefused on the way.
    """

    total: int
    is_whole: bool
    read: Callable[[], Iterator[Found]]
    close: Callable[[], None] = lambda: None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def refuse_too_many(services: int) -> None:
    if services > MAX_SERVICES:
        raise FileRefused(f"More than {MAX_SERVICES:,} services.")
