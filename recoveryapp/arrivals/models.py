from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from recoveryapp.common.encryption import EncryptedFileField
from recoveryapp.common.models import BaseModel

PIECE_BYTES = 512 * 1024
"""At most. Slow lines bring smaller ones in time, as long as there are not too many of them."""
MOST_PIECES = 128
MOST_BYTES = MOST_PIECES * PIECE_BYTES
"""Of all that one person has on its way: one file of the largest kind there is."""
KEPT = timedelta(hours=24)
"""How long the rest of a file may take to come."""


class Piece(BaseModel):
    """A part of a file that is on its way. The id of the file is made by the client, and the sender's own:
    two people's files of one id are two files."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    owner_id: UUID
    file_id = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    """From 0, in the order of the file."""
    size = models.PositiveIntegerField()
    """In bytes, so that nothing has to be opened to be counted."""
    content = EncryptedFileField()
    arrived_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "file_id", "number"], name="piece_once"),
            models.CheckConstraint(condition=Q(number__gte=0, number__lt=MOST_PIECES), name="piece_number"),
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=PIECE_BYTES), name="piece_size"),
        ]
        indexes = [models.Index(fields=["arrived_at"], name="piece_arrived")]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.number}"
