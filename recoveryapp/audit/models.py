from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Coalesce, Now

from recoveryapp.audit.enums import READING_VERBS, Verb
from recoveryapp.common.ids import new_id

CODE_LENGTH = 40
NOBODY = UUID(int=0)
CHAIN = Coalesce("owner_id", models.Value(NOBODY, output_field=models.UUIDField()))
"""The chain an event belongs to: each person's own, and one for what belongs to nobody."""

IS_READING_BY_ANOTHER = models.Q(verb__in=READING_VERBS) & ~models.Q(actor_id=models.F("owner_id"))


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
            models.Index(
                fields=["owner_id", "-at", "-id"], condition=IS_READING_BY_ANOTHER, name="audit_reads_newest"
            ),
            models.Index(fields=["at", "id"], name="audit_event_oldest_first"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AuditSeal(models.Model):
    """Vouches for one event, and so for its chain up to there, under a key that is not in the database.

    Each seal vouches for the one before it too. It repeats what it needs to say about an event that is gone.
    Rows are only ever added.
    """

    number = models.BigIntegerField(primary_key=True)
    """1, 2, 3 ... without a gap."""
    at = models.DateTimeField()
    event_id = models.UUIDField()
    event_at = models.DateTimeField()
    event_number = models.BigIntegerField()
    event_hash = models.BinaryField()
    owner_id = models.UUIDField(null=True)
    """Whose chain it is."""
    key_id = models.CharField(max_length=64)
    """The key-encryption key that the seal's own key is derived from."""
    mac = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.number}:{self.mac.hex()}"
