"""What of a person's is in an archive, what of it can be read back in, and what is left out and why.

A test fails on a table that names a person and stands in none of these.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Field, QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.caseload.models import (
    HandOver,
    PeerProfile,
    SupervisionAnswer,
    SupervisionQuestion,
    SupportRequest,
)
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.conversations.models import Conversation, Message
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
from recoveryapp.outcomes.models import CheckIn, CheckInAnswer, ItemChoice, Milestone, OwnItem
from recoveryapp.plans.models import FormerPlan, SharingWish, WellbeingPlan
from recoveryapp.reminders.models import (
    Digest,
    NewsChoice,
    Notice,
    Occurrence,
    Phone,
    Reminder,
    Stop,
    Telling,
)
from recoveryapp.resources.models import ResourceReport, Story, StoryConsent, StoryReading
from recoveryapp.review.models import MeetingSheet, Remark, RemarkAnswer
from recoveryapp.teams.models import Connection, Membership, Supporter

SERVER_TIMES = ("created_at", "updated_at")


@dataclass(frozen=True)
class Part:
    """Rows of one table. `through` is the way from a row to its person."""

    model: type[models.Model]
    left_out: tuple[str, ...] = ()
    through: str = "owner"
    of_person: tuple[str, ...] = ()
    """Fields that hold the person's own id, and so another one elsewhere."""
    same_by: str = ""
    """The field by which two rows of a person are the same, where that is not the id."""
    newer: tuple[str, ...] = ()
    """Fields that archives made before there were such do not hold."""

    @property
    def name(self) -> str:
        return self.model._meta.label_lower

    @property
    def fields(self) -> "list[Field[object, object]]":
        hidden = {*SERVER_TIMES, *self.left_out, *self.of_person, self.through.partition("__")[0]} - {
            self.parent
        }
        return [field for field in self.model._meta.concrete_fields if field.name not in hidden]

    @property
    def parent(self) -> str:
        """The field that leads to the person by another row, and so belongs to the row itself."""
        return self.through.partition("__")[0] if "__" in self.through else ""

    def rows_of(self, person: User) -> QuerySet[models.Model]:
        return self.model._base_manager.filter(**{self.through: person}).order_by("pk")


RECORD = (
    Part(ItemChoice),
    Part(OwnItem),
    Part(CheckIn, left_out=("answers_digest",)),
    Part(CheckInAnswer, left_out=("id",), through="check_in__owner"),
    Part(Milestone),
    Part(WellbeingPlan, of_person=("id",)),
    Part(FormerPlan, of_person=("plan",), same_by="number"),
    Part(Goal),
    Part(GoalStep),
    Part(GoalRating),
    Part(GoalStatusChange),
    Part(AttainmentScale),
    Part(Attainment),
    Part(SealingKey),
    Part(Entry, newer=("seal", "sealed_under")),
    Part(SharedLine),
    Part(Wishes),
    Part(SuggestionResponse),
    Part(OwnIdea),
    Part(Reminder),
    Part(Story, left_out=("asked_at", "resource", "published_at")),
    Part(MeetingSheet, left_out=("grant",)),
)
"""What a person wrote. It can be read in elsewhere; a row comes after those it points to."""

ABOUT = (
    Part(ConsentGrant),
    Part(Supporter, left_out=("token_digest", "mails", "mailed_at", "mail_trouble", "user")),
    Part(SharingWish),
    Part(Assignment, left_out=("ended_by",)),
    Part(Meeting),
    Part(AgendaLine),
    Part(Note),
    Part(Commitment),
    Part(Conversation),
    Part(Message),
    Part(SupportRequest),
    Part(HandOver),
    Part(PeerProfile),
    Part(SupervisionQuestion),
    Part(SupervisionAnswer),
    Part(Connection),
    Part(Remark),
    Part(RemarkAnswer),
    Part(Notice),
    Part(Occurrence, left_out=("lease_until", "fence", "attempts")),
    Part(StoryConsent),
    Part(StoryReading, left_out=("reader",)),
    Part(ResourceReport),
    Part(Phone, left_out=("code_digest", "code_until", "tries_left")),
    Part(Stop, left_out=("address_digest",)),
    Part(Digest, left_out=("lease_until",)),
    Part(NewsChoice),
    Part(Telling, left_out=("lease_until", "attempts")),
    Part(Membership, left_out=("verified_by",), through="user"),
)
"""What others wrote, and what holds on this server only: told, and never read back in."""

EXCUSED = {
    "accounts.session.account": "a visit; it is over when the archive is read",
    "accounts.emailchange.account": "an address that was replaced, for as long as it can be put back",
    "accounts.knowndevice.account": "a kind of browser, to tell of another one",
    "teams.supporter.user": "belongs to the person who asked them",
    "assignments.assignment.ended_by": "belongs to the person it is about",
    "accounts.wrappedkey.owner": "the key itself; what it opens is in the archive",
    "reminders.device.owner": "a secret of the browser's; it would be of no use elsewhere",
    "reminders.calendarfeed.owner": "a digest of a secret",
    "notifications.delivery.owner_id": "no word and no address; what became of reminders is in the archive",
    "audit.auditevent.owner_id": "what others read is in the archive, as the access log tells it",
    "audit.auditseal.owner_id": "vouches for the trail; says nothing of a person",
    "arrivals.piece.owner": "a part of a file that is on its way, for a day at most",
    "export.export.owner": "the archive itself",
    "export.import.owner": "what it held is in the archive",
    "export.closing.owner": "the wish to close the account",
    "teams.membership.verified_by": "somebody else's place in a team",
    "teams.invitation.invited_by": "somebody else's invitation",
    "teams.invitation.accepted_by": "what came of it is the membership",
    "teams.connectioncode.used_by": "a code of minutes; what came of it is the connection",
    "resources.storyreading.reader": "belongs to the story's writer",
    "review.remark.writer": "belongs to the person it is about",
}
"""`app.model.field` that names a person, and why no archive of theirs holds it."""


def parts() -> Iterator[Part]:
    yield from RECORD
    yield from ABOUT
