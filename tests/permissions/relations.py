"""Everybody who could ask for what is Alice’s, each in one relation to her."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from rest_framework.test import APIClient

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.models import Assignment
from recoveryapp.caseload.models import HandOver, PeerProfile, SupervisionQuestion, SupportRequest
from recoveryapp.common.ids import new_id
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.teams.models import Connection, Invitation, Membership, Organisation, Supporter, Team
from tests.conftest import sign_in_fully

CANARY = "canary-4711"
"""Stands in every private field of Alice's."""
DAY = timedelta(days=1)
EVERYTHING = list(Scope)
RELATIONS = (
    "anonymous",
    "owner",
    "other service user",
    "peer with a grant",
    "peer without one",
    "peer who was taken off",
    "peer on the caseload",
    "peer formerly on the caseload",
    "clinician in scope",
    "clinician out of scope",
    "clinician not yet",
    "clinician expired",
    "clinician revoked",
    "clinician never",
    "manager",
    "supporter with a grant",
    "supporter without one",
    "supporter who was let go",
    "deactivated",
)
RESOURCE: dict[str, Any] = {
    "name": "Tuesday table",
    "kind": "social_club",
    "areas": ["social.contact"],
    "mechanisms": ["increasing_choice"],
}
GRANTS: dict[str, dict[str, Any]] = {
    "peer with a grant": {},
    "peer who was taken off": {},
    "clinician in scope": {},
    "clinician out of scope": {"scopes": [Scope.WELLBEING_PLAN]},
    "clinician not yet": {"starts_at": +DAY},
    "clinician expired": {"starts_at": -9 * DAY, "expires_at": -DAY},
    "clinician revoked": {"revoked_at": -DAY},
    "peer formerly on the caseload": {"revoked_at": -DAY / 2},
    "deactivated": {},
}
"""What Alice gave to whom, beside the usual: everything, for a review, from yesterday for a week."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class World:
    now: datetime
    people: dict[str, User] = field(default_factory=dict)
    places: dict[str, Membership] = field(default_factory=dict)
    ids: dict[str, UUID] = field(default_factory=dict)
    seen_at: datetime = NEVER
    """When the resource that managers keep was changed last."""
    clients: dict[str, APIClient] = field(default_factory=dict)

    @property
    def alice(self) -> User:
        return self.people["owner"]

    @property
    def written_at(self) -> datetime:
        return self.now - DAY

    def client(self, relation: str) -> APIClient:
        """Signed in once: what a request changes about a session is taken back with the rest."""
        if relation not in self.clients:
            self.clients[relation] = APIClient()
            if user := self.people.get(relation):
                sign_in_fully(self.clients[relation], user)
        return self.clients[relation]


def add_people(world: World) -> None:
    for relation in RELATIONS[1:]:
        role = Role.CLINICIAN
        if relation in {"owner", "other service user"} or relation.startswith("supporter"):
            role = Role.SERVICE_USER
        elif relation.startswith("peer"):
            role = Role.PEER_WORKER
        elif relation == "manager":
            role = Role.SERVICE_MANAGER
        address = f"{relation.replace(' ', '.')}@example.org"
        world.people[relation] = User.objects.create(
            email=address, role=role, called=CANARY if relation == "owner" else relation
        )


def add_memberships(world: World) -> None:
    organisation = Organisation.objects.create(name="Harbour")
    team = Team.objects.create(organisation=organisation, name="Quay")
    for relation, user in world.people.items():
        if user.role != Role.SERVICE_USER:
            world.places[relation] = Membership.objects.create(
                user=user, team=team, role=user.role, verified_at=world.now - 99 * DAY
            )
    taken_off = world.places["peer who was taken off"]
    taken_off.ended_at = world.now - DAY
    taken_off.save()
    invitation = Invitation.objects.create(
        organisation=organisation,
        team=team,
        email="nora@example.org",
        role=Role.PEER_WORKER,
        token_digest="0" * 64,
        expires_at=world.now + DAY,
    )
    world.ids |= {"team": team.pk, "invitation": invitation.pk}
    world.ids |= {"membership": world.places["clinician never"].pk}


def add_grants(world: World) -> None:
    for relation, changes in GRANTS.items():
        place = world.places[relation]
        Connection.objects.create(owner=world.alice, membership=place)
        moments = {name: world.now + shift for name, shift in changes.items() if name != "scopes"}
        values: dict[str, Any] = {
            "starts_at": world.now - DAY,
            "expires_at": world.now + 7 * DAY,
            **moments,
            "scopes": changes.get("scopes", EVERYTHING),
        }
        for purpose in Purpose:
            grant = ConsentGrant.objects.create(
                owner=world.alice, membership=place, purpose=purpose, **values
            )
        world.ids[relation] = grant.pk
    world.ids["grant"] = world.ids["clinician in scope"]
    world.ids["person"] = world.alice.pk


def add_supporters(world: World) -> None:
    """Each was given everything; one left, and what was given to another has ended."""
    for number, relation in enumerate(name for name in RELATIONS if name.startswith("supporter")):
        user, ended_at = world.people[relation], world.now - DAY
        asked: dict[str, Any] = {"owner": world.alice, "name": CANARY, "expires_at": world.now}
        supporter = Supporter.objects.create(
            **asked,
            email=user.email,
            token_digest=str(number) * 64,
            user=user,
            accepted_at=ended_at,
            ended_at=ended_at if relation == "supporter who was let go" else None,
        )
        ConsentGrant.objects.create(
            owner=world.alice,
            supporter=supporter,
            purpose=Purpose.SUPPORT,
            scopes=EVERYTHING,
            starts_at=world.now - 2 * DAY,
            expires_at=ended_at if relation == "supporter without one" else world.now + DAY,
        )
        world.ids[relation] = supporter.pk
    waiting = Supporter.objects.create(
        owner=world.alice, name=CANARY, email="aunt@example.org", token_digest="9" * 64, expires_at=world.now
    )
    world.ids |= {"supporter": world.ids["supporter with a grant"], "asked supporter": waiting.pk}


def add_assignments(world: World) -> None:
    """Alice works with one peer worker, who has no grant, and did with another, whose grant went with it."""
    begun = {"owner": world.alice, "began": Began.CODE, "agreed_at": world.written_at}
    world.ids["unused"] = new_id()
    for relation, ended_at in (
        ("peer on the caseload", None),
        ("peer formerly on the caseload", world.now - DAY / 2),
    ):
        assignment = Assignment.objects.create(
            **begun, membership=world.places[relation], started_at=world.written_at, ended_at=ended_at
        )
        world.ids[f"assignment of {relation}"] = assignment.pk
    world.ids["assignment"] = world.ids["assignment of peer on the caseload"]
    _support(world)


def _support(world: World) -> None:
    """Alice asked her team for two things, one of which was picked up, and was asked about a hand-over.
    The peer worker on whose list she is has asked their lead something."""
    at, team_id = world.written_at, world.ids["team"]
    mine = {"owner": world.alice, "recorded_at": at, "asked_at": at, "team_id": team_id, "words": CANARY}
    worker = world.people["peer on the caseload"]
    offer = {"to": world.places["peer without one"], "words": CANARY, "offered_at": at}
    rows = {
        "support request": SupportRequest.objects.create(**mine),
        "picked request": SupportRequest.objects.create(
            **mine, assignment_id=world.ids["assignment"], picked_up_at=at
        ),
        "hand-over": HandOver.objects.create(
            owner=world.alice, assignment_id=world.ids["assignment"], **offer
        ),
        "question": SupervisionQuestion.objects.create(
            owner=worker, recorded_at=at, asked_at=at, team_id=team_id, words="How do I end a meeting?"
        ),
    }
    PeerProfile.objects.create(owner=worker, recorded_at=at, shown_at=at, words="I keep bees.")
    world.ids |= {name: row.pk for name, row in rows.items()}
