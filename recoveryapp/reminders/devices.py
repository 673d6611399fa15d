"""Browsers that take push messages: whose they are, and for how long."""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import Session, User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.consent.writes import delete_owned, in_one_go
from recoveryapp.notifications.push.endpoints import NoPushService, service_of
from recoveryapp.reminders.errors import UnknownPushService
from recoveryapp.reminders.models import Device

MOST_DEVICES = 10
NOUN = "reminders.device"


@in_one_go
def register_device(subscription: Mapping[str, Any], *, session_key: str, now: datetime, by: User) -> Device:
    """The browser's address is this person's from now on, whoever's it was. Raises UnknownPushService.

    A browser says so at each start; saying the same again changes nothing.
    """
    endpoint = subscription["endpoint"]
    _demand_push_service(endpoint)
    text = json.dumps(subscription, sort_keys=True)
    digest = sha256(endpoint.encode()).digest()
    device = Device.objects.select_for_update().filter(endpoint_digest=digest).first()
    if device and device.owner_id == by.pk and device.subscription == text:
        return _on_this_sign_in(device, session_key=session_key, now=now)
    if device:
        _take_away(device, by=by)
    device = Device.objects.create(
        owner=by, endpoint_digest=digest, subscription=text, session_key=session_key, registered_at=now
    )
    record(Verb.CREATE, NOUN, object_id=device.pk, owner_id=by.pk, by=by)
    _drop_oldest(by)
    return device


@transaction.atomic
def forget_device(device_id: UUID, *, by: User) -> None:
    delete_owned(Device.objects.owned_by(by), device_id, by=by)


def forget_signed_out(*, now: datetime) -> None:
    """Nothing was sent to them since the sign-out; this takes their addresses away too."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    Device.objects.exclude(session_key__in=alive).delete()


def _demand_push_service(endpoint: str) -> None:
    try:
        service_of(endpoint)
    except NoPushService as error:
        raise UnknownPushService from error


def _on_this_sign_in(device: Device, *, session_key: str, now: datetime) -> Device:
    if device.session_key != session_key:
        device.session_key, device.registered_at = session_key, now
        device.save(update_fields=["session_key", "registered_at", "updated_at"])
    return device


def _take_away(device: Device, *, by: User) -> None:
    record(Verb.DELETE, NOUN, object_id=device.pk, owner_id=device.owner_id, by=by)
    device.delete()


def _drop_oldest(owner: User) -> None:
    rows = Device.objects.owned_by(owner).order_by("-registered_at", "-pk")
    kept = list(rows.values_list("pk", flat=True)[:MOST_DEVICES])
    Device.objects.owned_by(owner).exclude(pk__in=kept).delete()
