"""Reads what a person said and did, for `helping` to count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from recoveryapp.accounts.models import User
from recoveryapp.common.days import start_of
from recoveryapp.goals.models import Goal, GoalStep
from recoveryapp.goals.queries import goals_of
from recoveryapp.matching.enums import ResponseState
from recoveryapp.matching.helping import Days, Tried, WhatHelped, days_beside_others, helped_by_kind
from recoveryapp.matching.models import OwnIdea, SuggestionResponse
from recoveryapp.matching.queries import own_ideas_of, responses_of
from recoveryapp.outcomes.enums import SCALE, Domain, Level
from recoveryapp.outcomes.queries.check_ins import bare_check_ins_of

LOOKED_BACK = timedelta(days=365)
MOST_GOALS = 10
"""The newest, whatever became of them."""

Levels = Mapping[str, Mapping[date, int]]
"""Domain -> day -> the level that was said last on it."""


@dataclass(frozen=True)
class GoalDays:
    """What was done for a goal, beside how one domain was on those days."""

    goal: UUID
    words: str
    domain: str
    days: Days


@dataclass(frozen=True)
class OwnModel:
    since: date
    tried: list[WhatHelped]
    days: list[GoalDays]


@dataclass(frozen=True)
class Done:
    """What a person did, read once."""

    responses: Sequence[SuggestionResponse]
    own_ideas: Sequence[OwnIdea]
    steps: Sequence[GoalStep]

    def moments(self, goal: Goal) -> Iterator[datetime]:
        """An idea counts on the day on which its person said that they tried it."""
        yield from (row.recorded_at for row in self.responses if row.goal_id == goal.pk)
        yield from (idea.recorded_at for idea in self.own_ideas if idea.goal_id == goal.pk)
        yield from (step.done_at for step in self.steps if step.goal_id == goal.pk and step.done_at)


def own_model_of(viewer: User, *, now: datetime) -> OwnModel:
    """The viewer's own, of the last year. The same number of statements however much there is."""
    zone = ZoneInfo(viewer.time_zone)
    since = (now - LOOKED_BACK).astimezone(zone).date()
    goals = {goal.pk: goal for goal in goals_of(viewer).order_by("-recorded_at", "-pk")}
    done = _done_by(viewer, start_of(since, zone))
    levels = _levels_of(viewer, start_of(since, zone), zone)
    newest = list(goals.values())[:MOST_GOALS]
    return OwnModel(
        since=since,
        tried=helped_by_kind(_tried(done, goals)),
        days=[row for goal in newest for row in _goal_days(goal, done, levels, zone)],
    )


def _done_by(viewer: User, since: datetime) -> Done:
    tried = {"state": ResponseState.TRIED, "recorded_at__gte": since}
    responses = responses_of(viewer).filter(**tried).select_related("resource").defer("note", "reason_words")
    steps = GoalStep.objects.owned_by(viewer).filter(done_at__gte=since).defer("words")
    return Done(
        list(responses.order_by("-recorded_at", "-pk")),
        list(own_ideas_of(viewer).filter(**tried).order_by("-recorded_at", "-pk")),
        list(steps),
    )


def _levels_of(viewer: User, since: datetime, zone: ZoneInfo) -> Levels:
    rows = bare_check_ins_of(viewer).filter(recorded_at__gte=since).order_by("recorded_at", "pk")
    levels: dict[str, dict[date, int]] = {domain: {} for domain in Domain.values}
    for at, *said in rows.values_list("recorded_at", *Domain.values):
        for domain, level in zip(Domain.values, said, strict=True):
            if level in SCALE:
                levels[domain][at.astimezone(zone).date()] = SCALE[Level(level)]
    return levels


def _tried(done: Done, goals: Mapping[UUID, Goal]) -> Iterator[Tried]:
    for row in done.responses:
        domains = goals[row.goal_id].domains or row.resource.domains
        yield Tried(row.resource.kind, row.resource.name, row.helped, domains)
    for idea in done.own_ideas:
        yield Tried(None, idea.words, idea.helped, goals[idea.goal_id].domains)


def _goal_days(goal: Goal, done: Done, levels: Levels, zone: ZoneInfo) -> Iterator[GoalDays]:
    """Of the domains the goal is about, else of all; from the day on which it was written."""
    began = goal.recorded_at.astimezone(zone).date()
    done_on = {at.astimezone(zone).date() for at in done.moments(goal)}
    for domain in (goal.domains or Domain.values) if done_on else ():
        since = {day: level for day, level in levels[domain].items() if day >= began}
        found = days_beside_others(since, done_on)
        if found.days:
            yield GoalDays(goal.pk, goal.words, domain, found)
