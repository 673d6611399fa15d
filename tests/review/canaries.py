"""One row of everything a person can write, each with a word that stands nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from recoveryapp.accounts.models import User
from recoveryapp.consent.scopes import Scope
from recoveryapp.goals.models import (
    Attainment,
    AttainmentScale,
    Goal,
    GoalRating,
    GoalStatusChange,
    GoalStep,
)
from recoveryapp.journal.models import Entry, SharedLine
from recoveryapp.matching.enums import Helped, ResponseState
from recoveryapp.matching.models import OwnIdea, SuggestionResponse
from recoveryapp.outcomes.models import CheckIn, Milestone
from recoveryapp.plans.models import SECTIONS, FormerPlan, WellbeingPlan
from recoveryapp.resources.models import Resource

Own = dict[str, Any]
Canary = Callable[[str, str], str]

NEVER = "never"
"""No scope opens it."""


@dataclass
class Canaries:
    goal: Goal
    words: dict[str, set[str]] = field(default_factory=dict)
    """Scope, or NEVER, and the words that stand behind it."""

    def behind(self, *scopes: Scope) -> set[str]:
        return set().union(*(self.words.get(scope, set()) for scope in scopes))

    @property
    def all(self) -> set[str]:
        return set().union(*self.words.values())


def write_record(owner: User, *, now: datetime) -> Canaries:
    told: dict[str, set[str]] = {}

    def canary(scope: str, name: str) -> str:
        word = f"canary-{name}-{owner.called.lower()}"
        told.setdefault(scope, set()).add(word)
        return word

    goal = Goal.objects.create(
        owner=owner,
        recorded_at=now,
        words=canary(Scope.GOALS, "goal"),
        why=canary(Scope.GOALS, "why"),
        own_barrier=canary(Scope.BARRIERS, "own-barrier"),
        barriers=["money"],
    )
    own = {"owner": owner, "recorded_at": now}
    GoalStep.objects.create(goal=goal, **own, position=1, words=canary(Scope.GOALS, "step"))
    words = ["", "", canary(Scope.GOALS, "scale"), "", ""]
    AttainmentScale.objects.create(id=goal.pk, goal=goal, **own, words=words)
    Attainment.objects.create(goal=goal, **own, level=1)
    GoalRating.objects.create(goal=goal, **own, value=3, note=canary(NEVER, "rating-note"))
    GoalStatusChange.objects.create(goal=goal, **own, status="on_hold", reason=canary(NEVER, "reason"))
    CheckIn.objects.create(
        **own,
        functional="a_lot",
        existential="some",
        social="a_little",
        words=canary(NEVER, "day"),
        helped=canary(Scope.WHAT_HELPED, "helped"),
        hindered=canary(Scope.BARRIERS, "hindered"),
    )
    Milestone.objects.create(**own, happened_on=now.date(), text=canary(Scope.MILESTONES, "milestone"))
    _write_diary(own, now, canary)
    _write_ideas(goal, own, canary)
    _write_plan(own, canary)
    return Canaries(goal, told)


def _write_diary(own: Own, now: datetime, canary: Canary) -> None:
    Entry.objects.create(
        **own, marked_for_sharing_at=now, words=canary(Scope.JOURNAL, "page"), tags=[canary(NEVER, "tag")]
    )
    private = Entry.objects.create(**own, words=canary(NEVER, "private-page"))
    never = Entry.objects.create(**own, is_never_shared=True, words=canary(NEVER, "never-page"))
    SharedLine.objects.create(**own, entry=private, words=canary(Scope.JOURNAL, "line"))
    SharedLine.objects.create(**own, entry=never, words=canary(NEVER, "never-line"))


def _write_plan(own: Own, canary: Canary) -> None:
    words = {name: canary(Scope.WELLBEING_PLAN, f"plan-{name}") for name in SECTIONS}
    plan = WellbeingPlan.objects.create(id=own["owner"].pk, **own, version=2, **words)
    former = {name: canary(NEVER, f"former-{name}") for name in SECTIONS}
    FormerPlan.objects.create(plan=plan, **own, number=1, **former)


def _write_ideas(goal: Goal, own: Own, canary: Canary) -> None:
    tried = Resource.objects.create(name=canary(Scope.WHAT_HELPED, "idea"), kind="peer_support_group")
    saved = Resource.objects.create(name=canary(NEVER, "saved-idea"), kind="peer_support_group")
    SuggestionResponse.objects.create(
        **own,
        goal=goal,
        resource=tried,
        state=ResponseState.TRIED,
        helped=Helped.YES,
        note=canary(NEVER, "idea-note"),
    )
    SuggestionResponse.objects.create(**own, goal=goal, resource=saved, state=ResponseState.SAVED)
    OwnIdea.objects.create(
        **own, goal=goal, words=canary(NEVER, "own-idea"), state=ResponseState.TRIED, helped=Helped.YES
    )
