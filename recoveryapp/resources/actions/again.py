"""What people see of services, made anew from what is stored: a manager set something, or placed a term."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from recoveryapp.resources.actions.stamp import stamp_directory
from recoveryapp.resources.actions.storing import print_of_export, store_resources
from recoveryapp.resources.hsds.node import Node
from recoveryapp.resources.hsds.parsing import ParsedService, parse_service
from recoveryapp.resources.models import Service
from recoveryapp.resources.queries import current_mapping


@transaction.atomic
def read_again(ids: Sequence[UUID]) -> None:
    table = current_mapping()
    services = list(Service.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    origins: dict[tuple[str, str], list[ParsedService]] = {}
    for service in services:
        parsed = parse_service(Node(service.raw), table, by_hand=service.by_hand)
        service.is_placed = parsed.resource is not None
        service.exported_print = print_of_export(parsed)
        origins.setdefault((service.source, service.licence), []).append(_as_it_is_now(parsed, service))
    for (source, licence), group in origins.items():
        store_resources(group, {"source": source, "licence": licence})
    Service.objects.bulk_update(services, ["is_placed", "exported_print"])
    stamp_directory()


def _as_it_is_now(parsed: ParsedService, service: Service) -> ParsedService:
    """A service that its publisher's file no longer has stays closed, whatever it said then."""
    if parsed.resource is not None and service.status != parsed.values["status"]:
        parsed.resource["status"] = service.status
    return parsed
