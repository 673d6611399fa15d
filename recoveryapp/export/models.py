from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from recoveryapp.common.encryption import EncryptedFileField
from recoveryapp.common.models import BaseModel
from recoveryapp.export.enums import JobState, WhyFailed

KEPT = timedelta(hours=48)
"""How long a file that was made stays to be fetched."""
TIME_TO_THINK = timedelta(days=7)


class Job(BaseModel):
    """A file of one person's, under their own key, that a worker makes or reads."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    owner_id: UUID
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    reason = models.CharField(max_length=20, choices=WhyFailed.choices, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    """Gone from this moment on."""
    content = EncryptedFileField()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="%(class)s_state_known"),
            models.CheckConstraint(
                condition=Q(state=JobState.FAILED, reason__in=WhyFailed.values)
                | (~Q(state=JobState.FAILED) & Q(reason="")),
                name="%(class)s_says_why",
            ),
            models.UniqueConstraint(
                fields=["owner"], condition=Q(state=JobState.WAITING), name="%(class)s_one_waiting"
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at", "id"], condition=Q(state=JobState.WAITING), name="%(class)s_waiting"
            ),
            models.Index(fields=["expires_at"], name="%(class)s_expires"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Export(Job):
    """Everything of a person's in one archive."""

    fetched_at = models.DateTimeField(null=True)

    class Meta(Job.Meta):
        pass


class Import(Job):
    """An archive that a person brings with them. What it holds is gone once it was read."""

    taken = models.PositiveIntegerField(default=0)
    here_already = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)

    class Meta(Job.Meta):
        pass


class Closing(BaseModel):
    """A person wants their account gone at `due_at`; until then they can change their mind."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    owner_id: UUID
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    was_paused_at = models.DateTimeField(null=True)
    """Since when everything was paused before; null: it was not."""
    told_at = models.DateTimeField(null=True)
    """When a mail said so to the person's address."""

    def __str__(self) -> str:
        return str(self.pk)
