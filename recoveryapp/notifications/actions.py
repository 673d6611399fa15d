"""The books of what was carried: written by whoever asked, in few statements however many messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from recoveryapp.common.ids import new_id
from recoveryapp.notifications.channels import Unreachable
from recoveryapp.notifications.enums import DeliveryState
from recoveryapp.notifications.models import Delivery
from recoveryapp.notifications.post_office import Receipt

KEEP = """
    INSERT INTO notifications_delivery AS kept
        (id, created_at, updated_at, message_id, owner_id, channel, target, state, reason, gateway_id,
         finished_at, tries, is_test)
    SELECT entry.*, %(is_test)s FROM unnest(
        %(id)s::uuid[], %(now)s::timestamptz[], %(now)s::timestamptz[], %(message_id)s::uuid[],
        %(owner_id)s::uuid[], %(channel)s::text[], %(target)s::text[], %(state)s::text[], %(reason)s::text[],
        %(gateway_id)s::text[], %(finished_at)s::timestamptz[], %(tries)s::int[]) AS entry
    ON CONFLICT (message_id, channel, target) DO UPDATE SET
        state = excluded.state, reason = excluded.reason, gateway_id = excluded.gateway_id,
        finished_at = excluded.finished_at, updated_at = excluded.updated_at,
        tries = kept.tries + excluded.tries
    WHERE kept.state = 'queued'
"""
"""What has ended stays as it ended, whatever a slow worker still has to say."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """How one delivery stands after a try, or without one."""

    message_id: UUID
    owner_id: UUID
    channel: str
    target: str = ""
    state: DeliveryState
    reason: str = ""
    gateway_id: str = ""
    was_tried: bool = True
    """False: it was given up, or passed over, without asking a gateway."""

    @property
    def of(self) -> tuple[UUID, str, str]:
        return (self.message_id, self.channel, self.target)


def entry_of(receipt: Receipt) -> Entry:
    message, route, trouble = receipt.parcel.message, receipt.parcel.route, receipt.trouble
    return Entry(
        message_id=message.id,
        owner_id=message.owner_id,
        channel=route.channel,
        target=route.target,
        state=_state_after(receipt),
        reason=trouble.reason if trouble else "",
        gateway_id=receipt.gateway_id,
    )


def keep(entries: Sequence[Entry], *, now: datetime, is_test: bool = False) -> None:
    """Call it outside a transaction, so that `sent` is kept whatever comes after. Only a crash between the
    gateway's yes and this line sends twice, with the same message id."""
    if not entries:
        return
    entries = _one_for_each(entries)
    columns = ("message_id", "owner_id", "channel", "target", "state", "reason", "gateway_id")
    values: dict[str, Any] = {name: [getattr(entry, name) for entry in entries] for name in columns}
    own: dict[str, Any] = {
        "id": [new_id() for _ in entries],
        "now": [now] * len(entries),
        "finished_at": [None if entry.state == DeliveryState.QUEUED else now for entry in entries],
        "tries": [int(entry.was_tried) for entry in entries],
        "is_test": is_test,
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {**values, **own})


def give_up(message_ids: Iterable[UUID], *, now: datetime) -> None:
    """Nothing of these messages is tried again: what is still queued has failed."""
    Delivery.objects.filter(message_id__in=message_ids, state=DeliveryState.QUEUED).update(
        state=DeliveryState.FAILED, finished_at=now, updated_at=now
    )


def forget_deliveries(message_ids: Iterable[UUID]) -> None:
    Delivery.objects.filter(message_id__in=message_ids).delete()


def forget_deliveries_of(owner_id: UUID) -> None:
    Delivery.objects.filter(owner_id=owner_id).delete()


def forget_tests(*, before: datetime) -> None:
    Delivery.objects.filter(is_test=True, created_at__lte=before).delete()


def _one_for_each(entries: Sequence[Entry]) -> list[Entry]:
    """The last word on each; a try, and giving up after it, are one line with one try."""
    last: dict[tuple[UUID, str, str], Entry] = {}
    for entry in entries:
        before = last.get(entry.of)
        was_tried = entry.was_tried or (before is not None and before.was_tried)
        last[entry.of] = replace(entry, was_tried=was_tried)
    return list(last.values())


def _state_after(receipt: Receipt) -> DeliveryState:
    if receipt.trouble is None:
        return DeliveryState.SENT
    return DeliveryState.QUEUED if isinstance(receipt.trouble, Unreachable) else DeliveryState.FAILED
