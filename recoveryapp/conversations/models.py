"""What a person and whoever works with them write to each other. All of it is the person's."""

from datetime import timedelta
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from recoveryapp.assignments.models import Assignment
from recoveryapp.assignments.sides import Side
from recoveryapp.common.encryption import EncryptedTextField
from recoveryapp.consent.owned import OwnedModel
from recoveryapp.conversations.enums import AttachedKind, ToldBy

KEPT = timedelta(days=365)
"""Then a message is deleted for both, whether or not it was read."""


def in_the_app() -> list[str]:
    return [ToldBy.IN_APP.value]


class Conversation(OwnedModel):
    """One of each assignment, from the first message or setting on."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="+")
    assignment_id: UUID
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=10, choices=Side.choices, blank=True)
    person_told_by = ArrayField(models.CharField(max_length=10), default=in_the_app)
    worker_told_by = ArrayField(models.CharField(max_length=10), default=in_the_app)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by="")
                | Q(closed_at__isnull=False, closed_by__in=Side.values),
                name="conversation_closed_by_a_side",
            ),
            models.CheckConstraint(
                condition=Q(
                    person_told_by__contained_by=ToldBy.values, worker_told_by__contained_by=ToldBy.values
                ),
                name="conversation_told_by_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def told_by(self, side: Side) -> list[str]:
        return self.person_told_by if side == Side.PERSON else self.worker_told_by


class Message(OwnedModel):
    """`recorded_at` is the server's time here: both sides read by the same clock. Never edited."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    conversation_id: UUID
    side = models.CharField(max_length=10, choices=Side.choices)
    words = EncryptedTextField()
    attached_kind = models.CharField(max_length=10, choices=AttachedKind.choices, blank=True)
    attached_id = models.UUIDField(null=True)
    read_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    """When the other side was told that there is something new, or needed no telling."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=Side.values), name="message_of_a_side"),
            models.CheckConstraint(
                condition=Q(attached_kind="", attached_id__isnull=True)
                | Q(attached_kind__in=AttachedKind.values, attached_id__isnull=False),
                name="message_attaches_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "-recorded_at", "-id"], name="message_newest"),
            models.Index(
                fields=["conversation", "side"], condition=Q(read_at__isnull=True), name="message_unread"
            ),
            models.Index(
                fields=["recorded_at"],
                condition=Q(told_at__isnull=True, read_at__isnull=True),
                name="message_untold",
            ),
            models.Index(fields=["recorded_at"], name="message_oldest"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
