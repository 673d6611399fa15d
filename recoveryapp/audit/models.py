from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Coalesce, Now

from recoveryapp.audit.enums import Verb
from recoveryapp.common.ids import new_id

CODE_LENGTH = 40
NOBODY = UUID(int=0)
CHAIN = Coalesce("owner_id", models.Value(NOBODY, output_field=models.UUIDField()))
"""The chain an event belongs to: each person's own, and one for what belongs to nobody."""


class AuditEvent(models.Model):
    """Who did what to whose row: ids and verbs, never the words. The access log is its reads of me by others.

    Ids are plain values, so that an event outlives what it tells of. Rows are only ever added: triggers
    refuse every other change, and write `at` and the last three fields themselves.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(db_default=Now(), editable=False)
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
    number = models.BigIntegerField(db_default=0, editable=False)
    """Its place in its chain: 1, 2, 3 ... without a gap."""
    previous_hash = models.BinaryField(db_default=b"", editable=False)
    hash = models.BinaryField(db_default=b"", editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(CHAIN, "number", name="audit_event_number_once")]
        indexes = [
            models.Index(fields=["owner_id", "-at", "-id"], name="audit_of_person_newest"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
