"""Files that are fetched again and again."""

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from recoveryapp.common.outbound import Answer, Limits, OutboundFailed, OutboundRefused, fetch
from recoveryapp.resources import tasks
from recoveryapp.resources.actions import fetching
from recoveryapp.resources.actions.sources import import_due_source
from recoveryapp.resources.models import DirectoryImport, DirectorySource, Resource
from tests.common.test_outbound import say, site

HOUR = timedelta(hours=1)
Listing = Callable[..., dict[str, Any]]


@pytest.fixture
def source(db: None, now: datetime) -> DirectorySource:
    return DirectorySource.objects.create(
        name="council", address="council.json", licence="OGL", every_hours=24, import_at=now
    )


@pytest.fixture
def folder(tmp_path: Path, walk: dict[str, Any]) -> Path:
    """The operator's, with one directory in it."""
    folder = tmp_path / "directories"
    folder.mkdir()
    (folder / "council.json").write_text(json.dumps([walk]))
    return folder


def nowhere(url: str, into: IO[bytes]) -> Answer:
    raise AssertionError("nothing had to be fetched")


def test_a_source_is_imported_when_its_turn_has_come_and_not_again_before_the_next(
    source: DirectorySource, folder: Path, now: datetime
) -> None:
    assert import_due_source(nowhere, folder=folder, now=now - HOUR) is None

    report = import_due_source(nowhere, folder=folder, now=now)

    assert report
    assert (report.source, report.new) == ("council", 1)
    assert Resource.objects.get().licence == "OGL"
    assert import_due_source(nowhere, folder=folder, now=now + HOUR) is None
    again = import_due_source(nowhere, folder=folder, now=now + 24 * HOUR)
    assert again
    assert again.unchanged == 1


def test_a_source_that_is_switched_off_is_left_alone(
    source: DirectorySource, folder: Path, now: datetime
) -> None:
    DirectorySource.objects.update(is_active=False)

    assert import_due_source(nowhere, folder=folder, now=now) is None


def test_a_source_is_fetched_through_the_one_way_out(
    source: DirectorySource, folder: Path, now: datetime, walk: dict[str, Any]
) -> None:
    source.address = "https://council.example/directory.json"
    source.save()
    with site(say(json.dumps([walk]).encode())) as there:

        def get(url: str, into: IO[bytes]) -> Answer:
            return fetch(f"{there.url}/directory.json", limits=Limits(), into=into, allow=there.allow)

        report = import_due_source(get, folder=folder, now=now)

    assert report
    assert report.new == 1


Pages = Callable[..., tuple[Any, list[str]]]


@pytest.fixture
def paged(source: DirectorySource, walk: dict[str, Any]) -> Pages:
    """`paged(3)` is a publisher of three pages, and what it was asked; `change` alters what a page says."""
    source.address = "https://council.example/services?tag=a%20b"
    source.save()

    def build(
        count: int, change: Callable[[int, dict[str, Any]], Any] = lambda number, page: page
    ) -> tuple[Any, list[str]]:
        asked: list[str] = []

        def get(url: str, into: IO[bytes]) -> Answer:
            asked.append(url)
            number = int(dict(parse_qsl(urlsplit(url).query)).get("page", "1"))
            page = {
                "total_items": count,
                "total_pages": count,
                "page_number": number,
                "contents": [{**walk, "id": f"s{number}"}],
            }
            said = change(number, page)
            if isinstance(said, Answer):
                return said
            into.write(said if isinstance(said, bytes) else json.dumps(said).encode())
            return Answer(200, url)

        return get, asked

    return build


def test_every_page_of_a_paged_directory_is_taken(paged: Pages, folder: Path, now: datetime) -> None:
    get, asked = paged(3)

    report = import_due_source(get, folder=folder, now=now)

    assert report
    assert (report.total, report.new) == (3, 3)
    assert asked == [
        "https://council.example/services?tag=a%20b",
        "https://council.example/services?tag=a+b&page=2",
        "https://council.example/services?tag=a+b&page=3",
    ]


def test_what_is_on_no_page_any_more_is_closed(paged: Pages, folder: Path, now: datetime) -> None:
    import_due_source(paged(3)[0], folder=folder, now=now)

    report = import_due_source(paged(2)[0], folder=folder, now=now + 24 * HOUR)

    assert report
    assert (report.unchanged, [line.path for line in report.closed.lines]) == (2, ["s3"])


def on_page_two(**facts: Any) -> Callable[[int, dict[str, Any]], Any]:
    return lambda number, page: {**page, **facts} if number == 2 else page


MIXED = "Page 2: does not go with the first page; the list may have changed meanwhile."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda n, page: Answer(500, "https://council.example/") if n == 2 else page, "Page 2 answered 500."),
        (lambda n, page: b"{" if n == 2 else page, "page-00002.json: not JSON"),
        (lambda n, page: b"[]" if n == 2 else page, "Page 2: is no page of services."),
        (
            lambda n, page: Answer(200, "https://elsewhere.example/") if n == 2 else page,
            "Page 2: is at another",
        ),
        (on_page_two(page_number=1), MIXED),
        (on_page_two(total_pages=4), MIXED),
        (on_page_two(total_items=4), MIXED),
        (on_page_two(contents=[]), "The pages hold 2 services, and it says 3."),
        (lambda n, page: {**page, "page_number": 2}, "The address does not answer with the first page."),
        (lambda n, page: {**page, "total_pages": 1001}, "It has 1,001 pages; 1,000 are the most."),
    ],
)
def test_one_page_that_is_not_right_refuses_all_of_them(
    paged: Pages, source: DirectorySource, folder: Path, now: datetime, change: Any, said: str
) -> None:
    get, _ = paged(3, change)

    assert import_due_source(get, folder=folder, now=now) is None

    source.refresh_from_db()
    assert source.last_failure.startswith(said)
    assert Resource.objects.count() == 0


def test_pages_together_are_no_larger_than_one_file_may_be(
    paged: Pages, source: DirectorySource, folder: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MAX_BYTES", 1_500)
    get, asked = paged(9)

    assert import_due_source(get, folder=folder, now=now) is None

    source.refresh_from_db()
    assert source.last_failure == f"Page {len(asked)}: with it, it is larger than can be taken."
    assert len(asked) < 9


def test_pages_that_take_too_long_refuse_all_of_them() -> None:
    with pytest.raises(OutboundFailed, match="it takes too long"):
        tasks._fetch("https://council.example/", BytesIO(), until=time.monotonic() - 1)


def refuse(url: str, into: IO[bytes]) -> Answer:
    raise OutboundRefused("not a public address")


@pytest.mark.parametrize(
    ("get", "said"),
    [
        (refuse, "The address could not be read: not a public address."),
        (lambda url, into: Answer(503, url), "The address answered 503."),
        (lambda url, into: into.write(b"<html>") and Answer(200, url), "directory: not JSON"),
    ],
)
def test_a_source_that_fails_keeps_the_reason_until_it_works_again(
    source: DirectorySource, folder: Path, now: datetime, get: Any, said: str
) -> None:
    source.address = "https://council.example/"
    source.save()

    assert import_due_source(get, folder=folder, now=now) is None

    source.refresh_from_db()
    assert source.last_failure.startswith(said)
    assert source.import_at == now + 24 * HOUR
    DirectorySource.objects.update(address="council.json")
    import_due_source(nowhere, folder=folder, now=now + 24 * HOUR)
    source.refresh_from_db()
    assert source.last_failure == ""


def test_a_source_reads_no_file_outside_the_operator_s_folder(
    source: DirectorySource, folder: Path, now: datetime
) -> None:
    (folder.parent / "secret.json").write_text(json.dumps([]))
    DirectorySource.objects.update(address="../secret.json")

    assert import_due_source(nowhere, folder=folder, now=now) is None

    source.refresh_from_db()
    assert source.last_failure == "secret.json: there is no such file."


def test_the_task_reads_from_the_data_folder(source: DirectorySource, settings: Any, folder: Path) -> None:
    settings.DATA_DIR = folder.parent

    tasks.import_due_source()

    assert DirectoryImport.objects.get().source == "council"
