"""An import: one file in one transaction, in batches, the same file twice changes nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction

from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.ids import new_id
from recoveryapp.resources.actions.storing import BATCH, fingerprint_of, store_services
from recoveryapp.resources.enums import Status
from recoveryapp.resources.hsds.document import Document, FileRefused, Found
from recoveryapp.resources.hsds.lineage import Lineage
from recoveryapp.resources.hsds.mapping import MappingTable
from recoveryapp.resources.hsds.node import Line, Node, RowRefused
from recoveryapp.resources.hsds.parsing import ParsedService, parse_service, payload_of, source_id_of
from recoveryapp.resources.hsds.reading import read_document
from recoveryapp.resources.hsds.report import ImportReport
from recoveryapp.resources.hsds.schema import departures
from recoveryapp.resources.models import DirectoryImport, Resource, Service, imported_id

T = TypeVar("T")
Progress = Callable[[int, int], None]


def show_nothing(done: int, total: int) -> None:
    """For whoever does not watch."""


def import_file(
    path: Path,
    *,
    source: str,
    licence: str,
    table: MappingTable,
    on_progress: Progress = show_nothing,
    run_id: UUID | None = None,
) -> ImportReport:
    """Take what is in a file, a folder or an archive. Raises FileRefused, and keeps the reason.

    `run_id` is the id of the import that is kept; without one it gets its own.
    """
    run_id = run_id or new_id()
    try:
        with read_document(path) as document:
            return import_directory(
                document,
                source=source,
                file_name=path.name,
                licence=licence,
                table=table,
                on_progress=on_progress,
                run_id=run_id,
            )
    except FileRefused as refused:
        DirectoryImport.objects.create(
            id=run_id, source=source, file_name=path.name[:300], is_change=False, refusal=str(refused)[:500]
        )
        raise


def import_directory(
    document: Document,
    *,
    source: str,
    file_name: str,
    licence: str,
    table: MappingTable,
    on_progress: Progress = show_nothing,
    run_id: UUID | None = None,
) -> ImportReport:
    """Take a publisher's services as they now are.

    A service that cannot be kept is refused by itself, with its path; the rest is taken, all of it or, when
    anything goes wrong on the way, none. What the source had before and a whole file no longer has is closed.
    """
    with transaction.atomic():
        _one_import_at_a_time(source)
        run = _Run(source, licence, table, ImportReport(source, total=document.total), _stored(source))
        for batch in _batches(document.read(), BATCH):
            run.take(batch)
            on_progress(run.report.taken + run.report.refused.count, document.total)
        run.lineage.refuse_circles()
        if document.is_whole:
            _close([imported_id(source, gone) for gone in run.stored if gone not in run.seen], run.report)
        _keep(run.report, file_name, run_id or new_id())
    return run.report


def _stored(source: str) -> dict[str, tuple[str, str]]:
    rows = Service.objects.filter(source=source).values_list("source_id", "fingerprint", "exported_print")
    return {source_id: (fingerprint, exported) for source_id, fingerprint, exported in rows}


def _keep(report: ImportReport, file_name: str, run_id: UUID) -> None:
    run = DirectoryImport.objects.create(
        id=run_id,
        source=report.source,
        file_name=file_name[:300],
        report=report.as_json(),
        is_change=report.is_change,
    )
    if report.is_change:
        record(Verb.CHANGE, "resources.directory", object_id=run.pk, owner_id=None, by=None)


def _one_import_at_a_time(source: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import {source}"])


@dataclass
class _Run:
    source: str
    licence: str
    table: MappingTable
    report: ImportReport
    stored: Mapping[str, tuple[str, str]]
    """Of what the source had before: fingerprint, and print of what we export of it."""
    seen: set[str] = field(default_factory=set)
    lineage: Lineage = field(default_factory=Lineage)

    def take(self, batch: Iterable[Found]) -> None:
        """Read what is new or changed of a batch, and store it."""
        prints: dict[str, str] = {}
        nodes = [node for node in self._nodes(batch) if self._is_news(node, prints)]
        by_hand = _by_hand(imported_id(self.source, source_id) for source_id in prints)
        parsed = [self._parse(node, by_hand) for node in nodes]
        services = [service for service in parsed if service]
        for service in services:
            self._count(service)
        store_services(services, prints, {"source": self.source, "licence": self.licence})

    def _nodes(self, batch: Iterable[Found]) -> Iterator[Node]:
        return (Node(found.value, found.path, self.report.left_out.add) for found in batch)

    def _is_news(self, node: Node, prints: dict[str, str]) -> bool:
        """Adds its fingerprint. What is refused is still in the file: what is stored of it stays open."""
        try:
            source_id, payload = source_id_of(node), payload_of(node)
        except RowRefused as refused:
            self.seen.add(str(node["id"].value))
            self.report.refused.add(refused.line)
            return False
        if source_id in self.seen:
            self.report.refused.add(Line(f"{node.path}.id", "stands twice in the file"))
            return False
        self.seen.add(source_id)
        self.lineage.add(node)
        prints[source_id] = fingerprint_of(payload, self.licence, self.table.version)
        fingerprint, exported = self.stored.get(source_id, ("", ""))
        is_known = fingerprint == prints[source_id] or (
            exported != "" and exported == fingerprint_of(payload)
        )
        self.report.unchanged += is_known
        return not is_known

    def _parse(self, node: Node, by_hand: Mapping[UUID, Mapping[str, Any]]) -> ParsedService | None:
        hand = by_hand.get(imported_id(self.source, source_id_of(node)), {})
        try:
            return parse_service(node, self.table, by_hand=hand)
        except RowRefused as refused:
            self.report.refused.add(refused.line)
            return None

    def _count(self, service: ParsedService) -> None:
        report = self.report
        if service.source_id in self.stored:
            report.changed += 1
        else:
            report.new += 1
        if service.resource is None:
            report.not_mapped.add(Line(service.path, service.values["name"]))
        for term in service.unknown_terms:
            said = f"{term.taxonomy or 'no taxonomy'}: {term.code} {term.name}"
            report.unknown_terms.add(Line(service.path, said.strip()))
        for line in departures(service.raw, service.path):
            report.departures.add(line)


def _by_hand(ids: Iterable[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    rows = Service.objects.filter(pk__in=list(ids)).exclude(by_hand={})
    return dict(rows.values_list("pk", "by_hand"))


def _close(ids: Sequence[UUID], report: ImportReport) -> None:
    rows = Service.objects.filter(pk__in=ids).exclude(status=Status.CLOSED)
    for source_id, name in rows.order_by("name", "pk").values_list("source_id", "name"):
        report.closed.add(Line(source_id, name))
    rows.update(status=Status.CLOSED, fingerprint="")
    Resource.objects.filter(service__in=ids).exclude(status=Status.CLOSED).update(status=Status.CLOSED)


def _batches(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    while batch := list(islice(rows, size)):
        yield batch
