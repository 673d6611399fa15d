"""A note of what a thing was made from, kept beside it: a second start skips what is already there."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path]) -> str:
    """Of names and contents."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(f"{file}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def matches(stamp: Path, made_from: str) -> bool:
    return stamp.exists() and stamp.read_text() == made_from


def write(stamp: Path, made_from: str) -> None:
    stamp.write_text(made_from)
