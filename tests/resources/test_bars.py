"""How much, how fast, in how much memory. Long: `make audit ONLY=resources`."""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

import pytest
from django.db import connection

from recoveryapp.resources.actions import import_file
from recoveryapp.resources.hsds.report import ImportReport
from recoveryapp.resources.models import Resource
from recoveryapp.resources.queries import current_mapping
from tests.plugins.bars import Measure
from tests.resources.test_forms import write_table

pytestmark = [pytest.mark.audit, pytest.mark.django_db]

MANY = 50_000
KINDS = ("nature", "peer_group", "advocacy_rights", "helpline_crisis", "housing")


def whole_services(count: int) -> Iterator[dict[str, Any]]:
    """As full as real directories: organisation, place, phone, times, cost, words, terms."""
    for n in range(count):
        term = {
            "id": f"t{n % 5}",
            "taxonomy": "recoveryapp kinds",
            "code": KINDS[n % 5],
            "name": KINDS[n % 5],
        }
        address = {
            "id": f"ad{n}",
            "address_1": f"{n} High Street",
            "city": "Saltmere",
            "postal_code": "ZZ1 1AA",
        }
        location = {"id": f"l{n}", "location_type": "physical", "name": f"Hall {n}", "addresses": [address]}
        yield {
            "id": f"s{n}",
            "name": f"Service {n}",
            "status": "active",
            "description": f"Number {n}. " + "People meet, talk and do something together. " * 12,
            "url": f"https://service-{n}.example.org/",
            "assured_date": "2026-10-01",
            "organization": {"id": f"o{n // 4}", "name": f"Organisation {n // 4}", "description": "People."},
            "phones": [{"id": f"p{n}", "number": "01632 960101"}],
            "schedules": [{"id": f"h{n}", "freq": "WEEKLY", "byday": "TU", "opens_at": "18:30"}],
            "service_at_locations": [{"id": f"x{n}", "location": location}],
            "cost_options": [{"id": f"c{n}", "amount": 0}],
            "attributes": [{"id": f"a{n}", "taxonomy_term": term}],
        }


def as_json(folder: Path, count: int) -> Path:
    path = folder / f"{count}.json"
    with path.open("w") as file:
        file.write('{"total_pages": 1, "contents": [')
        for n, service in enumerate(whole_services(count)):
            file.write(("," if n else "") + json.dumps(service))
        file.write("]}")
    return path


def as_tables(folder: Path, count: int) -> Path:
    tables = folder / f"tables-{count}"
    plain = ("id", "name", "status", "description", "url", "assured_date")
    rows = [
        {key: s[key] for key in plain} | {"organization_id": s["organization"]["id"]}
        for s in whole_services(count)
    ]
    write_table(tables, "services.csv", *rows)
    organisations = {s["organization"]["id"]: s["organization"] for s in whole_services(count)}
    write_table(tables, "organizations.csv", *organisations.values())
    write_table(tables, "taxonomies.csv", {"id": "k", "name": "recoveryapp kinds", "description": "d"})
    terms = [{"id": f"t{n}", "code": kind, "name": kind, "taxonomy_id": "k"} for n, kind in enumerate(KINDS)]
    write_table(tables, "taxonomy_terms.csv", *terms)
    links = [
        {"id": f"a{n}", "link_id": f"s{n}", "link_entity": "service", "taxonomy_term_id": f"t{n % 5}"}
        for n in range(count)
    ]
    write_table(tables, "attributes.csv", *links)
    phones = [{"id": f"p{n}", "service_id": f"s{n}", "number": "01632 960101"} for n in range(count)]
    write_table(tables, "phones.csv", *phones)
    return tables


def peak_mb() -> int:
    return getrusage(RUSAGE_SELF).ru_maxrss // 1024


@dataclass(frozen=True)
class Spent:
    seconds: float
    of_ours: float
    of_database: float
    """Seconds of processor time; the rest is waiting, and whatever else the machine does."""

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.of_ours:.1f} s ours, {self.of_database:.1f} s the database's)"


def taken(path: Path) -> tuple[ImportReport, Spent]:
    start, own, theirs = time.monotonic(), time.process_time(), database_seconds()
    report = import_file(path, source=path.name, licence="CC0 1.0", table=current_mapping())
    spent = time.monotonic() - start, time.process_time() - own, database_seconds() - theirs
    return report, Spent(*spent)


def database_seconds() -> float:
    """Processor time of the database's process that serves this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("write", [as_json, as_tables], ids=["JSON", "CSV"])
def test_fifty_thousand_services(tmp_path: Path, write: Any, measure: Measure) -> None:
    form = "JSON" if write is as_json else "CSV"
    taken(write(tmp_path, 5_000))
    large = write(tmp_path, MANY)
    before = peak_mb()

    report, first = taken(large)
    more = peak_mb() - before
    again, second = taken(large)

    assert (report.new, report.refused.count) == (MANY, 0)
    assert Resource.objects.filter(source=large.name, status="active").count() == MANY
    said = f"{MANY:,} services, {form}"
    measure(f"{said}: import", wanted="120 s", found=first, holds=first.seconds <= 120)
    measure(f"{said}: memory beyond 5,000", wanted="+150 MB", found=f"+{more} MB", holds=more <= 150)
    changes = again.new + again.changed + again.closed.count
    measure(f"{said}: again", wanted="0 changes", found=changes, holds=changes == 0)
    measure(f"{said}: again", wanted="120 s", found=second, holds=second.seconds <= 120)
