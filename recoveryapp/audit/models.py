import uuid

from django.db import models

from recoveryapp.common.ids import new_id


class Verb(models.TextChoices):
    READ = "read"
    CREATE = "create"
    CHANGE = "change"
    DELETE = "delete"
    SIGN_IN = "sign_in"


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
    noun = models.CharField(max_length=40)
    object_id = models.UUIDField(null=True)
    object_count = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "-at", "-id"], name="audit_of_person_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.noun} {self.object_id or uuid.UUID(int=0)}"
