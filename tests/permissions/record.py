"""Alice's record: something of each kind, with a word in it that must not be found elsewhere."""

from datetime import datetime
from typing import Any
from uuid import UUID

from recoveryapp.accounts.models import Session, User
from recoveryapp.arrivals.models import Piece
from recoveryapp.common.ids import new_id
from recoveryapp.consent.scopes import Purpose
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
from recoveryapp.journal.models import Entry, SealingKey, SharedLine
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
from tests.journal.sealed import SEAL, WRAPPED
from tests.permissions.relations import CANARY, DAY, RESOURCE, World


def add_record(world: World) -> None:
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
    sealing_key = SealingKey.objects.create(**mine, wrapped=WRAPPED)
    Entry.objects.create(**mine, seal=SEAL, sealed_under=sealing_key, is_never_shared=True)
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
        "sealing key": sealing_key,
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
    world.ids["sign-in"] = _sign_in(world.alice, at)
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


def add_what_two_share(world: World) -> None:
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


def add_directory(world: World) -> None:
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


def _sign_in(user: User, at: datetime) -> UUID:
    """A browser of hers elsewhere, by the name her list has for it."""
    row = Session.objects.create(
        session_key="elsewhere", account=user, began_at=at, seen_at=at, expire_date=at + 9 * DAY
    )
    return row.public_id


def add_stories(world: World) -> None:
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


def add_leaving(world: World) -> None:
    """An archive that is ready, one that waits to be read, and a piece of a third."""
    mine: dict[str, Any] = {"owner": world.alice, "asked_at": world.now, "expires_at": world.now + KEPT}
    ready = Export.objects.create(**mine, state=JobState.READY, content=CANARY.encode())
    waiting = Import.objects.create(**mine, content=CANARY.encode())
    piece = Piece.objects.create(
        owner=world.alice,
        file_id=new_id(),
        number=7,
        size=len(CANARY),
        content=CANARY.encode(),
        arrived_at=world.now,
    )
    world.ids |= {"export": ready.pk, "brought": waiting.pk, "arriving": piece.file_id}


def _occurrence(owner: User, reminder: Reminder, at: datetime) -> Occurrence:
    on_the_clock: dict[str, Any] = {"local_date": at.date(), "slot": "09:00", "zone": "UTC", "due_at": at}
    return Occurrence.objects.create(
        owner=owner, reminder_id=reminder.pk, **on_the_clock, state="sent", handled_at=at
    )
