"""Files that are fetched again and again."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

import pytest

from recoveryapp.common.outbound import Answer, Limits, OutboundRefused, fetch
from recoveryapp.resources import tasks
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


def test_the_task_reads_from_the_data_folder(
    source: DirectorySource, settings: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.CONFIG, "data_dir", folder.parent)

    tasks.import_due_source()

    assert DirectoryImport.objects.get().source == "council"
