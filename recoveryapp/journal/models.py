from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from recoveryapp.common.encryption import NOTHING_SAID, EncryptedListField, EncryptedTextField
from recoveryapp.consent.gate import Reading
from recoveryapp.consent.owned import OwnedManager, OwnedQuerySet, VersionedModel
from recoveryapp.consent.scopes import Scope
from recoveryapp.goals.models import Goal
from recoveryapp.journal.sealing import EncryptedSealField
from recoveryapp.outcomes.models import CheckIn

NEWEST_FIRST = ("-recorded_at", "-id")


class SealingKey(VersionedModel):
    """The key to sealed pages, as the phone wrapped it under the person's recovery code: of no use here."""

    wrapped = EncryptedTextField()

    class Meta:
        indexes = [models.Index(fields=["owner", *NEWEST_FIRST], name="sealing_key_newest")]

    def __str__(self) -> str:
        return str(self.pk)


class EntryQuerySet(OwnedQuerySet["Entry"]):
    def shared_with(self, reading: Reading) -> Self:
        """Whatever a grant opens: only what is marked for sharing, and nothing marked never to be shared."""
        marked = Q(marked_for_sharing_at__isnull=False, is_never_shared=False)
        return super().shared_with(reading).filter(marked)


class EntryManager(OwnedManager["Entry"]):
    def get_queryset(self) -> EntryQuerySet:
        return EntryQuerySet(self.model, using=self._db)


class Entry(VersionedModel):
    """A diary page."""

    scope = Scope.JOURNAL

    words = EncryptedTextField()
    tags = EncryptedListField()
    prompt = models.CharField(max_length=64, blank=True)
    """The code of the question it was written to; empty: none."""
    goal = models.ForeignKey(Goal, null=True, on_delete=models.SET_NULL, related_name="+")
    goal_id: UUID | None
    check_in = models.ForeignKey(CheckIn, null=True, on_delete=models.SET_NULL, related_name="+")
    check_in_id: UUID | None
    is_never_shared = models.BooleanField(default=False)
    marked_for_sharing_at = models.DateTimeField(null=True)
    """Whoever may see journal entries sees those marked. Null: nobody but the owner."""
    seal = EncryptedSealField(db_default=NOTHING_SAID)
    """The page as the phone encrypted it; empty: it is not sealed. Sealed, it says nothing beside."""
    sealed_under = models.ForeignKey(SealingKey, null=True, on_delete=models.RESTRICT, related_name="+")
    sealed_under_id: UUID | None

    objects: ClassVar[EntryManager] = EntryManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_never_shared=False) | Q(marked_for_sharing_at__isnull=True),
                name="entry_never_shared_is_not_marked",
            ),
            models.CheckConstraint(
                condition=Q(sealed_under__isnull=True, seal=b"")
                | Q(
                    ~Q(seal=b""),
                    sealed_under__isnull=False,
                    is_never_shared=True,
                    words=b"",
                    tags=b"",
                    prompt="",
                    goal__isnull=True,
                    check_in__isnull=True,
                ),
                name="entry_sealed_says_nothing_beside",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", *NEWEST_FIRST], name="entry_of_person_newest"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_sealed(self) -> bool:
        return self.sealed_under_id is not None

    @property
    def is_marked_for_sharing(self) -> bool:
        return self.marked_for_sharing_at is not None


class SharedLineQuerySet(OwnedQuerySet["SharedLine"]):
    def shared_with(self, reading: Reading) -> Self:
        return super().shared_with(reading).filter(entry__is_never_shared=False)


class SharedLineManager(OwnedManager["SharedLine"]):
    def get_queryset(self) -> SharedLineQuerySet:
        return SharedLineQuerySet(self.model, using=self._db)


class SharedLine(VersionedModel):
    """An excerpt or a summary of an entry, to be seen without the entry. It ends with it."""

    scope = Scope.JOURNAL

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="lines")
    entry_id: UUID
    words = EncryptedTextField()

    objects: ClassVar[SharedLineManager] = SharedLineManager()

    class Meta:
        indexes = [models.Index(fields=["owner", *NEWEST_FIRST], name="shared_line_newest")]

    def __str__(self) -> str:
        return str(self.pk)
