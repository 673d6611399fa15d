from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q, Value

from recoveryapp.common.encryption import EncryptedTextField
from recoveryapp.consent.gate import Reading
from recoveryapp.consent.owned import OwnedManager, OwnedModel, OwnedQuerySet, VersionedModel
from recoveryapp.consent.scopes import Scope

SECTIONS = ("keeping_well", "early_signs", "what_helps", "who_to_call", "wishes")
"""In the order in which they are read."""


class PlanWords(models.Model):
    keeping_well = EncryptedTextField()
    early_signs = EncryptedTextField()
    what_helps = EncryptedTextField()
    who_to_call = EncryptedTextField()
    wishes = EncryptedTextField()
    """What the person wants to happen while they are unwell: their advance statement."""

    class Meta:
        abstract = True


class PlanQuerySet(OwnedQuerySet["WellbeingPlan"]):
    def shared_with(self, reading: Reading) -> Self:
        """A plan holds from when it was last changed until today, so a period that reaches that far opens it."""
        lives = self.alias(lives_until=Value(reading.at, output_field=models.DateTimeField()))
        return lives.filter(reading.opens(Scope.WELLBEING_PLAN, ends="lives_until"))


class PlanManager(OwnedManager["WellbeingPlan"]):
    def get_queryset(self) -> PlanQuerySet:
        return PlanQuerySet(self.model, using=self._db)


class WellbeingPlan(PlanWords, VersionedModel):
    """A person's one plan, under the person's own id: two devices that begin one begin the same."""

    scope = Scope.WELLBEING_PLAN

    objects: ClassVar[PlanManager] = PlanManager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=F("owner")), name="wellbeing_plan_one_a_person")]

    def __str__(self) -> str:
        return str(self.pk)


class FormerPlan(PlanWords, OwnedModel):
    """The plan as it was before a change. Never shared, and the person's to erase."""

    plan = models.ForeignKey(WellbeingPlan, on_delete=models.CASCADE, related_name="former")
    plan_id: UUID
    number = models.PositiveIntegerField()
    """The version of the plan that this was."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="former_plan_number_once")]
        indexes = [models.Index(fields=["owner", "-number", "-id"], name="former_plan_newest")]

    def __str__(self) -> str:
        return str(self.pk)
