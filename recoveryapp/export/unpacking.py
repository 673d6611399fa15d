"""The record in an archive, read in a stream: row by row, never all of it in memory.

It is gone through twice before anything is stored, so that a broken or hostile file is refused first; then
once for each table that has rows. yajl reads some 50 MB of it a second.
"""

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO, Any

import ijson  # type: ignore[import-untyped]  # ships no types

from recoveryapp.export.enums import WhyFailed

RECORD_FILE = "record.json"
MOST_BYTES = 32 * 1024 * 1024
ZIP_START = b"PK"
MAX_DEPTH = 20
LONGEST_NAME = 100
ROWS = "record.rows"
OBJECT = frozenset({"start_map", "map_key", "end_map"})
LIST = frozenset({"start_array", "end_array"})
BROKEN = (
    *(ijson.JSONError, ValueError, zipfile.BadZipFile, zlib.error, EOFError),
    *(KeyError, NotImplementedError, RuntimeError),
)
"""No JSON, no archive, one without a record, or packed or locked in a way that is not ours."""


class FileRefused(Exception):
    def __init__(self, why: WhyFailed) -> None:
        super().__init__(why)
        self.why = why


class Record:
    """What a file holds of one person. Raises FileRefused where it is no archive of this app's."""

    def __init__(self, content: bytes, *, form: str, version: int) -> None:
        self._content = content
        self.counts: Counter[str] = Counter()
        """How many rows each table has."""
        self.is_shaped = True
        """Its tables are lists of objects, as they have to be."""
        self._demand_plain()
        said = dict(self._looked_through())
        if said != {"format": form, "version": version, "record": "start_map"}:
            raise FileRefused(WhyFailed.NOT_OURS)

    @property
    def preferences(self) -> dict[str, Any]:
        with self._opened() as file:
            found: dict[str, Any] = next(ijson.items(file, "record.preferences", use_float=True), {})
            return found

    def rows(self, table: str) -> Iterator[Any]:
        """As they stand in the file. The rest of it is not read."""
        with self._opened() as file:
            found = ijson.items(file, f"{ROWS}.{table}.item", use_float=True)
            yield from islice(found, self.counts[table])

    def ids(self) -> Iterator[tuple[str, str]]:
        """Of all rows that have one: the table, and the id."""
        places = {f"{ROWS}.{table}.item.id": table for table in self.counts}
        with self._opened() as file:
            for prefix, _, value in ijson.parse(file, use_float=True):
                if prefix in places:
                    yield places[prefix], value

    def _demand_plain(self) -> None:
        """Of a deep file, or one with long names, the place of each value would be longer than the file."""
        depth = 0
        with self._opened() as file:
            for event, value in ijson.basic_parse(file, use_float=True):
                depth += event.startswith("start_") - event.startswith("end_")
                if depth > MAX_DEPTH or (event == "map_key" and len(value) > LONGEST_NAME):
                    raise FileRefused(WhyFailed.NOT_OURS)

    def _looked_through(self) -> Iterator[tuple[str, Any]]:
        """What it says of itself. Counts rows on the way."""
        with self._opened() as file:
            for prefix, event, value in ijson.parse(file, use_float=True):
                if prefix in {"format", "version"}:
                    yield prefix, value
                elif prefix == "record" and event not in {"map_key", "end_map"}:
                    yield prefix, event
                elif prefix == ROWS:
                    self.is_shaped &= event in OBJECT
                elif prefix.startswith(f"{ROWS}."):
                    self._count(prefix.removeprefix(f"{ROWS}."), event)

    def _count(self, place: str, event: str) -> None:
        """`goals.goal` is a table, `goals.goal.item` a row of it, and what is deeper belongs to that row."""
        names = place.split(".")
        table, inner = ".".join(names[:2]), names[2:]
        if not inner:
            self.is_shaped &= event in LIST
            self.counts[table] += 0
        elif inner == ["item"]:
            self.is_shaped &= event in OBJECT
            self.counts[table] += event == "start_map"

    @contextmanager
    def _opened(self) -> Iterator["_Bounded"]:
        try:
            if not self._content.startswith(ZIP_START):
                yield _Bounded(io.BytesIO(self._content))
                return
            with zipfile.ZipFile(io.BytesIO(self._content)) as archive, archive.open(RECORD_FILE) as file:
                yield _Bounded(file)
        except BROKEN as error:
            raise FileRefused(WhyFailed.NOT_OURS) from error


class _Bounded:
    """Never more than MOST_BYTES are unpacked, whatever an archive says of its sizes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._read = 0

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._read += len(piece)
        if self._read > MOST_BYTES:
            raise FileRefused(WhyFailed.TOO_LARGE)
        return piece
