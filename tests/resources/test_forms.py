"""The forms a directory comes in: pages, folders, archives, tables."""

import csv
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from recoveryapp.resources.actions import import_file
from recoveryapp.resources.hsds.document import FileRefused
from recoveryapp.resources.hsds.node import Line
from recoveryapp.resources.hsds.report import ImportReport
from recoveryapp.resources.hsds.schema import departures
from recoveryapp.resources.models import DirectoryImport, Resource, Service
from recoveryapp.resources.queries import current_mapping

Row = dict[str, Any]
Bring = Callable[[Path], ImportReport]


@pytest.fixture
def bring(db: None) -> Bring:
    """`bring(path)` imports what lies there."""

    def run(path: Path) -> ImportReport:
        return import_file(path, source="test", licence="CC0 1.0", table=current_mapping())

    return run


def write_pages(folder: Path, walk: Row, ids: Sequence[str], *, total: int) -> None:
    folder.mkdir(exist_ok=True)
    for number, service_id in enumerate(ids, 1):
        page = {"total_pages": total, "page_number": number, "contents": [{**walk, "id": service_id}]}
        (folder / f"page-{number}.json").write_text(json.dumps(page))


def write_zip(path: Path, files: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def write_table(folder: Path, name: str, *rows: Row) -> None:
    folder.mkdir(exist_ok=True)
    with (folder / name).open("w", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """The slow walk and a club as CSV tables."""
    folder = tmp_path / "tables"
    write_table(folder, "organizations.csv", {"id": "o1", "name": "Walkers", "description": "People."})
    walk = {"id": "s1", "organization_id": "o1", "name": "Slow walk", "status": "active", "url": ""}
    write_table(folder, "services.csv", walk, {**walk, "id": "s2", "name": "Club"})
    write_table(folder, "locations.csv", {"id": "l1", "location_type": "physical", "name": "Hall"})
    address = {"address_1": "1 High Street", "city": "Saltmere", "postal_code": "ZZ1 1AA"}
    write_table(folder, "addresses.csv", {"id": "ad1", "location_id": "l1", **address})
    write_table(folder, "service_at_locations.csv", {"id": "x", "service_id": "s1", "location_id": "l1"})
    write_table(folder, "phones.csv", {"id": "p1", "service_id": "s1", "number": "01632 960101"})
    write_table(folder, "cost_options.csv", {"id": "c1", "service_id": "s1", "amount": "0"})
    write_table(folder, "taxonomies.csv", {"id": "k", "name": "recoveryapp kinds", "description": "d"})
    term = {"id": "t1", "code": "nature", "name": "Outdoors", "description": "d", "taxonomy_id": "k"}
    write_table(folder, "taxonomy_terms.csv", term)
    link = {"link_entity": "service", "taxonomy_term_id": "t1"}
    write_table(folder, "attributes.csv", *({"id": f"a{n}", "link_id": f"s{n}", **link} for n in (1, 2)))
    return folder


def test_a_folder_of_saved_pages_is_one_directory(bring: Bring, tmp_path: Path, walk: Row) -> None:
    write_pages(tmp_path / "pages", walk, ["s1", "s2"], total=2)

    report = bring(tmp_path / "pages")

    assert (report.total, report.new) == (2, 2)
    assert bring(tmp_path / "pages").unchanged == 2


def test_all_pages_close_what_is_gone_and_some_pages_do_not(bring: Bring, tmp_path: Path, walk: Row) -> None:
    write_pages(tmp_path / "pages", walk, ["s1", "s2"], total=2)
    bring(tmp_path / "pages")

    (tmp_path / "pages" / "page-2.json").unlink()
    assert bring(tmp_path / "pages").closed.count == 0

    write_pages(tmp_path / "pages", walk, ["s1"], total=1)
    assert bring(tmp_path / "pages").closed.lines == [Line("s2", "Slow walk")]


def test_the_same_page_twice_is_not_the_whole(bring: Bring, tmp_path: Path, walk: Row) -> None:
    write_pages(tmp_path / "pages", walk, ["s1", "s2"], total=2)
    bring(tmp_path / "pages")
    first = (tmp_path / "pages" / "page-1.json").read_text()
    (tmp_path / "pages" / "page-2.json").write_text(first)

    report = bring(tmp_path / "pages")

    assert report.closed.count == 0
    assert report.refused.lines == [Line("page-2.json: $.contents[0].id", "stands twice in the file")]


def test_single_services_saved_to_disk_are_taken_and_close_nothing(
    bring: Bring, tmp_path: Path, walk: Row
) -> None:
    folder = tmp_path / "services"
    folder.mkdir()
    for service_id in ("s1", "s2"):
        (folder / f"{service_id}.json").write_text(json.dumps({**walk, "id": service_id}))
    assert bring(folder).new == 2

    (folder / "s2.json").unlink()

    assert bring(folder).closed.count == 0


def test_a_bare_list_of_services_with_a_byte_order_mark_is_taken(
    bring: Bring, tmp_path: Path, walk: Row
) -> None:
    path = tmp_path / "list.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps([walk]).encode())

    assert bring(path).new == 1


def test_an_archive_is_read_like_the_folder_it_was_made_of(bring: Bring, tmp_path: Path, walk: Row) -> None:
    pages = {f"export/page-{n}.json": json.dumps([{**walk, "id": f"s{n}"}]) for n in (1, 2)}
    junk = {"__MACOSX/export/._page-1.json": "x", "export/readme.txt": "x", "export/old/page.json": "x"}

    report = bring(
        write_zip(tmp_path / "export.zip", pages | {k: v for k, v in junk.items() if "old" not in k})
    )

    assert report.new == 2


def test_tables_are_put_together_to_services(bring: Bring, tables: Path) -> None:
    report = bring(tables)

    assert (report.total, report.new, report.refused.count) == (2, 2, 0)
    walk = Resource.objects.get(name="Slow walk")
    assert (walk.kind, walk.cost, walk.phone, walk.place) == ("nature", "free", "01632 960101", "Saltmere")
    assert walk.address == "1 High Street, Saltmere, ZZ1 1AA"
    assert walk.organisation == "Walkers"
    assert bring(tables).unchanged == 2


def test_a_line_of_a_table_that_cannot_be_kept_is_refused_with_its_number(bring: Bring, tables: Path) -> None:
    walk = {"id": "s1", "organization_id": "o1", "name": "Slow walk", "status": "active"}
    write_table(tables, "services.csv", walk, {**walk, "id": "s2", "status": "open"})

    report = bring(tables)

    assert report.refused.lines == [Line("services.csv, line 3.status", "is not a status of HSDS 3.0")]
    assert Service.objects.count() == 1


def test_a_data_package_may_name_its_files_as_it_likes(bring: Bring, tables: Path, tmp_path: Path) -> None:
    named = {path.stem: f"{number}.csv" for number, path in enumerate(sorted(tables.iterdir()))}
    singular = {
        "organizations": "organization", "services": "service", "locations": "location",
        "addresses": "address", "phones": "phone", "service_at_locations": "service_at_location",
        "cost_options": "cost_option", "taxonomies": "taxonomy", "taxonomy_terms": "taxonomy_term",
        "attributes": "attribute",
    }  # fmt: skip
    package = {"resources": [{"name": singular[k], "path": v} for k, v in named.items()]}
    files = {v: (tables / f"{k}.csv").read_text() for k, v in named.items()}

    report = bring(write_zip(tmp_path / "package.zip", {"datapackage.json": json.dumps(package), **files}))

    assert report.new == 2
    assert Resource.objects.get(name="Slow walk").kind == "nature"


def test_what_differs_from_the_standard_is_said_and_taken(bring: Bring, tmp_path: Path, walk: Row) -> None:
    bare = {
        **walk,
        "organization": {"id": "o1", "name": "Walkers", "description": None},
        "schedules": [{"id": "1", "freq": "DAILY"}],
        "service_at_locations": [{"id": "1", "location": {"id": "l1", "location_type": "tent"}}],
    }
    path = tmp_path / "uk.json"
    path.write_text(json.dumps([bare]))

    report = bring(path)

    assert report.new == 1
    assert set(report.departures.lines) == {
        Line("$[0].organization.description", "is required by HSDS 3.0"),
        Line("$[0].schedules[0].freq", "is none of WEEKLY, MONTHLY"),
        Line("$[0].service_at_locations[0].location.location_type", "is none of physical, postal, virtual"),
    }


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        ({"name": 7}, ".name", "is not text"),
        ({"description": ["A walk"]}, ".description", "is not text"),
        ({"url": "walkers"}, ".url", "is not a web address"),
        ({"email": "walkers"}, ".email", "is not an e-mail address"),
        ({"minimum_age": "adult"}, ".minimum_age", "is not a number"),
        ({"maximum_age": True}, ".maximum_age", "is not a number"),
        ({"assured_date": "1/10/2026"}, ".assured_date", "is not a date (YYYY-MM-DD)"),
        ({"assured_date": "2026-02-30"}, ".assured_date", "is not a date (YYYY-MM-DD)"),
        ({"last_modified": "yesterday"}, ".last_modified", "is not a date and time"),
        ({"organization": "Walkers"}, ".organization", "is not an object"),
        (
            {"organization": [{"id": "o", "name": "W", "description": "d"}]},
            ".organization",
            "is not an object",
        ),
        (
            {"organization": {"id": "o", "name": "W", "description": 1}},
            ".organization.description",
            "is not text",
        ),
        ({"phones": {"id": "p", "number": "1"}}, ".phones", "is not a list"),
        ({"phones": "01632 960101"}, ".phones", "is not a list"),
        ({"phones": ["01632 960101"]}, ".phones[0]", "is not an object"),
        ({"phones": [{"id": "p", "number": 1632}]}, ".phones[0].number", "is not text"),
        ({"phones": [{"id": "p"}]}, ".phones[0].number", "is required by HSDS 3.0"),
        ({"schedules": [{"id": "s", "opens_at": "6 pm"}]}, ".schedules[0].opens_at", "is not a time (HH:MM)"),
        (
            {"schedules": [{"id": "s", "wkst": "XX"}]},
            ".schedules[0].wkst",
            "is none of MO, TU, WE, TH, FR, SA, SU",
        ),
        ({"cost_options": [{"id": "c", "amount": "ten"}]}, ".cost_options[0].amount", "is not a number"),
        ({"languages": [{"id": "l", "name": 1}]}, ".languages[0].name", "is not text"),
        ({"eligibility_description": 18}, ".eligibility_description", "is not text"),
        ({"attributes": [{"id": "a", "value": 3}]}, ".attributes[0].value", "is not text"),
        (
            {
                "attributes": [
                    {"id": "a", "taxonomy_term": {"id": "t", "name": "N", "description": "d", "code": 1}}
                ]
            },
            ".attributes[0].taxonomy_term.code",
            "is not text",
        ),
        (
            {
                "service_at_locations": [
                    {"id": "x", "location": {"id": "l", "location_type": "virtual", "url": 1}}
                ]
            },
            ".service_at_locations[0].location.url",
            "is not a web address",
        ),
    ],
)
def test_a_value_of_another_type_is_told_with_its_path(walk: Row, change: Row, where: str, what: str) -> None:
    assert list(departures({**walk, **change}, "$.contents[3]")) == [Line(f"$.contents[3]{where}", what)]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"url": None, "phones": None, "organization": None, "eligibility_description": None},
        {"url": "", "email": "", "minimum_age": ""},
        {"minimum_age": "18", "maximum_age": 64.5},
        {"assured_date": "2026-10-01", "last_modified": "2026-10-01T09:00:00.000Z"},
        {"schedules": [{"id": "s", "opens_at": "18:30:00+01:00", "closes_at": "20:00Z", "freq": "WEEKLY"}]},
        {"something_of_ours": {"phones": 7}, "rating": [1, 2]},
        {"phones": [], "languages": [{"id": "l"}]},
    ],
)
def test_what_is_null_absent_or_unknown_is_no_departure(walk: Row, change: Row) -> None:
    assert list(departures({**walk, **change}, "$")) == []


def test_a_value_of_another_type_stands_in_the_report_and_the_rest_is_taken(
    bring: Bring, tmp_path: Path, walk: Row
) -> None:
    path = tmp_path / "odd.json"
    path.write_text(json.dumps([{**walk, "languages": "English", "minimum_age": "adult"}]))

    report = bring(path)

    assert report.new == 1
    assert set(report.departures.lines) == {
        Line("$[0].languages", "is not a list"),
        Line("$[0].minimum_age", "is not a number"),
    }


def test_a_refused_file_leaves_its_reason_and_changes_no_version(bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{")

    with pytest.raises(FileRefused, match="not JSON"):
        bring(path)

    run = DirectoryImport.objects.get()
    assert (run.file_name, run.is_change, run.report) == ("broken.json", False, {})
    assert run.refusal.startswith("broken.json: not JSON")


def test_a_long_report_counts_every_line_and_keeps_a_thousand(
    bring: Bring, tmp_path: Path, walk: Row
) -> None:
    path = tmp_path / "many.json"
    path.write_text(json.dumps([{**walk, "id": f"s{n}", "status": "open"} for n in range(1_200)]))

    report = bring(path)

    assert (report.refused.count, len(report.refused.lines)) == (1_200, 1_000)
    assert "  ... and 1150 more" in report.lines()
