from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from recoveryapp.common.encryption import EncryptedTextField
from recoveryapp.consent.owned import OwnedModel
from recoveryapp.outcomes.enums import Domain
from recoveryapp.outcomes.models.logic_model import CODE


class ItemChoice(OwnedModel):
    """The measure items a person wants to be asked; without a row, those that are asked by default."""

    codes = ArrayField(models.CharField(max_length=CODE), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="item_choice_one_of_person")]

    def __str__(self) -> str:
        return str(self.pk)


class OwnItem(OwnedModel):
    """A person's own question to themselves. Put away, not deleted: earlier answers refer to it."""

    domain = models.CharField(max_length=CODE, choices=Domain.choices)
    text = EncryptedTextField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(domain__in=Domain.values), name="own_item_domain_known"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None
