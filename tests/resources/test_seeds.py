"""The shipped data keep their promises."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from recoveryapp.resources.hsds.mapping import mapping_table
from recoveryapp.resources.models import Resource
from tests.resources.conftest import SEED

OFCOM_DRAMA_NUMBERS = ("01632 960", "0808 157 0", "020 7946 0", "07700 900")
STATUSES = {"active", "inactive", "defunct", "temporarily closed"}
REQUIRED = {
    "organization": {"id", "name", "description"},
    "location": {"id", "location_type"},
    "taxonomy_term": {"id", "name", "description"},
    "taxonomy_detail": {"id", "name", "description"},
    "phones": {"id", "number"},
    "addresses": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "schedules": {"id"},
    "service_areas": {"id"},
    "service_at_locations": {"id"},
    "languages": {"id"},
    "cost_options": {"id"},
    "attributes": {"id"},
}
"""Required properties of HSDS 3.0, for each object the file uses."""


def read(name: str) -> Any:
    return json.loads((SEED / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def services() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read("directory.hsds.json")["contents"]
    return found


def objects(node: Any, name: str = "service") -> list[tuple[str, dict[str, Any]]]:
    if isinstance(node, list):
        return [pair for child in node for pair in objects(child, name)]
    if not isinstance(node, dict):
        return []
    return [(name, node), *(pair for key, child in node.items() for pair in objects(child, key))]


def test_the_directory_is_a_valid_paged_list(services: list[dict[str, Any]]) -> None:
    page = read("directory.hsds.json")

    assert page["total_items"] == page["size"] == len(services)
    assert (page["page_number"], page["total_pages"], page["first_page"], page["last_page"]) == (
        1,
        1,
        True,
        True,
    )


def test_every_object_has_what_hsds_requires(services: list[dict[str, Any]]) -> None:
    missing = [
        (name, wanted - row.keys())
        for name, row in objects(services)
        if (wanted := REQUIRED.get(name, set())) - row.keys()
    ]

    assert missing == []
    assert all({"id", "name", "status"} <= s.keys() and s["status"] in STATUSES for s in services)
    assert {name for name, _ in objects(services)} <= REQUIRED.keys() | {"service"}


def test_every_phone_number_is_one_that_nobody_has(services: list[dict[str, Any]]) -> None:
    numbers = [row["number"] for name, row in objects(services) if name == "phones"]

    assert numbers
    assert [n for n in numbers if not n.startswith(OFCOM_DRAMA_NUMBERS)] == []


def test_the_directory_has_the_variety_of_real_ones(db: None, seed_file: Path) -> None:
    call_command("import_directory", seed_file, verbosity=0, source="own")
    rows = list(Resource.objects.all())
    active = [row for row in rows if row.status == "active"]

    assert len(active) >= 66
    assert {row.kind for row in active} == {meaning.kind for meaning in mapping_table().meanings.values()}
    assert {row.status for row in rows} == {"active", "inactive", "temporarily_closed", "closed"}
    assert {row.cost for row in active} == {"free", "low", "paid", "unknown"}
    assert {row.coverage for row in active} == {"local", "national", "international"}
    assert sum(row.is_peer_run for row in active) >= 14
    assert sum(row.kind == "recovery_story" and bool(row.content_note) for row in active) >= 6
    assert {"Polish", "Urdu", "Welsh", "Arabic", "BSL", "Easy Read"} <= {
        x for row in active for x in row.languages
    }
    assert Counter("women_only" in row.traits for row in active)[True] >= 2
    assert any(not row.url for row in active)
    assert any(row.delivery == ["phone"] for row in active)


def test_every_crisis_number_was_verified_within_180_days() -> None:
    data = read("crisis_contacts.json")
    rows = [c["emergency"] for c in data["countries"]]
    rows += [contact for c in data["countries"] for contact in c["contacts"]] + data["worldwide"]["contacts"]
    oldest = datetime.now(UTC).date() - timedelta(days=data["verified_before_days"])

    assert [row for row in rows if date.fromisoformat(row["verified_on"]) < oldest] == []


def test_every_crisis_contact_can_be_reached_and_says_where_it_was_read() -> None:
    data = read("crisis_contacts.json")
    contacts = [contact for c in data["countries"] for contact in c["contacts"]] + data["worldwide"][
        "contacts"
    ]

    assert len(contacts) >= 18
    for contact in contacts:
        assert contact["number"] or contact["sms"] or contact["url"]
        assert contact["source"].startswith("https://")
        assert contact["verified_how"]


def test_a_country_without_a_checked_helpline_says_so() -> None:
    silent = [
        c["code"] for c in read("crisis_contacts.json")["countries"] if not c["contacts"] and not c["note"]
    ]

    assert silent == []
