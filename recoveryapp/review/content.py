"""The review page: all that one reading shows of a person, put together in one place.

A practitioner is given it, and the person who looks as them: by this function and no other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db.models import BinaryField, CharField, F, Q, QuerySet, Value

from recoveryapp.accounts.models import User
from recoveryapp.common.days import end_of
from recoveryapp.consent.gate import Reading
from recoveryapp.consent.scopes import Scope
from recoveryapp.goals.attainment.scoring import Attained, t_score
from recoveryapp.goals.series import RatingSeries, series_from
from recoveryapp.goals.shared import SharedGoal, SharedRating, goals_shared_with
from recoveryapp.journal.shared import SharedPage, newest_pages_shared_with
from recoveryapp.matching.queries import ideas_that_helped
from recoveryapp.outcomes.models import Milestone
from recoveryapp.outcomes.queries.shared import (
    SharedDomains,
    domains_shared_with,
    milestones_shared_with,
    said_about_days,
)
from recoveryapp.plans.models import WellbeingPlan
from recoveryapp.plans.queries import plan_shared_with
from recoveryapp.review.changes import Changes, changes_since
from recoveryapp.review.looks import last_look

REVIEW_SCOPES = frozenset(Scope)
SHEET_SCOPES = REVIEW_SCOPES - {Scope.WELLBEING_PLAN}
"""What can be ticked for a meeting, and be the matter of a remark: a plan is shown whole, and by itself."""
WITHOUT_A_LOOK = timedelta(weeks=13)
FIVE_YEARS_OF_WEEKS = 262
MOST_RATING_POINTS = 60
MOST_MILESTONES = 60
MOST_SAID = 60
MOST_PAGES = 10
SAID = ("id", "recorded_at", "shown_helped", "shown_hindered", "shown_hindered_by", "together_with", "idea")


@dataclass(frozen=True)
class ReviewedGoal:
    shared: SharedGoal
    series: RatingSeries
    then: int | None
    """As last rated up to that day; None: not yet."""
    now: int | None


@dataclass(frozen=True)
class Helped:
    id: UUID
    at: datetime
    words: str
    """The person's own; empty where it is an idea that they tried."""
    idea: str
    together_with: str
    """Who sat beside the person as they wrote it; empty: nobody."""


@dataclass(frozen=True)
class InTheWay:
    id: UUID
    at: datetime
    words: str
    barriers: list[str]
    together_with: str


@dataclass(frozen=True)
class AttainedTogether:
    """One number for the shared goals that have a scale and a place on it (Goal Attainment Scaling)."""

    t: float
    goals: int


@dataclass(frozen=True)
class Review:
    person: User
    reading: Reading
    zone: ZoneInfo
    """The person's: every day is a day of theirs."""
    then_on: date
    now_on: date
    changes: Changes
    plan: WellbeingPlan | None
    goals: list[ReviewedGoal]
    attained: AttainedTogether | None
    domains: SharedDomains | None
    milestones: list[Milestone]
    helped: list[Helped]
    in_the_way: list[InTheWay]
    pages: list[SharedPage]
    """The newest, one more than is shown where there are more."""


def review_of(reading: Reading, *, then: date | None, now: date | None) -> Review:
    """`then`: the day of the last look, or three months ago; `now`: today."""
    zone = ZoneInfo(reading.owner.time_zone)
    looked_at = last_look(reading)
    then_on = then or (looked_at or reading.at - WITHOUT_A_LOOK).astimezone(zone).date()
    now_on = now or reading.at.astimezone(zone).date()
    goals = goals_shared_with(reading)
    milestones = milestones_shared_with(reading, most=MOST_MILESTONES)
    pages = newest_pages_shared_with(reading, most=MOST_PAGES + 1)
    helped, in_the_way = said(reading)
    return Review(
        person=reading.owner,
        reading=reading,
        zone=zone,
        then_on=then_on,
        now_on=now_on,
        changes=changes_since(looked_at, goals=goals, milestones=milestones, pages=pages),
        plan=_plan(reading),
        goals=[reviewed(goal, then_on, now_on, zone) for goal in goals],
        attained=_attained(goals),
        domains=domains_shared_with(reading, weeks=FIVE_YEARS_OF_WEEKS, then=then_on, now=now_on, zone=zone),
        milestones=milestones,
        helped=helped,
        in_the_way=in_the_way,
        pages=pages,
    )


def _plan(reading: Reading) -> WellbeingPlan | None:
    return plan_shared_with(reading) if Scope.WELLBEING_PLAN in reading.scopes else None


def reviewed(goal: SharedGoal, then_on: date | None, now_on: date, zone: ZoneInfo) -> ReviewedGoal:
    """`then_on` None: only one day is asked for."""
    points = [(rating.at, rating.value) for rating in goal.ratings]
    return ReviewedGoal(
        shared=goal,
        series=series_from(points, zone=zone, most=MOST_RATING_POINTS),
        then=_rated_by(goal.ratings, end_of(then_on, zone)) if then_on else None,
        now=_rated_by(goal.ratings, end_of(now_on, zone)),
    )


def _attained(goals: Sequence[SharedGoal]) -> AttainedTogether | None:
    """Of what is shared and nothing else: a goal that is not shared leaves no trace in it."""
    scales = [goal.scale for goal in goals if goal.scale]
    attained = [Attained(scale.level, scale.weight) for scale in scales if scale.level is not None]
    t = t_score(attained)
    return None if t is None else AttainedTogether(t, len(attained))


def _rated_by(ratings: Sequence[SharedRating], moment: datetime) -> int | None:
    return next((rating.value for rating in reversed(ratings) if rating.at < moment), None)


def said(reading: Reading, *, only: Sequence[UUID] | None = None) -> tuple[list[Helped], list[InTheWay]]:
    """What helped and what got in the way, newest first; one statement for check-ins and ideas.

    `only`: of these check-ins and ideas; None: of all.
    """
    wanted = Q() if only is None else Q(pk__in=only)
    days = said_about_days(reading).filter(wanted).annotate(idea=Value("", output_field=CharField()))
    ideas = _ideas(reading).filter(wanted)
    rows = days.values_list(*SAID)[:MOST_SAID].union(ideas[:MOST_SAID], all=True)
    found = sorted(rows, key=itemgetter(1, 0), reverse=True)
    return (
        [Helped(pk, at, helped, idea, by) for pk, at, helped, _, _, by, idea in found if helped or idea],
        [InTheWay(pk, at, words, codes, by) for pk, at, _, words, codes, by, _ in found if words or codes],
    )


def has_said(reading: Reading, row_id: UUID) -> bool:
    """Whether it is a check-in or an idea of which the reading shows something."""
    rows = (said_about_days(reading), ideas_that_helped(reading))
    return any(found.filter(pk=row_id).exists() for found in rows)


def _ideas(reading: Reading) -> QuerySet[Any, Any]:
    nothing = Value(b"", output_field=BinaryField())
    return (
        ideas_that_helped(reading)
        .annotate(
            shown_helped=nothing,
            shown_hindered=nothing,
            shown_hindered_by=Value([], output_field=ArrayField(CharField())),
            together_with=nothing,
            idea=F("resource__name"),
        )
        .values_list(*SAID)
    )
