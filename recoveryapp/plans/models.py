from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q, Value

from recoveryapp.common.encryption import EncryptedTextField
from recoveryapp.consent.gate import Reading
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.owned import OwnedManager, OwnedModel, OwnedQuerySet, VersionedModel
from recoveryapp.consent.scopes import Scope
from recoveryapp.teams.models import Membership, Supporter

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
        """A plan holds from its last change until today: a period that meets that time opens it."""
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


class SharingWish(VersionedModel):
    """Whom the person's plan opens to for three days when they press it: thought of while well, pressed by
    them alone. It opens nothing by itself; pressing it makes an ordinary grant."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, related_name="+")
    membership_id: UUID | None
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, null=True, related_name="+")
    supporter_id: UUID | None
    grant = models.ForeignKey(ConsentGrant, on_delete=models.SET_NULL, null=True, related_name="+")
    """What pressing it made, the last time."""
    grant_id: UUID | None
    pressed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    """When the mail to the other side left, after it was pressed."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(membership__isnull=False, supporter__isnull=True)
                | Q(membership__isnull=True, supporter__isnull=False),
                name="sharing_wish_for_one",
            )
        ]
        indexes = [models.Index(fields=["owner", "-recorded_at", "-id"], name="sharing_wish_newest")]

    def __str__(self) -> str:
        return str(self.pk)

    def open_until(self, now: datetime) -> datetime | None:
        """Until when what it opened is open; None: it is not."""
        grant = self.grant
        if grant is None or grant.revoked_at is not None or grant.expires_at <= now:
            return None
        return grant.expires_at
