from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from recoveryapp.accounts.models import User
from recoveryapp.common.encryption import EncryptedListField, EncryptedTextField
from recoveryapp.consent.owned import OwnedManager, OwnedQuerySet, VersionedModel
from recoveryapp.consent.scopes import Scope
from recoveryapp.goals.models import Goal
from recoveryapp.outcomes.models import CheckIn

NEWEST_FIRST = ("-recorded_at", "-id")


class EntryQuerySet(OwnedQuerySet["Entry"]):
    def visible_to(self, viewer: User) -> Self:
        """Whatever the gate opens, an entry marked never to be shared stays with its owner."""
        return super().visible_to(viewer).filter(Q(owner=viewer) | Q(is_never_shared=False))


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

    objects: ClassVar[EntryManager] = EntryManager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", *NEWEST_FIRST], name="entry_of_person_newest"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
