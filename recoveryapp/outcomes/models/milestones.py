from django.db import models
from django.db.models import Q

from recoveryapp.common.encryption import EncryptedTextField
from recoveryapp.consent.owned import VersionedModel
from recoveryapp.consent.scopes import Scope
from recoveryapp.outcomes.enums import Domain
from recoveryapp.outcomes.models.check_ins import known_or_missing, optional_code


class Milestone(VersionedModel):
    """Something that happened and matters: a new job, a move."""

    scope = Scope.MILESTONES

    happened_on = models.DateField()
    text = EncryptedTextField()
    domain = optional_code(Domain)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=known_or_missing("domain", Domain), name="milestone_domain_known"
            ),
            models.CheckConstraint(condition=~Q(text=b""), name="milestone_says_something"),
        ]
        indexes = [
            models.Index(fields=["owner", "-recorded_at", "-id"], name="milestone_of_person_newest"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
