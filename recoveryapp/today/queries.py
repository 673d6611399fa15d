"""Everything the first screen shows, read at once: a phone on a bad line asks one time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet, Subquery

from recoveryapp.accounts.models import User
from recoveryapp.common.days import end_of, start_of
from recoveryapp.goals.enums import GoalStatus
from recoveryapp.goals.models import Goal, GoalStep
from recoveryapp.goals.queries import goals_of
from recoveryapp.matching.suggesting import Idea, first_idea_for
from recoveryapp.outcomes.models import CheckIn
from recoveryapp.outcomes.queries.check_ins import bare_check_ins_of
from recoveryapp.reminders.models import Notice
from recoveryapp.reminders.queries import notices_of

MOST_GOALS = 30
MOST_NOTICES = 30


@dataclass(frozen=True)
class Today:
    checked_in_at: datetime | None
    """The latest on this day, by the clocks where the person is. A phone that shows it later can see whether
    that is still today."""
    goals: Sequence[Goal]
    """Those going on, the newest first, each with its open steps."""
    notices: list[Notice]
    """Those not read yet, the newest first."""
    idea: Idea | None
    """None also where the person has asked for as little as possible."""


def today_of(person: User, *, now: datetime) -> Today:
    """In six statements, however many goals, steps, notices and answers."""
    checked_in = _check_ins_today(person, now)
    goals = list(_goals_going_on(person).annotate(checked_in_at=Subquery(checked_in[:1]))[:MOST_GOALS])
    notices = notices_of(person).filter(read_at=None).order_by("-recorded_at", "-pk")
    return Today(
        checked_in_at=goals[0].checked_in_at if goals else checked_in.first(),
        goals=goals,
        notices=list(notices[:MOST_NOTICES]),
        idea=None if person.is_low_energy else first_idea_for(person, goals=goals, today=now.date()),
    )


def _goals_going_on(person: User) -> QuerySet[Goal]:
    open_steps = GoalStep.objects.owned_by(person).filter(done_at=None)
    rows = goals_of(person).filter(status=GoalStatus.ACTIVE).order_by("-recorded_at", "-pk")
    return rows.prefetch_related(Prefetch("steps", open_steps))


def _check_ins_today(person: User, now: datetime) -> QuerySet[CheckIn, datetime]:
    zone = ZoneInfo(person.time_zone)
    day = now.astimezone(zone).date()
    found = bare_check_ins_of(person).filter(
        recorded_at__gte=start_of(day, zone), recorded_at__lt=end_of(day, zone)
    )
    return found.order_by("-recorded_at").values_list("recorded_at", flat=True)
