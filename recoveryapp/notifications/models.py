from django.db import models
from django.db.models import Q

from recoveryapp.common.models import BaseModel
from recoveryapp.notifications.enums import DeliveryState


class Delivery(BaseModel):
    """Carrying one message by one channel to one address. It holds no word of the message and no address.

    Ids are plain values: this app stands below people and below whatever asked for the message.
    """

    message_id = models.UUIDField()
    owner_id = models.UUIDField(db_index=True)
    channel = models.CharField(max_length=20)
    target = models.CharField(max_length=40, blank=True, default="", db_default="")
    """Which of several addresses, by an id; empty: the only one."""
    is_test = models.BooleanField(default=False, db_default=False)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    reason = models.CharField(max_length=40, blank=True)
    """Why the last try did not succeed; a code."""
    gateway_id = models.CharField(max_length=300, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message_id", "channel", "target"], name="delivery_once_per_address"
            ),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.QUEUED, finished_at=None)
                | (~Q(state=DeliveryState.QUEUED) & Q(finished_at__isnull=False)),
                name="delivery_finished_unless_queued",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.channel} {self.state}"
