from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from recoveryapp.notifications.channels import Channel, Message, Refused, Unreachable
from recoveryapp.notifications.enums import DeliveryState
from recoveryapp.notifications.models import Delivery


def deliver(message: Message, *, via: Channel, now: datetime) -> Delivery:
    """Carry a message by one channel, unless that has ended already; the answer tells how it stands.

    `queued` means: not yet, call again. Call it outside a transaction, so that `sent` is kept whatever
    comes after. Only a crash between the gateway's yes and that line sends twice, with the same message id.
    """
    delivery, _ = Delivery.objects.get_or_create(
        message_id=message.id, channel=via.name, defaults={"owner_id": message.owner_id}
    )
    if delivery.state != DeliveryState.QUEUED:
        return delivery
    try:
        delivery.gateway_id = via.carry(message)
    except Unreachable as trouble:
        return _keep(delivery, DeliveryState.QUEUED, reason=trouble.reason, finished_at=None)
    except Refused as refusal:
        return _keep(delivery, DeliveryState.FAILED, reason=refusal.reason, finished_at=now)
    return _keep(delivery, DeliveryState.SENT, reason="", finished_at=now)


def give_up(message_id: UUID, *, now: datetime) -> None:
    """Nothing of this message is tried again: what is still queued has failed."""
    Delivery.objects.filter(message_id=message_id, state=DeliveryState.QUEUED).update(
        state=DeliveryState.FAILED, finished_at=now, updated_at=now
    )


def forget_deliveries(message_ids: Iterable[UUID]) -> None:
    Delivery.objects.filter(message_id__in=message_ids).delete()


def _keep(delivery: Delivery, state: DeliveryState, *, reason: str, finished_at: datetime | None) -> Delivery:
    delivery.state, delivery.reason, delivery.finished_at = state, reason, finished_at
    delivery.save(update_fields=["state", "reason", "gateway_id", "finished_at", "updated_at"])
    return delivery
