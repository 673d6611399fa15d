"""Rows that belong to a person. Two ways lead to them: the owner's own, and a reading that grants opened."""

from typing import ClassVar, Self, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import models

from recoveryapp.accounts.models import User
from recoveryapp.common.models import BaseModel
from recoveryapp.consent.gate import Reading
from recoveryapp.consent.scopes import Scope

M_co = TypeVar("M_co", bound="OwnedModel", covariant=True)


class OwnedQuerySet(models.QuerySet[M_co]):
    def owned_by(self, person: User) -> Self:
        return self.filter(owner=person)

    def shared_with(self, reading: Reading) -> Self:
        """Rows of one other person, as far as their grants go; none where the model names no scope."""
        scope = self.model.scope
        return self.filter(reading.opens(scope)) if scope else self.none()


class OwnedManager(models.Manager[M_co]):
    """A class in so many words: the type checker loses one that is made on the way."""

    def get_queryset(self) -> OwnedQuerySet[M_co]:
        return OwnedQuerySet(self.model, using=self._db)

    def owned_by(self, person: User) -> OwnedQuerySet[M_co]:
        return self.get_queryset().owned_by(person)

    def shared_with(self, reading: Reading) -> OwnedQuerySet[M_co]:
        return self.get_queryset().shared_with(reading)


class OwnedModel(BaseModel):
    """`recorded_at` is the person's time; the writer is always the owner."""

    scope: ClassVar[Scope | None] = None
    """None: never shared with anybody."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    owner_id: UUID
    recorded_at = models.DateTimeField()

    objects = OwnedManager()

    class Meta:
        abstract = True


class VersionedModel(OwnedModel):
    """Counts its changes from 1, so that a second device learns when it holds an older text."""

    version = models.PositiveIntegerField(default=1)

    class Meta(OwnedModel.Meta):
        abstract = True
