import json
from collections.abc import Callable
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recoveryapp.audit.models import AuditEvent
from recoveryapp.resources.hsds.node import Line
from recoveryapp.resources.models import DirectoryImport, Location, Organisation, Resource, Service
from recoveryapp.resources.queries import directory_version
from tests.resources.conftest import Take

Listing = Callable[..., dict[str, Any]]
Row = dict[str, Any]


def test_a_service_becomes_a_resource_and_keeps_what_its_publisher_said(
    take: Take, listing: Listing, walk: Row
) -> None:
    report = take(listing(walk))

    assert (report.new, report.changed, report.unchanged) == (1, 0, 0)
    resource = Resource.objects.get()
    assert resource.name == "Slow walk"
    assert resource.kind == "nature"
    assert resource.domains == ["existential", "functional", "social"]
    assert (resource.cost, resource.coverage, resource.place) == ("free", "local", "Saltmere")
    assert resource.organisation == "Walkers"
    service = Service.objects.get()
    assert service.raw == walk
    assert (service.source, service.licence) == ("test", "CC0 1.0")


def test_the_same_file_again_changes_nothing(take: Take, listing: Listing, walk: Row) -> None:
    take(listing(walk))
    before = list(Resource.objects.values())
    version = directory_version()

    report = take(listing(walk))

    assert (report.new, report.changed, report.unchanged) == (0, 0, 1)
    assert list(Resource.objects.values()) == before
    assert directory_version() == version
    assert AuditEvent.objects.filter(noun="resources.directory").count() == 1


def test_a_changed_service_keeps_its_id(take: Take, listing: Listing, walk: Row) -> None:
    take(listing(walk))
    first = Resource.objects.get()

    report = take(listing({**walk, "name": "Slower walk"}))

    assert (report.new, report.changed) == (0, 1)
    again = Resource.objects.get()
    assert (again.pk, again.name, again.created_at) == (first.pk, "Slower walk", first.created_at)
    assert DirectoryImport.objects.count() == 2


def test_what_a_whole_file_no_longer_has_is_closed_and_not_deleted(
    take: Take, listing: Listing, walk: Row
) -> None:
    take(listing(walk, {**walk, "id": "s2", "name": "Other walk"}))

    report = take(listing(walk))

    assert report.closed.lines == [Line("s2", "Other walk")]
    assert Resource.objects.get(name="Other walk").status == "closed"
    assert take(listing(walk)).closed.count == 0


def test_a_closed_service_that_comes_back_is_open_again(take: Take, listing: Listing, walk: Row) -> None:
    both = listing(walk, {**walk, "id": "s2", "name": "Other walk"})
    take(both)
    take(listing(walk))

    report = take(both)

    assert report.changed == 1
    assert Resource.objects.get(name="Other walk").status == "active"


def test_one_page_of_several_closes_nothing(take: Take, listing: Listing, walk: Row) -> None:
    take(listing(walk, {**walk, "id": "s2"}))

    assert take(listing(walk, total_pages=2)).closed.count == 0


def test_another_publisher_s_services_stay_as_they_are(take: Take, listing: Listing, walk: Row) -> None:
    take(listing(walk), source="one")
    take(listing(walk), source="two")

    assert Resource.objects.filter(status="active").count() == 2


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"id": None}, Line("$.contents[1].id", "is missing")),
        ({"name": "  "}, Line("$.contents[1].name", "is missing")),
        ({"status": "open"}, Line("$.contents[1].status", "is not a status of HSDS 3.0")),
        ({"status": None}, Line("$.contents[1].status", "is missing")),
        ({"name": "n" * 301}, Line("$.contents[1].name", "is longer than 300 characters")),
        (
            {"description": "a\x00b"},
            Line("$.contents[1].description", "has characters that cannot be stored"),
        ),
        ({"id": "s1"}, Line("$.contents[1].id", "stands twice in the file")),
        (
            {"metadata": [{"previous_value": "\x00"}]},
            Line("$.contents[1].metadata[0].previous_value", "has characters that cannot be stored"),
        ),
    ],
)
def test_a_service_that_cannot_be_kept_is_refused_with_its_path_and_the_rest_is_taken(
    take: Take, listing: Listing, walk: Row, change: Row, refusal: Line
) -> None:
    report = take(listing(walk, {**walk, "id": "s2", **change}))

    assert report.refused.lines == [refusal]
    assert Resource.objects.count() == 1


@pytest.mark.parametrize("nonsense", [None, 7, "text", [], [[]]])
def test_something_that_is_no_service_is_refused(take: Take, listing: Listing, nonsense: Any) -> None:
    assert take(listing(nonsense)).refused.lines == [Line("$.contents[0]", "is not a service")]


def test_a_refused_row_does_not_close_what_is_stored_of_it(take: Take, listing: Listing, walk: Row) -> None:
    take(listing(walk))

    report = take(listing({**walk, "status": "open"}))

    assert report.closed.count == 0
    assert Resource.objects.get().status == "active"


def test_nulls_absent_and_odd_values_are_no_surprise(take: Take, listing: Listing, walk: Row) -> None:
    odd = dict.fromkeys(walk) | {
        "id": "s2", "name": "Bare", "status": "active", "attributes": walk["attributes"],
        "phones": {"number": "1"}, "schedules": [None, 4, {"byday": 3}], "minimum_age": "old",
        "assured_date": "yesterday", "unknown_property": {"a": [1]}, "languages": [{"name": None}],
    }  # fmt: skip

    report = take(listing(odd))

    assert report.new == 1
    bare = Resource.objects.get()
    assert (bare.cost, bare.coverage, bare.languages, bare.min_age) == (
        "unknown",
        "unknown",
        ["English"],
        None,
    )
    assert Line("$.contents[0].phones", "a list was expected") in report.left_out.lines
    assert Line("$.contents[0].assured_date", "is not a date") in report.left_out.lines


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//example.org", "ftp://example.org", "http://[x", "x y"]
)
def test_only_web_addresses_become_links(take: Take, listing: Listing, walk: Row, address: str) -> None:
    report = take(listing({**walk, "url": address}))

    assert Resource.objects.get().url == ""
    assert report.left_out.lines == [Line("$.contents[0].url", "is not a web address")]


def test_markup_is_read_as_plain_text(take: Take, listing: Listing, walk: Row) -> None:
    take(listing({**walk, "description": "<p>Tea &amp; talk</p><script>x</script>"}))

    assert Resource.objects.get().description == "Tea & talkx"


def test_a_service_without_a_known_kind_is_kept_and_listed_and_not_shown(
    take: Take, listing: Listing, walk: Row
) -> None:
    strange = {"taxonomy": "Somebody's list", "code": "42", "name": "Fun"}
    report = take(listing({**walk, "attributes": [{"id": "x", "taxonomy_term": strange}]}))

    assert report.not_mapped.lines == [Line("$.contents[0]", "Slow walk")]
    assert report.unknown_terms.lines == [Line("$.contents[0]", "Somebody's list: 42 Fun")]
    assert Service.objects.count() == 1
    assert Resource.objects.count() == 0


def test_a_resource_whose_kind_is_lost_is_no_longer_suggested(
    take: Take, listing: Listing, walk: Row
) -> None:
    take(listing(walk))
    take(listing({**walk, "attributes": []}))

    assert Resource.objects.get().status == "inactive"


def test_our_own_kinds_go_before_open_eligibility(take: Take, listing: Listing, walk: Row) -> None:
    mentoring = {"taxonomy": "http://openeligibility.org/", "code": "108-07-05", "name": "Mentoring"}
    groups = {"taxonomy": "Open Eligibility", "code": "108-07-09", "name": "Support Groups"}
    both = [{"id": "y", "taxonomy_term": groups}, *walk["attributes"]]
    take(
        listing(
            {**walk, "attributes": [{"id": "y", "taxonomy_term": mentoring}]},
            {**walk, "id": "s2", "attributes": both},
        )
    )

    kinds = Resource.objects.order_by("kind").values_list("kind", "traits")
    assert list(kinds) == [("nature", ["group"]), ("peer_mentoring", ["one_to_one"])]


@pytest.mark.parametrize(
    ("said", "cost"),
    [
        (([{"id": "c", "amount": 0}], None), "free"),
        (([{"id": "c", "amount": "0.00"}], None), "free"),
        (([{"id": "c", "amount": 8}], None), "low"),
        (([{"id": "c", "amount": 39.5}], None), "paid"),
        (([], "Free"), "free"),
        ((None, "Pay what you can"), "low"),
        (([], "Ask us"), "unknown"),
    ],
)
def test_cost_is_read_from_amounts_or_else_from_words(
    take: Take, listing: Listing, walk: Row, said: tuple[Any, str | None], cost: str
) -> None:
    take(listing({**walk, "cost_options": said[0], "fees_description": said[1]}))

    assert Resource.objects.get().cost == cost


def test_opening_times_are_said_in_words(take: Take, listing: Listing, walk: Row) -> None:
    schedules = [
        {"id": "1", "freq": "WEEKLY", "byday": "TU,TH", "opens_at": "18:30:00", "closes_at": "20:00"},
        {"id": "2", "freq": "MONTHLY", "byday": "1SA", "opens_at": "10:00", "closes_at": None},
        {"id": "3", "byday": "MO,TU,WE,TH,FR,SA,SU"},
        {"id": "4", "description": "by arrangement"},
    ]
    take(listing({**walk, "schedules": schedules}))

    assert Resource.objects.get().when_text == (
        "Tuesday, Thursday 18:30–20:00; First Saturday of the month 10:00; Every day; By arrangement"
    )


def test_an_import_that_fails_on_the_way_leaves_nothing(take: Take, listing: Listing, walk: Row) -> None:
    def fail(done: int, total: int) -> None:
        raise OSError("the terminal is gone")

    with pytest.raises(OSError, match="terminal"):
        take(listing(walk), on_progress=fail)

    assert (Service.objects.count(), Organisation.objects.count(), Resource.objects.count()) == (0, 0, 0)


def test_statements_do_not_grow_with_the_services_of_a_batch(take: Take, listing: Listing, walk: Row) -> None:
    def statements(count: int, source: str) -> int:
        rows = [
            {**deepcopy(walk), "id": f"s{n}", "organization": {"id": f"o{n}", "name": "O"}}
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            take(listing(*rows), source=source)
        return len(queries)

    assert statements(1, "one") == statements(30, "thirty")


def run_import(path: Path, **options: Any) -> str:
    out = StringIO()
    call_command("import_directory", path, stdout=out, **options)
    return out.getvalue()


def test_the_command_takes_our_own_directory_and_says_what_became_of_it(db: None, seed_file: Path) -> None:
    said = run_import(seed_file, source="own", licence="CC0 1.0")

    assert "102 services in the file. Taken: 102 (102 new, 0 changed, 0 as before)." in said
    assert "Refused: 0." in said
    assert "Friendly benches" in said
    assert Resource.objects.count() == 99
    assert "Taken: 102 (0 new, 0 changed, 102 as before)" in run_import(
        seed_file, source="own", licence="CC0 1.0"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe{}", "not JSON"),
        (b'{"contents": [NaN]}', "not JSON"),
        (b'{"contents": ["\xff"]}', "not UTF-8 text"),
        (b'{"contents": {}}', 'no list called "contents"'),
        (b'{"contents": [1', "not JSON"),
        (b'{"contents": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested deeper than 40 levels"),
        (b'{"contents": ' + b"[" * 50 + b"]" * 50 + b"}", "nested deeper than 40 levels"),
        (b'{"contents": [' + b"9" * 5000 + b"]}", "not JSON"),
    ],
)
def test_a_broken_file_is_refused_whole_with_a_reason(
    db: None, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "directory.json"
    path.write_bytes(content)

    with pytest.raises(CommandError, match="Nothing was taken") as refused:
        run_import(path)

    assert said in str(refused.value)
    assert Service.objects.count() == 0


def test_a_file_that_is_not_there_or_too_large_is_refused(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="no such file"):
        run_import(tmp_path / "none.json")

    monkeypatch.setattr("recoveryapp.resources.hsds.boxes.MAX_BYTES", 10)
    large = tmp_path / "large.json"
    large.write_text(json.dumps({"contents": []}))
    with pytest.raises(CommandError, match="larger than"):
        run_import(large)


def test_locations_are_shared_by_services_of_one_place(take: Take, listing: Listing, walk: Row) -> None:
    hall = {"id": "l1", "location_type": "physical", "name": "Hall", "addresses": [{"city": "Saltmere"}]}
    there = {**walk, "service_at_locations": [{"id": "sal", "location": hall}]}
    take(listing(there, {**there, "id": "s2"}))

    assert Location.objects.count() == 1
    assert [s.locations.get().name for s in Service.objects.order_by("source_id")] == ["Hall", "Hall"]
