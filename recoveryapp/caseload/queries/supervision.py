"""Questions without names, and how much work a team has, in counts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.assignments.queries import assignments_held_by, own_places
from recoveryapp.caseload.models import SupervisionQuestion, SupportRequest
from recoveryapp.common.errors import NotVisible
from recoveryapp.teams.enums import PRACTITIONER_ROLES
from recoveryapp.teams.models import Membership, Team
from recoveryapp.teams.queries import managed_organisations, memberships_in_force

MOST_QUESTIONS = 100
"""The newest."""
SMALL, STEP = 10, 5
"""A count of people below the first is not told; others are rounded to the second."""


def teams_led_by(viewer: User, *, now: datetime) -> QuerySet[Team]:
    """Marked as their lead by a manager, or the manager themselves."""
    led = memberships_in_force(now).filter(user=viewer, lead_since__isnull=False).values("team")
    run = managed_organisations(viewer, now=now).values("pk")
    return Team.objects.filter(Q(pk__in=led) | Q(organisation__in=run)).order_by("name", "pk")


def questions_visible_to(viewer: User, *, now: datetime) -> QuerySet[SupervisionQuestion]:
    """One's own while one practises in that team, and those of teams one leads; open ones first."""
    own = Q(owner=viewer, team__in=own_places(viewer, now=now).order_by().values("team"))
    led = Q(team__in=teams_led_by(viewer, now=now).order_by().values("pk"))
    rows = SupervisionQuestion.objects.filter(own | led).select_related("owner", "team")
    return rows.prefetch_related("answers__owner").order_by("-asked_at", "-pk")


def question_of(question_id: UUID, *, viewer: User, now: datetime) -> SupervisionQuestion:
    """Locked until the end of the transaction. Raises NotVisible."""
    rows = questions_visible_to(viewer, now=now).filter(pk=question_id)
    found = rows.select_for_update(of=("self",), no_key=True).first()
    if found is None:
        raise NotVisible
    return found


def whole_question(question_id: UUID, *, viewer: User, now: datetime) -> SupervisionQuestion:
    """With its answers. Raises NotVisible."""
    found = questions_visible_to(viewer, now=now).filter(pk=question_id).first()
    if found is None:
        raise NotVisible
    return found


@dataclass(frozen=True)
class SupervisionPage:
    teams: list[Membership]
    """Where the viewer can ask."""
    leads: dict[UUID, list[str]]
    leads_any: bool
    questions: list[SupervisionQuestion]


def supervision_page(viewer: User, *, now: datetime) -> SupervisionPage:
    """Raises NotVisible for whoever neither supports people nor leads those who do."""
    teams = list(own_places(viewer, now=now))
    leads_any = teams_led_by(viewer, now=now).exists()
    if not teams and not leads_any:
        raise NotVisible
    return SupervisionPage(
        teams=teams,
        leads=leads_of([place.team_id for place in teams], now=now),
        leads_any=leads_any,
        questions=list(questions_visible_to(viewer, now=now)[:MOST_QUESTIONS]),
    )


def names_somebody(words: str, *, viewer: User, now: datetime) -> bool:
    """Whether the words hold a name from the viewer's own list, whole and letter by letter, in any case.

    It finds nothing else: no nickname, no place, no story that somebody could be known by.
    """
    names = {one.owner.called.strip() for one in assignments_held_by(viewer, now=now)}
    return any(holds_name(words, name) for name in names if name)


def holds_name(words: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE) is not None


@dataclass(frozen=True)
class Workload:
    membership: Membership
    people: int | None
    """With how many they work; None: fewer than SMALL."""


@dataclass(frozen=True)
class TeamWorkload:
    team: Team
    waiting: int | None
    """Requests that nobody has picked up; None: fewer than SMALL."""
    workers: list[Workload]


def workload_for(viewer: User, *, now: datetime) -> list[TeamWorkload]:
    """Of the teams one leads. Raises NotVisible for whoever leads none."""
    teams = list(teams_led_by(viewer, now=now))
    if not teams:
        raise NotVisible
    workers = memberships_in_force(now).filter(team__in=teams, role__in=PRACTITIONER_ROLES)
    members = list(workers.select_related("user", "availability").order_by("user__called", "pk"))
    people = _counted(Assignment.objects.in_force(now).filter(membership__in=members), "membership")
    waiting = _counted(
        SupportRequest.objects.filter(
            team__in=teams, picked_up_at__isnull=True, taken_back_at__isnull=True, owner__is_active=True
        ),
        "team",
    )
    return [
        TeamWorkload(
            team=team,
            waiting=told(waiting.get(team.pk, 0)),
            workers=[
                Workload(member, told(people.get(member.pk, 0)))
                for member in members
                if member.team_id == team.pk
            ],
        )
        for team in teams
    ]


def told(count: int) -> int | None:
    """As a service may be told a count of people."""
    return None if count < SMALL else STEP * round(count / STEP)


def leads_of(team_ids: Iterable[UUID], *, now: datetime) -> dict[UUID, list[str]]:
    """The names of those who lead each team, so that whoever asks knows who reads."""
    leads = memberships_in_force(now).filter(team__in=list(team_ids), lead_since__isnull=False)
    names: dict[UUID, list[str]] = {}
    for lead in leads.select_related("user").order_by("user__called", "pk"):
        names.setdefault(lead.team_id, []).append(lead.user.called)
    return names


def _counted(rows: QuerySet[Assignment] | QuerySet[SupportRequest], by: str) -> dict[UUID, int]:
    return dict(rows.order_by().values(by).annotate(n=Count("pk")).values_list(by, "n"))
