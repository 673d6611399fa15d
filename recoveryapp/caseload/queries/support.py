"""What a person sees of the support they have, and of whom they can ask."""

from dataclasses import dataclass
from datetime import datetime

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.assignments.queries import assignments_of
from recoveryapp.caseload.models import HandOver, PeerProfile, SupportRequest
from recoveryapp.caseload.queries.hand_overs import offered_to
from recoveryapp.caseload.queries.profiles import shown_profiles
from recoveryapp.caseload.queries.requests import peers_to_ask, requests_of, teams_to_ask
from recoveryapp.teams.enums import PRACTITIONER_ROLES
from recoveryapp.teams.models import Membership, Team
from recoveryapp.teams.queries import connections_of

MOST_REQUESTS = 50
"""The newest; older ones are done."""


@dataclass(frozen=True)
class Worker:
    """A practitioner, with what they tell of themselves."""

    membership: Membership
    profile: PeerProfile | None


@dataclass(frozen=True)
class Together:
    assignment: Assignment
    worker: Worker
    hand_over: HandOver | None
    to: Worker | None
    """Who would go on instead."""


@dataclass(frozen=True)
class SupportPage:
    together: list[Together]
    requests: list[SupportRequest]
    met: list[Worker]
    """Those whose code the person took and with whom they do not work yet."""


@dataclass(frozen=True)
class AskableTeam:
    team: Team
    peers: list[Worker]


def support_page(person: User, *, now: datetime) -> SupportPage:
    """Six statements, however many there are."""
    own = list(assignments_of(person, now=now))
    offered = offered_to(person, now=now)
    working_with = {one.membership_id for one in own}
    met = [
        row.membership
        for row in connections_of(person, now=now)
        if row.membership_id not in working_with and row.membership.role in PRACTITIONER_ROLES
    ]
    places = [*(one.membership for one in own), *met, *(offer.to for offer in offered.values())]
    profiles = shown_profiles(place.user_id for place in places)

    def worker(place: Membership) -> Worker:
        return Worker(place, profiles.get(place.user_id))

    def together(one: Assignment) -> Together:
        offer = offered.get(one.pk)
        return Together(one, worker(one.membership), offer, worker(offer.to) if offer else None)

    return SupportPage(
        together=[together(one) for one in own],
        requests=list(requests_of(person)[:MOST_REQUESTS]),
        met=[worker(place) for place in met],
    )


def askable_teams(*, now: datetime) -> list[AskableTeam]:
    """Each team that can be asked, with its peer workers. Three statements."""
    peers = list(peers_to_ask(now))
    profiles = shown_profiles(place.user_id for place in peers)
    of_team: dict[object, list[Worker]] = {}
    for place in peers:
        of_team.setdefault(place.team_id, []).append(Worker(place, profiles.get(place.user_id)))
    return [AskableTeam(team, of_team.get(team.pk, [])) for team in teams_to_ask(now)]
