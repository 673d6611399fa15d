"""Rows of a directory in bulk. What is stored depends on the payload alone, so the same twice is the same."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from recoveryapp.resources.actions.bulk import upsert
from recoveryapp.resources.enums import Status
from recoveryapp.resources.hsds.mapping import Term as SaidTerm
from recoveryapp.resources.hsds.node import Node
from recoveryapp.resources.hsds.parsing import ParsedRow, ParsedService, payload_of
from recoveryapp.resources.hsds.writing import export_of
from recoveryapp.resources.models import (
    ImportedRow,
    Location,
    Organisation,
    Resource,
    Service,
    Term,
    imported_id,
    term_id,
)

BATCH = 1_000
READ_BY = 2
"""Raise it when the reading of a payload changes, so that the next import reads everything again."""

KEPT = frozenset({"created_at", "last_checked_on", "link_broken_on", "by_hand", "merged_into"})
"""What we know of a row and its publisher does not."""

Origin = Mapping[str, str]
"""Source and licence."""


def fingerprint_of(payload: str, *rules: object) -> str:
    return hashlib.sha256("\n".join([payload, str(READ_BY), *map(str, rules)]).encode()).hexdigest()


def print_of_export(parsed: ParsedService) -> str:
    return fingerprint_of(payload_of(Node(export_of(parsed)))) if parsed.is_by_hand else ""


def store_services(
    services: Sequence[ParsedService], fingerprints: Mapping[str, str], origin: Origin
) -> None:
    """A fixed number of statements for a batch, whatever its services hold."""
    _store_parts(Organisation, (s.organisation for s in services if s.organisation), origin)
    _store_parts(Location, (part for s in services for part in s.locations), origin)
    upsert(Service, [_service(s, fingerprints[s.source_id], origin) for s in services], kept=KEPT)
    _link_locations(services, origin["source"])
    store_resources(services, origin)
    _keep_terms(term for s in services for term in s.unknown_terms)


def store_resources(services: Sequence[ParsedService], origin: Origin) -> None:
    """What people see of services. One that lost its kind stays for those who saved it, unsuggested."""
    upsert(Resource, [_resource(s, s.resource, origin) for s in services if s.resource], kept=KEPT)
    unplaced = [imported_id(origin["source"], s.source_id) for s in services if not s.resource]
    Resource.objects.filter(service__in=unplaced).update(status=Status.INACTIVE)


def _store_parts(model: type[ImportedRow], parts: Iterable[ParsedRow], origin: Origin) -> None:
    """Organisations and locations stand inside services, often many times; the first wins."""
    first = {part.source_id: part for part in reversed(list(parts))}
    rows = [
        model(
            id=imported_id(origin["source"], part.source_id),
            source_id=part.source_id,
            raw=part.raw,
            fingerprint=fingerprint_of(json.dumps(part.raw, sort_keys=True)),
            **origin,
            **part.values,
        )
        for part in first.values()
    ]
    upsert(model, rows, kept=KEPT)


def _service(parsed: ParsedService, fingerprint: str, origin: Origin) -> Service:
    source, part = origin["source"], parsed.organisation
    return Service(
        id=imported_id(source, parsed.source_id),
        source_id=parsed.source_id,
        raw=parsed.raw,
        fingerprint=fingerprint,
        organisation_id=imported_id(source, part.source_id) if part else None,
        is_placed=parsed.resource is not None,
        exported_print=print_of_export(parsed),
        unknown_terms=sorted({term_id(t.taxonomy, t.code) for t in parsed.unknown_terms}),
        **origin,
        **parsed.values,
    )


def _resource(parsed: ParsedService, values: Mapping[str, Any], origin: Origin) -> Resource:
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
        ],
        batch_size=BATCH,
    )


def _keep_terms(terms: Iterable[SaidTerm]) -> None:
    """For the manager to place; where one was placed before, that stands."""
    rows = {
        term_id(t.taxonomy, t.code): Term(
            id=term_id(t.taxonomy, t.code), taxonomy=t.taxonomy, code=t.code, name=t.name
        )
        for t in terms
    }
    Term.objects.bulk_create([rows[key] for key in sorted(rows)], ignore_conflicts=True, batch_size=BATCH)
