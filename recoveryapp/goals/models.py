from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.functional import cached_property

from recoveryapp.common.encryption import EncryptedTextField
from recoveryapp.consent.owned import OwnedModel, VersionedModel
from recoveryapp.consent.scopes import Scope
from recoveryapp.goals.enums import CLOSED, GoalStatus

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

LOWEST, HIGHEST = 0, 10
"""A person's scale for importance, for confidence and for how close a goal feels."""

NEWEST_FIRST = ("-recorded_at", "-id")

ACTIVE_BEFORE_OTHERS = Case(When(status=GoalStatus.ACTIVE, then=Value(0)), default=Value(1))


def codes() -> "ArrayField[list[str], list[str]]":
    """Codes of the logic model, in the person's order."""
    return ArrayField(models.CharField(max_length=64), default=list)


def on_the_scale(field: str) -> Q:
    return Q(**{f"{field}__gte": LOWEST, f"{field}__lte": HIGHEST})


class Goal(VersionedModel):
    scope = Scope.GOALS

    words = EncryptedTextField()
    why = EncryptedTextField()
    domains = codes()
    areas = codes()
    barriers = codes()
    own_barrier = EncryptedTextField()
    importance = models.PositiveSmallIntegerField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True)
    status = models.CharField(max_length=20, choices=GoalStatus.choices, default=GoalStatus.ACTIVE)
    status_changed_at = models.DateTimeField(null=True)
    """Null: active since it was written."""

    steps: "RelatedManager[GoalStep]"
    ratings: "RelatedManager[GoalRating]"
    status_changes: "RelatedManager[GoalStatusChange]"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=GoalStatus.values), name="goal_status_known"),
            models.CheckConstraint(
                condition=Q(status=GoalStatus.ACTIVE) | Q(status_changed_at__isnull=False),
                name="goal_left_active_at_a_time",
            ),
            models.CheckConstraint(condition=on_the_scale("importance"), name="goal_importance_0_to_10"),
            models.CheckConstraint(condition=on_the_scale("confidence"), name="goal_confidence_0_to_10"),
        ]
        indexes = [
            models.Index(
                F("owner"),
                ACTIVE_BEFORE_OTHERS,
                F("recorded_at").desc(),
                F("id").desc(),
                name="goal_of_person_active_first",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_closed(self) -> bool:
        return self.status in CLOSED

    @property
    def in_status_since(self) -> datetime:
        return self.status_changed_at or self.recorded_at

    @property
    def latest_rating(self) -> "GoalRating | None":
        return next(iter(self.newest_ratings), None)

    @cached_property
    def newest_ratings(self) -> "list[GoalRating]":
        """One at most; the queries that list goals fill it for all of them at once."""
        return list(self.ratings.order_by(*NEWEST_FIRST)[:1])


class GoalPart(OwnedModel):
    """What hangs on a goal and is shared with it; its owner is the goal's."""

    scope = Scope.GOALS

    goal_id: UUID

    class Meta(OwnedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class GoalStep(GoalPart):
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps", db_index=False)
    words = EncryptedTextField()
    position = models.PositiveSmallIntegerField()
    """Low comes first; two steps may share one."""
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "id")
        indexes = [models.Index(fields=["goal", "position", "id"], name="goal_step_in_order")]


class GoalRating(GoalPart):
    """How close the goal felt at one time; appended, never edited."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="ratings", db_index=False)
    value = models.PositiveSmallIntegerField()
    note = EncryptedTextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=on_the_scale("value"), name="goal_rating_0_to_10")]
        indexes = [models.Index(fields=["goal", *NEWEST_FIRST], name="goal_rating_newest")]


class GoalStatusChange(GoalPart):
    """From `recorded_at` on the goal had this status; before the first change it was active."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="status_changes", db_index=False)
    status = models.CharField(max_length=20, choices=GoalStatus.choices)
    reason = EncryptedTextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=GoalStatus.values), name="goal_change_status_known")
        ]
        indexes = [models.Index(fields=["goal", *NEWEST_FIRST], name="goal_status_change_newest")]
