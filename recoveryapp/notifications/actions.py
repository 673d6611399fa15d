"""The books of what was carried: written by whoever asked, in few statements however many messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from json import dumps
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
    SELECT id, %(now)s, %(now)s, message_id, owner_id, channel, target, state, reason, gateway_id,
        CASE WHEN state <> 'queued' THEN %(now)s END, was_tried::int, %(is_test)s
    FROM json_to_recordset(%(rows)s) AS entry (id uuid, message_id uuid, owner_id uuid, channel text,
        target text, state text, reason text, gateway_id text, was_tried boolean)
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
    rows = [{"id": new_id(), **vars(entry)} for entry in _one_for_each(entries)]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"rows": dumps(rows, default=str), "now": now, "is_test": is_test})


def give_up(message_ids: Iterable[UUID], *, now: datetime) -> None:
    """Nothing of these messages is tried again: what is still queued has failed."""
    message_ids = list(message_ids)
    if not message_ids:
        return
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
        was_tried_before = before is not None and before.was_tried and not entry.was_tried
        last[entry.of] = replace(entry, was_tried=True) if was_tried_before else entry
    return list(last.values())


def _state_after(receipt: Receipt) -> DeliveryState:
    if receipt.trouble is None:
        return DeliveryState.SENT
    return DeliveryState.QUEUED if isinstance(receipt.trouble, Unreachable) else DeliveryState.FAILED
