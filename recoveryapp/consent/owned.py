"""The one gate. A row that belongs to a person is reached through `visible_to`, by everybody."""

from typing import ClassVar, Self, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import models

from recoveryapp.accounts.models import User
from recoveryapp.common.models import BaseModel
from recoveryapp.consent.scopes import Scope

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class OwnedQuerySet(models.QuerySet[M_co]):
    def visible_to(self, viewer: User) -> Self:
        """The viewer's own rows. (Grants widen this, here and nowhere else.)"""
        return self.filter(owner=viewer)


class OwnedManager(models.Manager[M_co]):
    """A class in so many words: the type checker loses one that is made on the way."""

    def get_queryset(self) -> OwnedQuerySet[M_co]:
        return OwnedQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: User) -> OwnedQuerySet[M_co]:
        return self.get_queryset().visible_to(viewer)


class OwnedModel(BaseModel):
    """`recorded_at` is the person's time; the writer is always the owner."""

    scope: ClassVar[Scope]

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
