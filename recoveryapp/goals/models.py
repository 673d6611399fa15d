from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from recoveryapp.common.encryption import NOTHING_SAID, EncryptedListField, EncryptedTextField
from recoveryapp.consent.gate import Reading
from recoveryapp.consent.owned import OwnedManager, OwnedModel, OwnedQuerySet, VersionedModel
from recoveryapp.consent.scopes import Scope
from recoveryapp.goals.attainment import scoring
from recoveryapp.goals.enums import CLOSED, GoalStatus

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

LOWEST, HIGHEST = 0, 10
"""A person's scale for importance, for confidence and for how close a goal feels."""

HEAVIEST = 3
"""How often a goal can count beside others."""

NEWEST_FIRST = ("-recorded_at", "-id")

Part_co = TypeVar("Part_co", bound=OwnedModel, covariant=True)

FAR_AWAY = datetime(9999, 1, 1, tzinfo=UTC)
ENDS_AT = Case(
    When(status__in=CLOSED, then=F("status_changed_at")),
    default=Value(FAR_AWAY),
    output_field=models.DateTimeField(),
)
"""A goal lives until it is reached or let go."""
SPAN = {"begins": "recorded_at", "ends": "ends_at"}

ACTIVE_BEFORE_OTHERS = Case(When(status=GoalStatus.ACTIVE, then=Value(0)), default=Value(1))


def codes() -> "ArrayField[list[str], list[str]]":
    """Codes of the logic model, in the person's order."""
    return ArrayField(models.CharField(max_length=64), default=list)


def on_the_scale(field: str) -> Q:
    return Q(**{f"{field}__gte": LOWEST, f"{field}__lte": HIGHEST})


class GoalQuerySet(OwnedQuerySet["Goal"]):
    def shared_with(self, reading: Reading) -> Self:
        """Goals whose life meets the period; what stands in the way only where that is shared too."""
        barriers = {
            f"shown_{name}": reading.shown(Goal, name, Scope.BARRIERS, hidden, goal="pk", **SPAN)
            for name, hidden in {"barriers": [], "own_barrier": b""}.items()
        }
        opened = reading.opens(Scope.GOALS, goal="pk", **SPAN)
        return (
            self.alias(ends_at=ENDS_AT).filter(opened).annotate(**barriers).defer("barriers", "own_barrier")
        )


class GoalManager(OwnedManager["Goal"]):
    def get_queryset(self) -> GoalQuerySet:
        return GoalQuerySet(self.model, using=self._db)


class Goal(VersionedModel):
    scope = Scope.GOALS

    words = EncryptedTextField()
    why = EncryptedTextField()
    domains = codes()
    areas = codes()
    barriers = codes()
    own_barrier = EncryptedTextField()
    together_with = EncryptedTextField(db_default=NOTHING_SAID)
    """Who wrote it down with the person, as they call them; empty: nobody."""
    importance = models.PositiveSmallIntegerField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True)
    status = models.CharField(max_length=20, choices=GoalStatus.choices, default=GoalStatus.ACTIVE)
    status_changed_at = models.DateTimeField(null=True)
    """Null: active since it was written."""

    steps: "RelatedManager[GoalStep]"
    ratings: "RelatedManager[GoalRating]"
    status_changes: "RelatedManager[GoalStatusChange]"

    # As far as they are shared, on rows that `shared_with` found
    shown_barriers: list[str]
    shown_own_barrier: str

    objects: ClassVar[GoalManager] = GoalManager()

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


class GoalPartQuerySet(OwnedQuerySet[Part_co]):
    def shared_with(self, reading: Reading) -> Self:
        """What was recorded in the period, of goals that are shared."""
        return self.filter(
            reading.opens(Scope.GOALS, goal="goal_id"), goal__in=Goal.objects.shared_with(reading)
        )


class GoalPartManager(OwnedManager[Part_co]):
    def get_queryset(self) -> GoalPartQuerySet[Part_co]:
        return GoalPartQuerySet(self.model, using=self._db)


class GoalPart(OwnedModel):
    """What hangs on a goal and is shared with it, by its own query set; its owner is the goal's."""

    goal_id: UUID

    class Meta(OwnedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class GoalStepQuerySet(OwnedQuerySet["GoalStep"]):
    def shared_with(self, reading: Reading) -> Self:
        """A step lives until it is done."""
        living = self.alias(ends_at=Coalesce("done_at", Value(FAR_AWAY)))
        opened = reading.opens(Scope.GOALS, goal="goal_id", **SPAN)
        return living.filter(opened, goal__in=Goal.objects.shared_with(reading))


class GoalStepManager(OwnedManager["GoalStep"]):
    def get_queryset(self) -> GoalStepQuerySet:
        return GoalStepQuerySet(self.model, using=self._db)


class GoalStep(GoalPart):
    objects: ClassVar[GoalStepManager] = GoalStepManager()

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

    objects: ClassVar[GoalPartManager["GoalRating"]] = GoalPartManager()

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="ratings", db_index=False)
    value = models.PositiveSmallIntegerField()
    note = EncryptedTextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=on_the_scale("value"), name="goal_rating_0_to_10")]
        indexes = [models.Index(fields=["goal", *NEWEST_FIRST], name="goal_rating_newest")]


class GoalStatusChange(GoalPart):
    """From `recorded_at` on the goal had this status; before the first change it was active."""

    objects: ClassVar[GoalPartManager["GoalStatusChange"]] = GoalPartManager()

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="status_changes", db_index=False)
    status = models.CharField(max_length=20, choices=GoalStatus.choices)
    reason = EncryptedTextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=GoalStatus.values), name="goal_change_status_known")
        ]
        indexes = [models.Index(fields=["goal", *NEWEST_FIRST], name="goal_status_change_newest")]


class AttainmentScaleQuerySet(OwnedQuerySet["AttainmentScale"]):
    def shared_with(self, reading: Reading) -> Self:
        """With its goal, as the words of the goal are."""
        return self.filter(goal__in=Goal.objects.shared_with(reading))


class AttainmentScaleManager(OwnedManager["AttainmentScale"]):
    def get_queryset(self) -> AttainmentScaleQuerySet:
        return AttainmentScaleQuerySet(self.model, using=self._db)


class AttainmentScale(VersionedModel):
    """The person wants a number for this goal, and says in own words what each step of it would be.

    It has the goal's id: there is one or none.
    """

    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, related_name="+")
    goal_id: UUID
    words = EncryptedListField()
    """Five, from much less than hoped for to much more; some may be empty."""
    weight = models.PositiveSmallIntegerField(default=1)

    objects: ClassVar[AttainmentScaleManager] = AttainmentScaleManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=HEAVIEST), name="attainment_weight_1_to_3"
            ),
            models.CheckConstraint(condition=Q(id=F("goal_id")), name="attainment_scale_has_its_goals_id"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Attainment(GoalPart):
    """Where on its scale the goal was at one time; appended, never edited."""

    objects: ClassVar[GoalPartManager["Attainment"]] = GoalPartManager()

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="+", db_index=False)
    level = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=scoring.LOWEST, level__lte=scoring.HIGHEST),
                name="attainment_level_on_the_scale",
            )
        ]
        indexes = [models.Index(fields=["goal", *NEWEST_FIRST], name="attainment_newest")]
