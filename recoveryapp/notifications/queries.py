from uuid import UUID

from recoveryapp.notifications.enums import DeliveryState
from recoveryapp.notifications.models import Delivery


def was_carried(message_id: UUID) -> bool:
    """By at least one channel."""
    return Delivery.objects.filter(message_id=message_id, state=DeliveryState.SENT).exists()
