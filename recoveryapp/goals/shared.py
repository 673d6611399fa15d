"""Another person's goals, whole, as far as a reading opens them: one statement, however many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import JSONObject

from recoveryapp.consent.gate import Reading
from recoveryapp.consent.scopes import Scope
from recoveryapp.goals.enums import GoalStatus
from recoveryapp.goals.models import (
    FAR_AWAY,
    NEWEST_FIRST,
    Attainment,
    AttainmentScale,
    Goal,
    GoalRating,
    GoalStatusChange,
    GoalStep,
)

SCALE_WORDS = AttainmentScale._meta.get_field("words")
STEP_WORDS = GoalStep._meta.get_field("words")


@dataclass(frozen=True)
class SharedStep:
    id: UUID
    words: str
    done_at: datetime | None


@dataclass(frozen=True)
class SharedRating:
    at: datetime
    kept_at: datetime
    """When it reached the server: an old one may be new here."""
    value: int


@dataclass(frozen=True)
class SharedStatus:
    at: datetime
    kept_at: datetime
    status: GoalStatus


@dataclass(frozen=True)
class SharedScale:
    """What the person said each step would be, and where the goal was at last, if they said."""

    words: list[str]
    weight: int
    level: int | None
    at: datetime | None


@dataclass(frozen=True)
class SharedGoal:
    """`goal.shown_barriers` and `goal.shown_own_barrier` stand for what is in the way."""

    goal: Goal
    steps: list[SharedStep]
    ratings: list[SharedRating]
    """Oldest first."""
    statuses: list[SharedStatus]
    """Oldest first, of what is shared; before the first it was active."""
    scale: SharedScale | None
    """None: they want no number for it."""

    @property
    def status(self) -> SharedStatus:
        first = SharedStatus(self.goal.recorded_at, self.goal.created_at, GoalStatus.ACTIVE)
        return self.statuses[-1] if self.statuses else first


def goals_shared_with(reading: Reading, *, only: Sequence[UUID] | None = None) -> list[SharedGoal]:
    """Active before others, the newest first; steps in the person's order. `only`: of these; None: of all."""
    goals = (
        Goal.objects.shared_with(reading)
        .filter(Q() if only is None else Q(pk__in=only))
        .annotate(
            found_steps=_of_goal(
                _steps(reading), "position", "id", id="pk", words=_as_hex("words"), done_at="shown_done_at"
            ),
            found_ratings=_of_goal(
                GoalRating.objects.shared_with(reading),
                *("recorded_at", "id"),
                at="recorded_at",
                kept_at="created_at",
                value="value",
            ),
            found_statuses=_of_goal(
                _statuses(reading),
                *("recorded_at", "id"),
                at="recorded_at",
                kept_at="created_at",
                status="status",
            ),
            found_scale=_of_goal(
                AttainmentScale.objects.shared_with(reading), "id", words=_as_hex("words"), weight="weight"
            ),
            found_attained=_of_goal(
                Attainment.objects.shared_with(reading), *NEWEST_FIRST, at="recorded_at", level="level"
            ),
        )
        .order_by("-recorded_at", "-id")
    )
    return sorted(map(_whole, goals), key=lambda goal: goal.status.status != GoalStatus.ACTIVE)


def _steps(reading: Reading) -> QuerySet[Any]:
    """A step done after the shared period was not done in it."""
    steps = GoalStep.objects.shared_with(reading)
    done_at = reading.shown(GoalStep, "done_at", Scope.GOALS, None, goal="goal_id", begins="done_at")
    return steps.annotate(shown_done_at=done_at)


def _statuses(reading: Reading) -> QuerySet[Any]:
    """A status holds on: one from before the shared period may still hold in it."""
    opened = reading.opens(Scope.GOALS, goal="goal_id", begins="recorded_at", ends="holds_until")
    return GoalStatusChange.objects.alias(holds_until=Value(FAR_AWAY)).filter(opened)


def _of_goal(parts: QuerySet[Any], *order: str, **fields: Any) -> ArraySubquery:
    found = parts.filter(goal=OuterRef("pk")).order_by(*order)
    return ArraySubquery(found.values(found=JSONObject(**fields)))


def _as_hex(field: str) -> Func:
    return Func(F(field), Value("hex"), function="encode", output_field=TextField())


def _whole(goal: Any) -> SharedGoal:
    return SharedGoal(
        goal=goal,
        steps=[_step(row) for row in goal.found_steps],
        ratings=[
            SharedRating(_moment(row["at"]), _moment(row["kept_at"]), row["value"])
            for row in goal.found_ratings
        ],
        statuses=[
            SharedStatus(_moment(row["at"]), _moment(row["kept_at"]), GoalStatus(row["status"]))
            for row in goal.found_statuses
        ],
        scale=_scale(goal.found_scale, goal.found_attained),
    )


def _step(row: Mapping[str, Any]) -> SharedStep:
    words = STEP_WORDS.opened(bytes.fromhex(row["words"]))
    done_at = _moment(row["done_at"]) if row["done_at"] else None
    return SharedStep(UUID(row["id"]), words, done_at)


def _scale(scales: Sequence[Mapping[str, Any]], attained: Sequence[Mapping[str, Any]]) -> SharedScale | None:
    if not scales:
        return None
    last = attained[0] if attained else None
    return SharedScale(
        words=SCALE_WORDS.opened(bytes.fromhex(scales[0]["words"])),
        weight=scales[0]["weight"],
        level=last["level"] if last else None,
        at=_moment(last["at"]) if last else None,
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
