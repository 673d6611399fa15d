from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from recoveryapp.common.encryption import NOTHING_SAID, EncryptedTextField
from recoveryapp.consent.gate import Reading
from recoveryapp.consent.owned import OwnedManager, OwnedQuerySet, VersionedModel
from recoveryapp.consent.scopes import CHECK_INS, Scope
from recoveryapp.outcomes.enums import Feel, Level
from recoveryapp.outcomes.models.items import OwnItem
from recoveryapp.outcomes.models.logic_model import CODE

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


def optional_code(
    values: type[models.TextChoices] | None = None,
) -> "models.CharField[str | None, str | None]":
    """Null is “not asked” or “not answered”: missing is missing, and no word stands for it."""
    choices = values.choices if values else None
    return models.CharField(max_length=CODE, choices=choices, null=True, blank=True)


SHARED_PARTS: dict[str, tuple[Scope, Any]] = {
    **{domain: (scope, None) for domain, scope in CHECK_INS.items()},
    "helped": (Scope.WHAT_HELPED, b""),
    "hindered": (Scope.BARRIERS, b""),
    "hindered_by": (Scope.BARRIERS, []),
}
"""Field, the scope that opens it, and what the database holds where there is nothing."""


def known_or_missing(field: str, values: type[models.TextChoices]) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__in": values.values})


class CheckInQuerySet(OwnedQuerySet["CheckIn"]):
    def shared_with(self, reading: Reading) -> Self:
        """Check-ins of which something is shared, in `shown_...` fields; the free words never are."""
        shown = {
            f"shown_{name}": reading.shown(CheckIn, name, scope, hidden)
            for name, (scope, hidden) in SHARED_PARTS.items()
        }
        something = (Q(**{f"shown_{name}": hidden}) for name, (_, hidden) in SHARED_PARTS.items())
        rows = self.filter(owner=reading.owner).annotate(**shown)
        return rows.exclude(reduce(and_, something)).only("owner", "recorded_at")


class CheckInManager(OwnedManager["CheckIn"]):
    def get_queryset(self) -> CheckInQuerySet:
        return CheckInQuerySet(self.model, using=self._db)


class CheckIn(VersionedModel):
    """How life is at one time: the three domains, each as far as the person cared to say."""

    feel = optional_code(Feel)
    functional = optional_code(Level)
    existential = optional_code(Level)
    social = optional_code(Level)
    answers_digest = models.CharField(max_length=64)
    """SHA-256 of the item answers, so that one row tells whether anything of a check-in changed."""
    words = EncryptedTextField()
    helped = EncryptedTextField()
    hindered = EncryptedTextField()
    hindered_by = ArrayField(models.CharField(max_length=CODE), default=list)
    """Barriers of the logic model."""
    was_hard = models.BooleanField(default=False)
    together_with = EncryptedTextField(db_default=NOTHING_SAID)
    """Who sat beside the person and filled it in with them, as they call them; empty: nobody."""

    answers: "RelatedManager[CheckInAnswer]"

    # As far as they are shared, on rows that `shared_with` found
    shown_functional: str | None
    shown_existential: str | None
    shown_social: str | None
    shown_helped: str
    shown_hindered: str
    shown_hindered_by: list[str]

    objects: ClassVar[CheckInManager] = CheckInManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=known_or_missing("feel", Feel), name="check_in_feel_known"),
            models.CheckConstraint(
                condition=known_or_missing("functional", Level), name="check_in_functional_known"
            ),
            models.CheckConstraint(
                condition=known_or_missing("existential", Level), name="check_in_existential_known"
            ),
            models.CheckConstraint(condition=known_or_missing("social", Level), name="check_in_social_known"),
        ]
        indexes = [
            models.Index(fields=["owner", "-recorded_at", "-id"], name="check_in_of_person_newest"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @cached_property
    def items(self) -> "list[CheckInAnswer]":
        """The answers in the person's order; an action that has just written them puts them here."""
        return list(self.answers.all())


class CheckInAnswer(models.Model):
    """One item of a check-in: of a measure, or the person's own. Read and written with its check-in only."""

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="answers")
    item = optional_code()
    own_item = models.ForeignKey(OwnItem, null=True, on_delete=models.RESTRICT, related_name="+")
    level = models.CharField(max_length=CODE, choices=Level.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, own_item__isnull=True)
                | Q(item__isnull=True, own_item__isnull=False),
                name="check_in_answer_to_one_item",
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="check_in_answer_level_known"),
            models.UniqueConstraint(fields=["check_in", "item"], name="check_in_item_once"),
            models.UniqueConstraint(fields=["check_in", "own_item"], name="check_in_own_item_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
