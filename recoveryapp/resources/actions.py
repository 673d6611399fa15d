"""Writes to the directory: one file in one transaction, in batches, the same file twice changes nothing."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models, transaction

from recoveryapp.audit.actions import Verb, record
from recoveryapp.resources.enums import Status
from recoveryapp.resources.hsds.mapping import MappingTable
from recoveryapp.resources.hsds.node import Line, Node, RowRefused
from recoveryapp.resources.hsds.parsing import ParsedRow, ParsedService, parse_service
from recoveryapp.resources.hsds.reading import Document
from recoveryapp.resources.hsds.report import ImportReport
from recoveryapp.resources.models import (
    CrisisContact,
    CrisisCountry,
    DirectoryImport,
    ImportedRow,
    Location,
    Organisation,
    Resource,
    Service,
    imported_id,
)

BATCH = 1_000
READ_BY = 1
"""Raise it when the reading of a payload changes, so that the next import reads everything again."""

T = TypeVar("T")
Progress = Callable[[int, int], None]


def import_directory(
    document: Document,
    *,
    source: str,
    file_name: str,
    licence: str,
    table: MappingTable,
    on_progress: Progress = lambda done, total: None,
) -> ImportReport:
    """Take a publisher's services as they now are.

    A service that cannot be kept is refused by itself, with its path; the rest is taken, all of it or, when
    anything goes wrong on the way, none. What the source had before and a whole file no longer has is closed.
    """
    report = ImportReport(source, total=len(document.services))
    with transaction.atomic():
        _one_import_at_a_time(source)
        stored = dict(Service.objects.filter(source=source).values_list("source_id", "fingerprint"))
        seen: set[str] = set()
        for batch in _batches(_parse(document, table, report, seen), BATCH):
            _take(batch, stored, report, source=source, licence=licence, table=table)
            on_progress(report.taken + len(report.refused), report.total)
        if document.is_whole:
            _close([imported_id(source, gone) for gone in stored if gone not in seen], report)
        if report.is_change:
            run = DirectoryImport.objects.create(source=source, file_name=file_name, report=report.as_json())
            record(Verb.CHANGE, "resources.directory", object_id=run.pk, owner_id=None, by=None)
    return report


def _one_import_at_a_time(source: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import {source}"])


def _parse(
    document: Document, table: MappingTable, report: ImportReport, seen: set[str]
) -> Iterator[ParsedService]:
    for index, payload in enumerate(document.services):
        node = Node(payload, f"$.contents[{index}]", report.left_out)
        try:
            service = parse_service(node, table)
        except RowRefused as refused:
            report.refused.append(refused.line)
            seen.add(str(node["id"].value))  # it is still in the file, so what is stored of it stays open
            continue
        if service.source_id in seen:
            report.refused.append(Line(f"{service.path}.id", "stands twice in the file"))
            continue
        seen.add(service.source_id)
        yield service


def _take(
    batch: Sequence[ParsedService],
    stored: Mapping[str, str],
    report: ImportReport,
    *,
    source: str,
    licence: str,
    table: MappingTable,
) -> None:
    prints = {s.source_id: _fingerprint(s.payload, licence, table.version) for s in batch}
    for service in batch:
        _remark(service, report)
    changed = [s for s in batch if stored.get(s.source_id) != prints[s.source_id]]
    report.new += sum(s.source_id not in stored for s in changed)
    report.changed += sum(s.source_id in stored for s in changed)
    report.unchanged += len(batch) - len(changed)
    origin = {"source": source, "licence": licence}
    _store_parts(Organisation, (s.organisation for s in changed if s.organisation), origin)
    _store_parts(Location, (part for s in changed for part in s.locations), origin)
    _upsert(Service, [_service(s, prints[s.source_id], origin) for s in changed])
    _link_locations(changed, source)
    _upsert(Resource, [_resource(s, s.resource, origin) for s in changed if s.resource])
    unplaced = [imported_id(source, s.source_id) for s in changed if not s.resource]
    Resource.objects.filter(service__in=unplaced).update(status=Status.INACTIVE)


def _remark(service: ParsedService, report: ImportReport) -> None:
    if service.resource is None:
        report.not_mapped.append(Line(service.path, service.values["name"]))
    for term in service.unknown_terms:
        said = f"{term.taxonomy or 'no taxonomy'}: {term.code} {term.name}"
        report.unknown_terms.append(Line(service.path, said.strip()))


def _fingerprint(payload: str, *rules: object) -> str:
    return hashlib.sha256("\n".join([payload, str(READ_BY), *map(str, rules)]).encode()).hexdigest()


def _store_parts(model: type[ImportedRow], parts: Iterable[ParsedRow], origin: Mapping[str, str]) -> None:
    """Organisations and locations stand inside services, often many times; the first wins."""
    first = {part.source_id: part for part in reversed(list(parts))}
    rows = [
        model(
            id=imported_id(origin["source"], part.source_id),
            source_id=part.source_id,
            raw=part.raw,
            fingerprint=_fingerprint(json.dumps(part.raw, sort_keys=True)),
            **origin,
            **part.values,
        )
        for part in first.values()
    ]
    _upsert(model, rows)


def _service(parsed: ParsedService, fingerprint: str, origin: Mapping[str, str]) -> Service:
    source, part = origin["source"], parsed.organisation
    return Service(
        id=imported_id(source, parsed.source_id),
        source_id=parsed.source_id,
        raw=parsed.raw,
        fingerprint=fingerprint,
        organisation_id=imported_id(source, part.source_id) if part else None,
        **origin,
        **parsed.values,
    )


def _resource(parsed: ParsedService, values: Mapping[str, Any], origin: Mapping[str, str]) -> Resource:
    service_id = imported_id(origin["source"], parsed.source_id)
    return Resource(id=service_id, service_id=service_id, **origin, **values)


def _link_locations(services: Sequence[ParsedService], source: str) -> None:
    link = Service.locations.through
    ids = [imported_id(source, s.source_id) for s in services]
    link._default_manager.filter(service_id__in=ids).delete()
    pairs = {(s.source_id, part.source_id) for s in services for part in s.locations}
    link._default_manager.bulk_create(
        [
            link(service_id=imported_id(source, service), location_id=imported_id(source, location))
            for service, location in sorted(pairs)
        ]
    )


def _upsert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    kept = {"id", "created_at", "last_checked_on"}
    names = [f.name for f in model._meta.concrete_fields if f.name not in kept]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=names, batch_size=BATCH
    )


def _close(ids: Sequence[UUID], report: ImportReport) -> None:
    rows = Service.objects.filter(pk__in=ids).exclude(status=Status.CLOSED)
    report.closed += [Line(source_id, name) for source_id, name in rows.values_list("source_id", "name")]
    rows.update(status=Status.CLOSED, fingerprint="")
    Resource.objects.filter(service__in=ids).exclude(status=Status.CLOSED).update(status=Status.CLOSED)


def _batches(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    while batch := list(islice(rows, size)):
        yield batch


@transaction.atomic
def load_crisis_contacts(data: Mapping[str, Any]) -> tuple[int, int]:
    """Replace the crisis numbers by those of the reviewed file. Answers how many countries and contacts."""
    CrisisContact.objects.all().delete()
    CrisisCountry.objects.all().delete()
    countries = [_country(row, at) for at, row in enumerate(data["countries"])]
    CrisisCountry.objects.bulk_create(countries)
    contacts = [
        _contact(contact, row["code"], at)
        for row in data["countries"]
        for at, contact in enumerate(row["contacts"])
    ]
    contacts += [_contact(contact, None, at) for at, contact in enumerate(data["worldwide"]["contacts"])]
    CrisisContact.objects.bulk_create(contacts)
    return len(countries), len(contacts)


def _country(row: Mapping[str, Any], position: int) -> CrisisCountry:
    emergency = row["emergency"]
    return CrisisCountry(
        code=row["code"],
        name=row["name"],
        note=row["note"],
        emergency_number=emergency["number"],
        emergency_text=emergency["text"],
        emergency_source=emergency["source"],
        emergency_verified_on=date.fromisoformat(emergency["verified_on"]),
        position=position,
    )


def _contact(row: Mapping[str, Any], country: str | None, position: int) -> CrisisContact:
    return CrisisContact(
        country_id=country,
        name=row["name"],
        text=row["text"],
        number=row["number"] or "",
        sms=row["sms"] or "",
        sms_word=row["sms_word"] or "",
        url=row["url"] or "",
        hours=row["hours"],
        languages=row["languages"],
        source=row["source"],
        verified_on=date.fromisoformat(row["verified_on"]),
        verified_how=row["verified_how"],
        position=position,
    )
