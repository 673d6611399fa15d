"""What managers do to the directory by hand. It stays when a publisher's file is read again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.writes import in_one_go
from recoveryapp.resources.actions.again import read_again
from recoveryapp.resources.actions.stamp import stamp_directory
from recoveryapp.resources.actions.storing import fingerprint_of, store_services
from recoveryapp.resources.enums import Status
from recoveryapp.resources.errors import ChangedMeanwhile, ClosedByPublisher, SameResource
from recoveryapp.resources.hsds.node import Node
from recoveryapp.resources.hsds.parsing import parse_service, payload_of
from recoveryapp.resources.hsds.writing import as_payload
from recoveryapp.resources.models import BY_HAND, DifferentPair, Resource, Service, imported_id
from recoveryapp.resources.queries import current_mapping

NOUN = "resources.resource"
KINDLESS = {"kind": ""}
"""For the reading of a service that nobody gave a kind."""
OWN_LICENCE = ""
"""Nobody said."""


@in_one_go
def add_resource(key: UUID, *, values: Mapping[str, Any], by: User) -> Resource:
    """`key` is made by the client: sent twice, it is one resource. `values` are its fields."""
    resource_id = imported_id(BY_HAND, str(key))
    if existing := Resource.objects.filter(pk=resource_id).first():
        return existing
    _store_own(str(key), {**values, "status": Status.ACTIVE})
    return _set(_locked(resource_id), values, verb=Verb.CREATE, by=by)


@transaction.atomic
def change_resource(
    resource_id: UUID, *, values: Mapping[str, Any], seen_at: datetime | None, by: User
) -> Resource:
    """Set its fields, or place a service that had no kind.

    `seen_at` is its `updated_at` as last seen; None: it had no resource.

    Raises NotVisible, and ChangedMeanwhile when somebody changed it since.
    """
    service = _locked(resource_id)
    resource = Resource.objects.filter(pk=resource_id).first()
    if resource and resource.updated_at != seen_at:
        raise ChangedMeanwhile
    if service.source == BY_HAND:
        _store_own(service.source_id, {**values, "status": Status.ACTIVE})
    return _set(_locked(resource_id), values, verb=Verb.CHANGE, by=by)


@transaction.atomic
def retire_resource(resource_id: UUID, *, by: User) -> Resource:
    """No longer shown as an idea. Who saved it still finds it. Raises NotVisible."""
    service = _placed(resource_id)
    return _keep(service, {**service.by_hand, "status": Status.INACTIVE}, by=by)


@transaction.atomic
def publish_resource(resource_id: UUID, *, by: User) -> Resource:
    """Take back a retirement or a merge. Raises NotVisible, ClosedByPublisher."""
    service = _placed(resource_id)
    if service.status != Status.ACTIVE:
        raise ClosedByPublisher
    Resource.objects.filter(pk=resource_id).update(merged_into=None)
    return _keep(service, {k: v for k, v in service.by_hand.items() if k != "status"}, by=by)


@transaction.atomic
def merge_resource(resource_id: UUID, *, into: UUID, by: User) -> Resource:
    """Of two that are the same, close one and let it point to the other. Answers the one that is kept.

    Raises NotVisible, and SameResource when they are one already.
    """
    first, second = sorted([resource_id, into])
    found = {service.pk: service for service in (_placed(first), _placed(second))}
    kept = Resource.objects.get(pk=into)
    if resource_id == into or kept.merged_into_id is not None or kept.status != Status.ACTIVE:
        raise SameResource
    Resource.objects.filter(merged_into=resource_id).update(merged_into=kept)
    Resource.objects.filter(pk=resource_id).update(merged_into=kept)
    _keep(found[resource_id], {**found[resource_id].by_hand, "status": Status.CLOSED}, by=by)
    return kept


@in_one_go
def keep_apart(first: UUID, second: UUID, *, by: User) -> None:
    """They only look the same: nobody is asked about the two again. Raises NotVisible, SameResource."""
    if first == second:
        raise SameResource
    smaller, larger = sorted([first, second])
    if Resource.objects.filter(pk__in=[first, second]).count() != len({first, second}):
        raise NotVisible
    pair, is_new = DifferentPair.objects.get_or_create(first_id=smaller, second_id=larger)
    if is_new:
        record(Verb.CREATE, "resources.differentpair", object_id=pair.pk, owner_id=None, by=by)


@transaction.atomic
def confirm_resource(resource_id: UUID, *, today: date, by: User) -> Resource:
    """A manager made sure that it is as the directory says. Raises NotVisible."""
    _placed(resource_id)
    Resource.objects.filter(pk=resource_id).update(last_checked_on=today)
    record(Verb.CHANGE, NOUN, object_id=resource_id, owner_id=None, by=by)
    stamp_directory()
    return Resource.objects.get(pk=resource_id)


def _locked(resource_id: UUID) -> Service:
    service = Service.objects.select_for_update().filter(pk=resource_id).first()
    if service is None:
        raise NotVisible
    return service


def _placed(resource_id: UUID) -> Service:
    service = _locked(resource_id)
    if not Resource.objects.filter(pk=resource_id).exists():
        raise NotVisible
    return service


def _store_own(source_id: str, values: Mapping[str, Any]) -> None:
    """What managers write themselves is kept like what publishers say: as a service of HSDS."""
    table = current_mapping()
    node = Node(as_payload(values, source_id=source_id, base={}))
    fingerprint = fingerprint_of(payload_of(node), OWN_LICENCE, table.version)
    origin = {"source": BY_HAND, "licence": OWN_LICENCE}
    store_services([parse_service(node, table)], {source_id: fingerprint}, origin)


def _set(service: Service, values: Mapping[str, Any], *, verb: Verb, by: User) -> Resource:
    """Keep by hand only what differs from what the publisher says, so that the rest follows them on."""
    node, table = Node(service.raw), current_mapping()
    said = parse_service(node, table).resource or parse_service(node, table, by_hand=KINDLESS).resource or {}
    hand = {name: value for name, value in values.items() if said.get(name) != value}
    if "status" in service.by_hand:
        hand["status"] = service.by_hand["status"]
    return _keep(service, hand, verb=verb, by=by)


def _keep(service: Service, hand: Mapping[str, Any], *, verb: Verb = Verb.CHANGE, by: User) -> Resource:
    service.by_hand = dict(hand)
    service.save(update_fields=["by_hand", "updated_at"])
    read_again([service.pk])
    record(verb, NOUN, object_id=service.pk, owner_id=None, by=by)
    return Resource.objects.get(pk=service.pk)
