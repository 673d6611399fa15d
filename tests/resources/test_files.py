"""Files that managers give and take, and sources they name."""

import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache

from recoveryapp.accounts.models import User
from recoveryapp.resources import tasks
from recoveryapp.resources.actions.uploads import read_upload
from recoveryapp.resources.hsds.schema import departures
from recoveryapp.resources.models import DirectorySource, DirectoryUpload, Resource, UploadPiece
from recoveryapp.resources.queries.uploads import progress_key
from recoveryapp.resources.views import files
from tests.arrivals.sending import give_file, numbers_here
from tests.conftest import ApiFor
from tests.resources.conftest import Take

UPLOADS = "/api/v1/directory/uploads/"
Row = dict[str, Any]
Listing = Callable[..., Row]
Give = Callable[..., Any]


@pytest.fixture
def give(max_: User, api: ApiFor) -> Give:
    """`give(content)` sends a file as Max."""

    def run(content: bytes, name: str = "council.json", key: str = "", **changes: str) -> Any:
        about = {"file_name": name, "source": "council", "licence": "OGL", **changes}
        return give_file(api(max_), f"{UPLOADS}{{}}/", key or str(uuid4()), content, **about)

    return run


def test_a_file_waits_until_a_worker_reads_it_and_then_says_what_it_did(
    max_: User, api: ApiFor, give: Give, listing: Listing, walk: Row, now: datetime
) -> None:
    answer = give(json.dumps(listing(walk)).encode())
    assert answer.status_code == 201, answer.content
    key = answer.json()["id"]
    assert [row["id"] for row in api(max_).get(UPLOADS).json()] == [key]
    assert (answer.json()["state"], Resource.objects.count()) == ("waiting", 0)

    tasks.read_upload()

    after = api(max_).get(f"{UPLOADS}{key}/").json()
    assert (after["state"], after["run"]) == ("done", key)
    assert api(max_).get(UPLOADS).json() == []
    report = api(max_).get(f"/api/v1/directory/imports/{key}/").json()
    assert (report["source"], report["file_name"], report["new"]) == ("council", "council.json", 1)
    assert Resource.objects.get().licence == "OGL"
    assert UploadPiece.objects.count() == 0
    assert read_upload(now=now) is None


def test_a_refused_file_says_why(
    max_: User, api: ApiFor, give: Give, listing: Listing, walk: Row, now: datetime
) -> None:
    key = give(b" " * 5_000_000 + b"<html>").json()["id"]

    read_upload(now=now)

    assert api(max_).get(f"{UPLOADS}{key}/").json()["state"] == "refused"
    report = api(max_).get(f"/api/v1/directory/imports/{key}/").json()
    assert report["refusal"].startswith("council.json: ")
    assert (report["total"], report["refused"]) == (0, None)


def zipped(content: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("page.json", content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<html>", "not JSON"),
        (b"[" * 1_000, "nested deeper"),
        (b'[{"id": "\xff"}]', "not UTF-8 text"),
        (zipped(" " * 200_000_000), "unpacks to far more"),
        (b"PK\x05\x06" + b"\x00" * 18, "there is no directory in it"),
    ],
    ids=["no JSON", "deep", "encoding", "bomb", "empty archive"],
)
def test_a_hostile_file_is_refused_at_once_and_with_the_reason(
    max_: User, api: ApiFor, give: Give, content: bytes, why: str
) -> None:
    key = str(uuid4())
    answer = give(content, key=key)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    (said,) = answer.json()["errors"]["file"]
    assert said["code"] == "file_refused"
    assert why in said["message"]
    assert DirectoryUpload.objects.count() == 0
    assert numbers_here(api(max_), key) == []


def test_a_report_names_the_place_of_what_was_refused(
    max_: User, api: ApiFor, give: Give, listing: Listing, walk: Row, now: datetime
) -> None:
    key = give(json.dumps(listing(walk, {**walk, "id": "s2", "status": "open"})).encode()).json()["id"]

    read_upload(now=now)

    report = api(max_).get(f"/api/v1/directory/imports/{key}/").json()
    assert report["refused"] == {
        "count": 1,
        "lines": [{"path": "$.contents[1].status", "text": "is not a status of HSDS 3.0"}],
    }


def test_given_twice_it_is_read_once(
    max_: User, api: ApiFor, give: Give, listing: Listing, walk: Row
) -> None:
    key = str(uuid4())

    content = json.dumps(listing(walk)).encode()
    give(content, key=key)
    about = {"file_name": "council.json", "source": "council", "licence": "OGL"}
    again = api(max_).put(f"{UPLOADS}{key}/", {"pieces": 1, "size": 9, **about}, format="json")
    assert (again.status_code, again.json()["id"]) == (201, key)
    give(content, key=key)

    assert DirectoryUpload.objects.count() == 1
    assert numbers_here(api(max_), key) == []


def test_a_large_file_is_kept_in_pieces_and_put_together_again(
    give: Give, listing: Listing, walk: Row, now: datetime
) -> None:
    many = [{**walk, "id": f"s{n}", "description": "word " * 800} for n in range(700)]
    give(json.dumps(listing(*many)).encode())
    assert UploadPiece.objects.count() == 3

    read_upload(now=now)

    assert Resource.objects.count() == 700


def test_an_archive_is_taken(give: Give, listing: Listing, walk: Row, now: datetime) -> None:
    give(zipped(json.dumps(listing(walk))), name="council.zip")
    read_upload(now=now)

    assert Resource.objects.count() == 1


def test_how_far_it_is_can_be_seen(max_: User, api: ApiFor, give: Give) -> None:
    key = give(b"[]").json()["id"]
    row = DirectoryUpload.objects.get()
    cache.set(progress_key(row.pk), (1_000, 3_000))

    found = api(max_).get(f"{UPLOADS}{key}/").json()

    assert (found["done"], found["total"]) == (1_000, 3_000)


def test_a_file_that_ended_a_worker_is_tried_once_more_and_then_given_up(
    max_: User, api: ApiFor, give: Give, now: datetime
) -> None:
    key = give(b"[]").json()["id"]
    DirectoryUpload.objects.update(state="reading", begun_at=now, tries=2)

    assert read_upload(now=now + timedelta(minutes=50)) is None
    assert api(max_).get(f"{UPLOADS}{key}/").json()["state"] == "reading"
    assert read_upload(now=now + timedelta(minutes=70)) is None

    found = api(max_).get(f"{UPLOADS}{key}/").json()
    assert (found["state"], found["run"]) == ("refused", None)


def test_half_a_file_is_not_taken(max_: User, api: ApiFor) -> None:
    about = {"file_name": "council.json", "source": "council", "licence": "OGL"}
    answer = api(max_).put(f"{UPLOADS}{uuid4()}/", {"pieces": 1, "size": 9, **about}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "incomplete")
    assert DirectoryUpload.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/council.json", "council.json"),
        ("C:\\fakepath\\council.json", "council.json"),
        ("..", "directory"),
        ("/", "directory"),
        ("🌱" * 200, "🌱" * 200),
    ],
)
def test_a_name_names_no_place(
    give: Give, listing: Listing, walk: Row, now: datetime, name: str, kept: str
) -> None:
    """And none is too long for a disk."""
    assert give(json.dumps(listing(walk)).encode(), name=name).json()["file_name"] == kept

    read_upload(now=now)

    assert Resource.objects.count() == 1


def test_a_giant_is_refused_before_it_is_read(give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_UPLOAD_BYTES", 1_000)

    answer = give(b"x" * 2_000)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert DirectoryUpload.objects.count() == 0


@pytest.mark.parametrize(
    "change", [{"source": ""}, {"licence": ""}, {"file_name": "a\x00b"}, {"stars": "5"}, {"source": "a\x00b"}]
)
def test_a_file_without_its_publisher_or_licence_is_not_kept(give: Give, change: dict[str, str]) -> None:
    answer = give(b"[]", **change)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert DirectoryUpload.objects.count() == 0


def test_what_we_give_away_comes_back_without_a_change(
    max_: User, api: ApiFor, take: Take, listing: Listing, walk: Row, tmp_path: Path
) -> None:
    take(listing(walk, {**walk, "id": "s2", "name": "Club"}))
    row = f"/api/v1/directory/resources/{Resource.objects.get(name='Club').pk}/"
    api(max_).post(f"{row}retire/")

    answer: Any = api(max_).get("/api/v1/directory/export/?source=test")
    page = json.loads(b"".join(answer.streaming_content))

    assert answer["Content-Disposition"] == 'attachment; filename="directory.hsds.json"'
    assert (page["total_items"], page["licences"]) == (2, {"test": "CC0 1.0"})
    assert sorted(service["status"] for service in page["contents"]) == ["active", "inactive"]
    report = take(page)
    assert (report.unchanged, report.changed, report.new, report.closed.count) == (2, 0, 0, 0)


def test_what_is_no_longer_in_a_file_is_given_away_as_closed(
    max_: User, api: ApiFor, take: Take, listing: Listing, walk: Row
) -> None:
    take(listing(walk, {**walk, "id": "s2"}))
    take(listing(walk))

    answer: Any = api(max_).get("/api/v1/directory/export/")
    page = json.loads(b"".join(answer.streaming_content))

    assert {service["id"]: service["status"] for service in page["contents"]} == {
        "s1": "active",
        "s2": "defunct",
    }


def put_source(api: ApiFor, by: User, key: str, **changes: Any) -> Any:
    body = {"name": "council", "address": "https://council.example/", "licence": "OGL", "every_hours": 24}
    return api(by).put(f"/api/v1/directory/sources/{key}/", {**body, **changes}, format="json")


def test_max_names_a_source_changes_it_and_switches_it_off(max_: User, api: ApiFor, now: datetime) -> None:
    key = str(uuid4())

    assert put_source(api, max_, key).status_code == 200
    changed = put_source(api, max_, key, every_hours=12, is_active=False).json()

    assert (changed["every_hours"], changed["is_active"]) == (12, False)
    assert [row["id"] for row in api(max_).get("/api/v1/directory/sources/").json()] == [key]
    assert DirectorySource.objects.get().import_at >= now


def test_two_sources_have_two_names(max_: User, api: ApiFor) -> None:
    put_source(api, max_, str(uuid4()))

    second = put_source(api, max_, str(uuid4()))

    assert (second.status_code, second.json()["code"]) == (409, "source_name_taken")


@pytest.mark.parametrize(
    "address", ["http://council.example/", "https://", "file:///etc/passwd", "../secret.json", ".hidden",
                "https://user:word@council.example/", "/etc/passwd"],
)  # fmt: skip
def test_an_address_that_leads_elsewhere_is_not_kept(max_: User, api: ApiFor, address: str) -> None:
    assert put_source(api, max_, str(uuid4()), address=address).status_code == 400
    assert DirectorySource.objects.count() == 0


def test_what_max_wrote_is_given_away_as_the_standard_asks_and_is_read_again(
    max_: User, api: ApiFor, take: Take
) -> None:
    body = {
        "key": str(uuid4()),
        "name": "Tuesday table",
        "description": "Board games and soup.",
        "content_note": "Speaks of loss.",
        "kind": "social_club",
        "areas": ["social.contact"],
        "mechanisms": ["increasing_choice"],
        "traits": ["group"],
        "delivery": ["in_person"],
        "cost": "free",
        "place": "Saltmere",
        "coverage": "local",
        "address": "1 High Street, Saltmere",
        "phone": "01632 960101",
        "organisation": "Harbour",
    }
    api(max_).post("/api/v1/directory/resources/", body, format="json")
    answer: Any = api(max_).get("/api/v1/directory/export/?source=by+hand")
    page = json.loads(b"".join(answer.streaming_content))

    (service,) = page["contents"]
    assert list(departures(service, "$")) == []
    assert take(page, source="elsewhere").new == 1
    ours, theirs = Resource.objects.get(source="by hand"), Resource.objects.get(source="elsewhere")
    same = [name for name in body if name != "key"]
    assert {n: getattr(theirs, n) for n in same} == {n: getattr(ours, n) for n in same}
