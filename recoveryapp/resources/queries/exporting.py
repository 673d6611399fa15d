"""What we give to other directories: what people can see, as published, with what managers set."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from recoveryapp.resources.hsds.node import Node
from recoveryapp.resources.hsds.parsing import parse_service
from recoveryapp.resources.hsds.writing import STATUSES, export_of
from recoveryapp.resources.models import Service
from recoveryapp.resources.queries.directory import current_mapping

CHUNK = 500


def services_to_export(source: str) -> Iterator[Mapping[str, Any]]:
    """Of one source, or of all. In the form of HSDS 3.0."""
    table = current_mapping()
    for service in _exported(source).order_by("pk").iterator(chunk_size=CHUNK):
        parsed = parse_service(Node(service.raw), table, by_hand=service.by_hand)
        payload = export_of(parsed)
        is_as_said = service.status == parsed.values["status"]
        yield payload if is_as_said else {**payload, "status": STATUSES[service.status]}


def count_to_export(source: str) -> int:
    return _exported(source).count()


def licences(source: str) -> Mapping[str, str]:
    rows = _exported(source).order_by("source", "licence").values_list("source", "licence")
    return dict(rows.distinct())


def _exported(source: str) -> QuerySet[Service]:
    rows = Service.objects.filter(is_placed=True)
    return rows.filter(source=source) if source else rows
