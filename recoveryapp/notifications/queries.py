from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from recoveryapp.notifications.enums import DeliveryState
from recoveryapp.notifications.models import Delivery


def deliveries_of(message_ids: Iterable[UUID]) -> dict[UUID, list[Delivery]]:
    """By message, the first begun first."""
    found: dict[UUID, list[Delivery]] = defaultdict(list)
    for delivery in Delivery.objects.filter(message_id__in=message_ids).order_by("created_at", "id"):
        found[delivery.message_id].append(delivery)
    return found


def carried(message_ids: Iterable[UUID]) -> set[UUID]:
    """Those that at least one channel carried."""
    sent = Delivery.objects.filter(message_id__in=message_ids, state=DeliveryState.SENT)
    return set(sent.values_list("message_id", flat=True))


def tests_since(owner_id: UUID, *, since: datetime) -> int:
    """How many test messages the person has asked for."""
    tests = Delivery.objects.filter(owner_id=owner_id, is_test=True, created_at__gt=since)
    return tests.values("message_id").distinct().count()
