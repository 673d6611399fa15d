"""Support requests: the person's own, and those a team has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.assignments.queries import own_places
from recoveryapp.caseload.models import SupportRequest
from recoveryapp.common.errors import NotVisible
from recoveryapp.teams.models import Membership, Team
from recoveryapp.teams.queries import memberships_in_force

MOST = 200


@dataclass(frozen=True)
class TeamRequests:
    waiting: list[SupportRequest]
    picked_up: list[SupportRequest]


def requests_of(person: User) -> QuerySet[SupportRequest]:
    own = SupportRequest.objects.owned_by(person)
    return own.select_related(
        "team__organisation", "resource", "assignment__membership__user", "assignment__membership__team"
    ).order_by("-asked_at", "-pk")


def standing_requests_of(person: User) -> QuerySet[SupportRequest]:
    """Neither done nor taken back."""
    return requests_of(person).filter(done_at__isnull=True, taken_back_at__isnull=True)


def waiting_requests(viewer: User, *, now: datetime) -> QuerySet[SupportRequest]:
    """Asked of a team in which the viewer supports people now, and not yet picked up; the longest wait first.

    Without their words: opening one is written down.
    """
    waiting = waiting_in(_teams_of(viewer, now)).defer("words")
    return waiting.select_related("owner", "team", "resource").order_by("asked_at", "pk")


def waiting_in(teams: Sequence[UUID] | QuerySet[Membership, Any]) -> QuerySet[SupportRequest]:
    """Whether the viewer may see them is for the caller: give the teams in which they support people now."""
    return SupportRequest.objects.filter(
        team__in=teams,
        picked_up_at__isnull=True,
        taken_back_at__isnull=True,
        owner__is_active=True,
        owner__everything_paused_at__isnull=True,
    )


def picked_up_requests(viewer: User, *, now: datetime) -> QuerySet[SupportRequest]:
    """Those the viewer has picked up, not done yet, while they work with whoever asked."""
    together = Assignment.objects.in_force(now).filter(membership__user=viewer)
    standing = SupportRequest.objects.filter(
        assignment__in=together, done_at__isnull=True, taken_back_at__isnull=True
    )
    return standing.defer("words").select_related("owner", "team", "resource").order_by("asked_at", "pk")


def team_requests(viewer: User, *, now: datetime) -> TeamRequests:
    """Raises NotVisible for whoever practises nowhere."""
    if not own_places(viewer, now=now).exists():
        raise NotVisible
    return TeamRequests(
        list(waiting_requests(viewer, now=now)[:MOST]), list(picked_up_requests(viewer, now=now)[:MOST])
    )


def request_for_team(request_id: UUID, *, viewer: User, now: datetime) -> SupportRequest:
    """With its words; waiting in a team of the viewer's, or picked up by them. Raises NotVisible."""
    for rows in (waiting_requests(viewer, now=now), picked_up_requests(viewer, now=now)):
        if found := rows.defer(None).filter(pk=request_id).first():
            return found
    raise NotVisible


def teams_to_ask(now: datetime) -> QuerySet[Team]:
    """Where a peer worker is there now, by name."""
    working = memberships_in_force(now).filter(role=Role.PEER_WORKER, team=OuterRef("pk"))
    return Team.objects.filter(Exists(working)).select_related("organisation").order_by("name", "pk")


def peers_to_ask(now: datetime) -> QuerySet[Membership]:
    """Peer workers of every team, by the name they go by."""
    peers = memberships_in_force(now).filter(role=Role.PEER_WORKER)
    return peers.select_related("user", "availability__cover__user").order_by("user__called", "pk")


def _teams_of(viewer: User, now: datetime) -> QuerySet[Membership, Any]:
    return own_places(viewer, now=now).filter(role=Role.PEER_WORKER).order_by().values("team")
