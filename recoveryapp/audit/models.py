import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from recoveryapp.audit.enums import Verb
from recoveryapp.common.ids import new_id

CODE_LENGTH = 40


class AuditEvent(models.Model):
    """Who did what to whose row: ids and verbs, never the words. The access log is its reads of me by others.

    Ids are plain values, so that an event outlives what it tells of.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.UUIDField(null=True)
    """Null: the system itself, a timed job."""
    actor_role = models.CharField(max_length=20, blank=True)
    owner_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=20, choices=Verb.choices)
    noun = models.CharField(max_length=CODE_LENGTH)
    object_id = models.UUIDField(null=True)
    object_count = models.PositiveIntegerField(default=1)
    scopes = ArrayField(models.CharField(max_length=CODE_LENGTH), default=list, db_default=[])
    """What classes of content somebody else read."""
    purpose = models.CharField(max_length=20, blank=True, default="", db_default="")
    """Why they read it, as the grant says."""

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "-at", "-id"], name="audit_of_person_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.noun} {self.object_id or uuid.UUID(int=0)}"
