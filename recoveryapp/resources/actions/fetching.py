"""Takes a publisher's directory from its address: one file, or every page of a paged answer, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from recoveryapp.common.outbound import Answer, OutboundFailed, OutboundRefused
from recoveryapp.resources.hsds.document import MAX_BYTES, MAX_SERVICES, FileRefused
from recoveryapp.resources.hsds.json_pages import Page, page_in

Fetch = Callable[[str, IO[bytes]], Answer]
"""Writes what is at an address into a file. Raises OutboundRefused or OutboundFailed."""
GOOD = 200
MAX_PAGES = 1_000


class SourceFailed(Exception):
    """The text says why, for the manager."""


def fetch_directory(address: str, fetch: Fetch, *, room: Path) -> Path:
    """A file in `room`, or a folder with a file for each page. Raises SourceFailed, FileRefused."""
    file, folder = room / "directory", room / "pages"
    answer = _fetch(address, file, fetch, name="The address")
    page = _page_or_none(file)
    if page is None or page.pages <= 1:
        return file
    folder.mkdir()
    _Pages(page, answer.url, folder, fetch).take_all(file)
    return folder


def _page_or_none(file: Path) -> Page | None:
    """A file that is broken is refused where it is imported, as any other is."""
    try:
        return page_in(file)
    except FileRefused:
        return None


@dataclass
class _Pages:
    """All pages of one answer: as many as the first says, of the same host, in the same state."""

    first: Page
    url: str
    folder: Path
    fetch: Fetch

    def take_all(self, file: Path) -> None:
        if self.first.pages > MAX_PAGES:
            raise SourceFailed(f"It has {self.first.pages:,} pages; {MAX_PAGES:,} are the most.")
        if self.first.number != 1:
            raise SourceFailed("The address does not answer with the first page.")
        file.rename(self._path(1))
        services, size = self.first.services, self._path(1).stat().st_size
        for number in range(2, self.first.pages + 1):
            services += self._take(number).services
            size += self._path(number).stat().st_size
            if size > MAX_BYTES or services > MAX_SERVICES:
                raise SourceFailed(f"Page {number}: with it, it is larger than can be taken.")
        self._refuse_gaps(services)

    def _path(self, number: int) -> Path:
        return self.folder / f"page-{number:05}.json"

    def _take(self, number: int) -> Page:
        name = f"Page {number}"
        answer = _fetch(_with_page(self.url, number), self._path(number), self.fetch, name=name)
        if urlsplit(answer.url)[:2] != urlsplit(self.url)[:2]:
            raise SourceFailed(f"{name}: is at another host.")
        page = page_in(self._path(number))
        if page is None:
            raise SourceFailed(f"{name}: is no page of services.")
        if page.number != number or page.pages != self.first.pages or page.said != self.first.said:
            raise SourceFailed(
                f"{name}: does not go with the first page; the list may have changed meanwhile."
            )
        return page

    def _refuse_gaps(self, services: int) -> None:
        said = self.first.said
        if said is not None and said != services:
            raise SourceFailed(f"The pages hold {services:,} services, and it says {said:,}.")


def _fetch(address: str, path: Path, fetch: Fetch, *, name: str) -> Answer:
    try:
        with path.open("wb") as file:
            answer = fetch(address, file)
    except (OutboundRefused, OutboundFailed) as error:
        raise SourceFailed(f"{name} could not be read: {error}.") from error
    if answer.status != GOOD:
        raise SourceFailed(f"{name} answered {answer.status}.")
    return answer


def _with_page(url: str, number: int) -> str:
    """The same address, asking for another page; whatever else it asks for stays."""
    parts = urlsplit(url)
    asked = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != "page"]
    return urlunsplit(parts._replace(query=urlencode([*asked, ("page", str(number))])))
