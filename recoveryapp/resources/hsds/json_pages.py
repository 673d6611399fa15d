"""HSDS 3.0 as JSON: paged lists of services, bare lists, or single services. Read in a stream, twice.

The first reading looks at everything and keeps nothing, so that a broken or hostile file is refused before a
row is written, and in little memory. The second gives out one service after another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import ijson  # type: ignore[import-untyped]  # ships no types

from recoveryapp.resources.hsds.boxes import Box, Folder
from recoveryapp.resources.hsds.document import (
    MAX_BYTES,
    MAX_DEPTH,
    Document,
    FileRefused,
    Found,
    refuse_too_many,
)

MAX_SERVICE_BYTES = 1024 * 1024
BOM = b"\xef\xbb\xbf"
PEEK = 64
"""Bytes that tell whether a file may be a page at all."""
OPENS = frozenset({"start_map", "start_array"})
CLOSES = frozenset({"end_map", "end_array"})
BARE_LIST, PAGE, SINGLE = "item", "contents.item", ""
MAX_DIGITS = 9
LIST_DEPTH = 2
"""Of the members of a page's `contents`."""


@dataclass
class Bounded:
    """Reads on only as long as services come to an end: no text and no service is longer than the limit."""

    file: IO[bytes]
    name: str
    limit: int = MAX_SERVICE_BYTES
    since: int = 0
    at: int = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(size)
        if self.at == 0:
            chunk = chunk.removeprefix(BOM)
        self.at += len(chunk)
        self.since += len(chunk)
        if self.since > self.limit:
            raise FileRefused(
                f"{self.name}: one piece near byte {self.at:,} is longer than {self.limit:,} bytes."
            )
        return chunk


@dataclass
class Page:
    """What a file says of itself, and how many services are in it."""

    name: str
    form: str = SINGLE
    services: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    """Its own plain values: total_pages, page_number, id ..."""

    @property
    def pages(self) -> int:
        return self._count("total_pages", 1) or 1

    @property
    def number(self) -> int | None:
        return self._count("page_number", 1)

    @property
    def said(self) -> int | None:
        """How many services it says that all pages hold."""
        return self._count("total_items", None)

    def _count(self, name: str, default: int | None) -> int | None:
        """A whole number that it says of itself; some say it as a text."""
        said = self.facts.get(name)
        if isinstance(said, str) and said.isascii() and said.isdigit() and len(said) <= MAX_DIGITS:
            return int(said)
        return int(said) if isinstance(said, int | float) and abs(said) < 10**MAX_DIGITS else default


def as_document(box: Box, names: Sequence[str]) -> Document:
    """Raises FileRefused for the first file that is none of the three forms."""
    pages = [_survey(box, name) for name in names]
    total = sum(page.services for page in pages)
    refuse_too_many(total)
    return Document(total, _is_whole(pages), lambda: _services(box, pages))


def page_in(path: Path) -> Page | None:
    """What a file of a paged list says of itself; None for any other file. Raises FileRefused."""
    with path.open("rb") as file:
        start = file.read(PEEK).removeprefix(BOM).lstrip()
    if not start.startswith(b"{"):
        return None
    page = _survey(Folder(path.parent, [path.name]), path.name)
    return page if page.form == PAGE else None


def _is_whole(pages: Sequence[Page]) -> bool:
    """One page of one, or all pages of several; single services are never all there are."""
    numbers = {page.facts.get("page_number", 1) for page in pages}
    listed = all(page.form != SINGLE for page in pages) and any(page.services for page in pages)
    return listed and all(page.pages <= len(pages) for page in pages) and len(numbers) == len(pages)


def _services(box: Box, pages: Sequence[Page]) -> Iterator[Found]:
    for page in pages:
        where = f"{page.name}: $" if len(pages) > 1 else "$"
        where += {PAGE: ".contents", BARE_LIST: "", SINGLE: ""}[page.form]
        with box.open(page.name) as file:
            found = ijson.items(Bounded(file, page.name, limit=MAX_BYTES), page.form, use_float=True)
            for index, value in enumerate(found):
                yield Found(value, where if page.form == SINGLE else f"{where}[{index}]")


def _survey(box: Box, name: str) -> Page:
    page = Page(name)
    with box.open(name) as file:
        try:
            _Look(Bounded(file, name), page).go_through()
        except ijson.JSONError as error:
            raise FileRefused(f"{name}: {_reason(error)}") from error
    if page.form == SINGLE and not {"id", "name", "status"} <= page.facts.keys():
        raise FileRefused(f'{name}: not a list of services: there is no list called "contents".')
    return page


@dataclass
class _Look:
    """Goes through a file, event by event, and writes down what the page needs."""

    reader: Bounded
    page: Page
    depth: int = 0
    key: str = ""
    inside: int = 0
    """How deep the members of the list of services lie, while going through it."""

    def go_through(self) -> None:
        for event, value in ijson.basic_parse(self.reader, use_float=True):
            if event in OPENS:
                self._open(event)
            elif event in CLOSES:
                self._close()
            elif self.depth <= LIST_DEPTH:
                self._look_at(event, value)
        if self.page.form == SINGLE:
            self.page.services = 1

    def _open(self, event: str) -> None:
        if self.depth == self.inside > 0:
            self.page.services += 1
        elif event == "start_array" and self.page.form == SINGLE:
            self._begin_list()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FileRefused(f"{self.page.name}: nested deeper than {MAX_DEPTH} levels.")

    def _begin_list(self) -> None:
        if self.depth == 0:
            self.page.form, self.inside = BARE_LIST, 1
        elif self.depth == 1 and self.key == "contents":
            self.page.form, self.inside = PAGE, LIST_DEPTH

    def _close(self) -> None:
        self.depth -= 1
        if self.depth == self.inside > 0:
            self.reader.since = 0
        elif self.depth < self.inside:
            self.inside = 0

    def _look_at(self, event: str, value: Any) -> None:
        """A plain value of the page itself, or one that stands where a service should."""
        if self.depth == self.inside > 0:
            self.page.services += 1
            self.reader.since = 0
            refuse_too_many(self.page.services)
        elif self.depth == 1 and event == "map_key":
            self.key = value
        elif self.depth == 1:
            self.page.facts[self.key] = value


def _reason(error: Exception) -> str:
    said = str(error).split("\n")[0]
    if "UTF8" in said:
        return "not UTF-8 text."
    return f"not JSON: {said.removeprefix('lexical error: ').removeprefix('parse error: ')}."
