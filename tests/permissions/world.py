"""Alice's whole record, and everybody who could ask for it, each in one relation to her."""

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
from recoveryapp.conversations.models import Conversation, Message
from recoveryapp.export.enums import JobState
from recoveryapp.export.models import KEPT, Export, Import
from recoveryapp.goals.models import (
    Attainment,
    AttainmentScale,
    Goal,
    GoalRating,
    GoalStatusChange,
    GoalStep,
)
from recoveryapp.journal.models import Entry, SharedLine
from recoveryapp.matching.models import OwnIdea, SuggestionResponse, Wishes
from recoveryapp.meetings.models import AgendaLine, Commitment, Meeting, Note
from recoveryapp.outcomes.models import CheckIn, Milestone, OwnItem
from recoveryapp.plans.models import SECTIONS, FormerPlan, SharingWish, WellbeingPlan
from recoveryapp.reminders.models import Device, Notice, Occurrence, Reminder
from recoveryapp.resources.actions.editing import add_resource
from recoveryapp.resources.models import (
    STORIES,
    DirectoryImport,
    DirectorySource,
    DirectoryUpload,
    Resource,
    ResourceReport,
    Service,
    Story,
    Term,
)
from recoveryapp.resources.serializers.keeping import ResourceFieldsSerializer
from recoveryapp.review.models import MeetingSheet, Remark, RemarkAnswer
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


def make_world(now: datetime) -> World:
    world = World(now)
    _people(world)
    _memberships(world)
    _grants(world)
    _supporters(world)
    _assignments(world)
    _record(world)
    _of_the_two(world)
    _directory(world)
    _stories(world)
    _leaving(world)
    User.objects.filter(pk=world.people["deactivated"].pk).update(is_active=False)
    return world


def _people(world: World) -> None:
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


def _memberships(world: World) -> None:
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


def _grants(world: World) -> None:
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


def _supporters(world: World) -> None:
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


def _assignments(world: World) -> None:
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


def _record(world: World) -> None:
    """Each row of Alice's, with the canary wherever she could have written."""
    at = world.written_at
    mine: dict[str, Any] = {"owner": world.alice, "recorded_at": at}
    goal = Goal.objects.create(**mine, words=CANARY, why=CANARY, own_barrier=CANARY)
    part: dict[str, Any] = {**mine, "goal": goal}
    own_item = OwnItem.objects.create(**mine, domain="social", text=CANARY)
    check_in = CheckIn.objects.create(
        **mine, functional="some", social="some", words=CANARY, helped=CANARY, hindered=CANARY
    )
    entry = Entry.objects.create(**mine, words=CANARY, tags=[CANARY], marked_for_sharing_at=at)
    Entry.objects.create(**mine, words=CANARY, is_never_shared=True)
    resource = Resource.objects.create(name="Walking group", kind="peer_support_group")
    reminder = Reminder.objects.create(
        **mine, words=CANARY, weekdays=[1], times=["09:00"], starts_on=at.date(), channels=["in_app"]
    )
    Wishes.objects.create(**mine, place=CANARY)
    words = dict.fromkeys(SECTIONS, CANARY)
    plan = WellbeingPlan.objects.create(id=world.alice.pk, **mine, version=2, **words)
    rows = {
        "goal": goal,
        "step": GoalStep.objects.create(**part, words=CANARY, position=1),
        "rating": GoalRating.objects.create(**part, value=3, note=CANARY),
        "status change": GoalStatusChange.objects.create(**part, status="on_hold", reason=CANARY),
        "scale": AttainmentScale.objects.create(id=goal.pk, **part, words=[CANARY] * 5),
        "attainment": Attainment.objects.create(**part, level=1),
        "own item": own_item,
        "check-in": check_in,
        "milestone": Milestone.objects.create(**mine, happened_on=at.date(), text=CANARY),
        "entry": entry,
        "line": SharedLine.objects.create(**mine, entry=entry, words=CANARY),
        "own idea": OwnIdea.objects.create(**part, words=CANARY),
        "resource": resource,
        "response": SuggestionResponse.objects.create(
            **part, resource=resource, state="tried", helped="yes", note=CANARY
        ),
        "reminder": reminder,
        "occurrence": _occurrence(world.alice, reminder, at),
        "notice": Notice.objects.create(**mine, words=CANARY),
        "device": _device(world.alice, at),
        "sharing wish": SharingWish.objects.create(**mine, membership=world.places["clinician in scope"]),
        "former plan": FormerPlan.objects.create(plan=plan, **mine, number=1, **words),
    }
    world.ids |= {name: row.pk for name, row in rows.items()}
    _for_meetings(world, mine)


def _for_meetings(world: World, mine: dict[str, Any]) -> None:
    """A sheet that the clinician in scope was given, and what they wrote about Alice."""
    sheet = MeetingSheet.objects.create(
        **mine, words=CANARY, goal_ids=[world.ids["goal"]], grant_id=world.ids["grant"]
    )
    writer = world.people["clinician in scope"]
    remark = Remark.objects.create(
        **mine, writer=writer, writer_role=writer.role, purpose=Purpose.REVIEW, about="review", words=CANARY
    )
    answer = RemarkAnswer.objects.create(**mine, remark=remark, words=CANARY)
    world.ids |= {"sheet": sheet.pk, "remark": remark.pk, "answer": answer.pk}


def _of_the_two(world: World) -> None:
    """What Alice and the peer worker on whose caseload she is planned, wrote down and said."""
    at, assignment_id = world.written_at, world.ids["assignment"]
    mine: dict[str, Any] = {"owner": world.alice, "recorded_at": at}
    ours: dict[str, Any] = {**mine, "assignment_id": assignment_id}
    meeting = Meeting.objects.create(
        **ours, starts_at=world.now + DAY, asked_by="worker", place=CANARY, link="https://example.org/room"
    )
    line = AgendaLine.objects.create(
        **mine, meeting=meeting, position=1, kind="goal", about_id=world.ids["goal"]
    )
    Note.objects.create(**mine, meeting=meeting, side="worker", words=CANARY)
    theirs, own = (
        Commitment.objects.create(
            **ours, meeting=meeting, side=side, written_by=side, words=CANARY, mark="open"
        )
        for side in ("worker", "person")
    )
    conversation = Conversation.objects.create(**ours)
    message = Message.objects.create(**mine, conversation=conversation, side="person", words=CANARY)
    world.ids |= {"meeting": meeting.pk, "agenda line": line.pk, "message": message.pk}
    world.ids |= {"commitment": theirs.pk, "own commitment": own.pk}


def _directory(world: World) -> None:
    """Two resources that a manager wrote, one row of each kind that waits, and what Alice said was wrong."""
    said = ResourceFieldsSerializer(data=RESOURCE)
    said.is_valid(raise_exception=True)
    kept, twin = (
        add_resource(new_id(), values=said.validated_data, by=world.people["manager"]) for _ in range(2)
    )
    report = ResourceReport.objects.create(
        owner=world.alice, resource=kept, reason="other", words=CANARY, has_words=True
    )
    run = DirectoryImport.objects.create(source="council", file_name="council.json")
    rows = {
        "kept resource": kept,
        "twin": twin,
        "report": report,
        "service": Service.objects.create(
            source="council", source_id="s", name="Walk", status="active", raw={}
        ),
        "term": Term.objects.create(taxonomy="Council list", code="walk", name="Walk"),
        "upload": DirectoryUpload.objects.create(source="council", licence="OGL", file_name="council.json"),
        "import": run,
        "source": DirectorySource.objects.create(
            name="council", address="council.json", licence="OGL", every_hours=24, import_at=world.now
        ),
    }
    world.ids |= {name: row.pk for name, row in rows.items()}
    world.seen_at = kept.updated_at


def _device(owner: User, at: datetime) -> Device:
    return Device.objects.create(
        owner=owner, subscription=CANARY, endpoint_digest=b"d" * 32, session_key="none", registered_at=at
    )


def _stories(world: World) -> None:
    """A draft of Alice's, one that waits for its readers, and one that everybody may read."""
    at = world.written_at
    mine: dict[str, Any] = {"owner": world.alice, "recorded_at": at, "language": "English"}
    private = {**mine, "title": CANARY, "about": CANARY, "words": CANARY, "content_note": CANARY}
    card = Resource.objects.create(name="The hens", kind="recovery_story", source=STORIES)
    public = {**mine, "title": "The hens", "words": "Hens.", "asked_at": at, "published_at": at}
    rows = {
        "story": Story.objects.create(**private),
        "waiting story": Story.objects.create(**private, asked_at=at),
        "published story": Story.objects.create(**public, resource=card),
        "story resource": card,
    }
    world.ids |= {name: row.pk for name, row in rows.items()}


def _leaving(world: World) -> None:
    """An archive that is ready, and one that waits to be read."""
    mine: dict[str, Any] = {"owner": world.alice, "asked_at": world.now, "expires_at": world.now + KEPT}
    ready = Export.objects.create(**mine, state=JobState.READY, content=CANARY.encode())
    waiting = Import.objects.create(**mine, content=CANARY.encode())
    world.ids |= {"export": ready.pk, "brought": waiting.pk}


def _occurrence(owner: User, reminder: Reminder, at: datetime) -> Occurrence:
    on_the_clock: dict[str, Any] = {"local_date": at.date(), "slot": "09:00", "zone": "UTC", "due_at": at}
    return Occurrence.objects.create(
        owner=owner, reminder_id=reminder.pk, **on_the_clock, state="sent", handled_at=at
    )
