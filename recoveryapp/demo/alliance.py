"""What a demo person and their peer worker planned, agreed and wrote: something on each screen.

Everything is written by the actions the screens use, as if at its time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.assignments.sides import Side
from recoveryapp.caseload.actions.profiles import set_profile
from recoveryapp.caseload.actions.requests import put_request
from recoveryapp.caseload.actions.supervision import answer_question, ask_question
from recoveryapp.caseload.actions.together import offer_hand_over
from recoveryapp.common.ids import new_id
from recoveryapp.consent.actions import grant_consent
from recoveryapp.conversations.actions import mark_read, send_message
from recoveryapp.conversations.enums import AttachedKind
from recoveryapp.conversations.models import Message
from recoveryapp.demo.alliance_seed import DemoAlliance, DemoMeeting, DemoSupporter, demo_alliance
from recoveryapp.goals.models import Goal
from recoveryapp.meetings.actions import answer_meeting, put_line, put_meeting, write_note
from recoveryapp.meetings.commitments import mark_commitment, put_commitment
from recoveryapp.meetings.enums import AgendaKind, CommitmentMark
from recoveryapp.meetings.models import Meeting
from recoveryapp.plans.actions.plan import put_plan
from recoveryapp.plans.actions.wishes import put_sharing_wish
from recoveryapp.teams.models import Membership, Supporter

ASKED_BEFORE = timedelta(days=4)
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Two:
    """A person and whoever works with them, at one moment."""

    assignment: Assignment
    person: User
    worker: User
    now: datetime

    def by(self, side: Side) -> User:
        return self.person if side == Side.PERSON else self.worker

    @property
    def goals(self) -> list[Goal]:
        return list(Goal.objects.owned_by(self.person).order_by("recorded_at"))


def add_alliance(users: Mapping[str, User], *, now: datetime) -> None:
    """`users` by address, who are in their teams already."""
    seed = demo_alliance()
    assignment = Assignment.objects.get(
        owner=users[seed.person], membership__user=users[seed.worker], ended_at__isnull=True
    )
    two = Two(assignment, users[seed.person], users[seed.worker], now)
    meetings = [_add_meeting(meeting, two) for meeting in seed.meetings]
    _add_commitments(seed, meetings, two)
    _add_messages(seed, two)
    _add_plan(seed, two, users)
    _add_what_waits(seed, users, now=now)
    _add_supervision(seed, assignment.membership, users, now=now)


def _add_meeting(meeting: DemoMeeting, two: Two) -> Meeting:
    day = two.now.astimezone(ZoneInfo(two.person.time_zone)) + timedelta(days=meeting.day)
    starts_at = datetime.combine(day.date(), time(meeting.hour), day.tzinfo)
    asked_at = min(two.now, starts_at) - ASKED_BEFORE
    values = {"starts_at": starts_at, "lasts_minutes": 60, "place": meeting.place, "link": ""}
    row = put_meeting(
        new_id(),
        assignment_id=two.assignment.pk,
        version=0,
        values=values,
        now=asked_at,
        by=two.by(meeting.asked_by),
    ).row
    if meeting.is_agreed:
        row = answer_meeting(
            row.pk,
            assignment_id=two.assignment.pk,
            accepts=True,
            version=row.version,
            now=asked_at + AN_HOUR,
            by=two.by(meeting.asked_by.other),
        )
    _add_agenda(meeting, row, two, at=asked_at + AN_HOUR)
    _add_notes(meeting, row, two, at=starts_at + AN_HOUR)
    return row


def _add_agenda(meeting: DemoMeeting, row: Meeting, two: Two, *, at: datetime) -> None:
    said: list[dict[str, Any]] = [
        {"kind": AgendaKind.OWN_WORDS, "about_id": None, "words": words} for words in meeting.agenda
    ]
    ticked = [{"kind": kind, "about_id": two.goals[n].pk, "words": ""} for kind, n in meeting.ticks]
    for position, line in enumerate([*said, *ticked]):
        values = {**line, "position": position}
        place = {"meeting_id": row.pk, "assignment_id": two.assignment.pk}
        put_line(new_id(), **place, values=values, now=at, by=two.person)


def _add_notes(meeting: DemoMeeting, row: Meeting, two: Two, *, at: datetime) -> None:
    before: list[UUID] = []
    for number, (side, words) in enumerate(meeting.notes):
        note = write_note(
            new_id(),
            meeting_id=row.pk,
            assignment_id=two.assignment.pk,
            words=words,
            based_on=before,
            now=at + number * AN_HOUR,
            by=two.by(side),
        ).row
        before = [note.pk]


def _add_commitments(seed: DemoAlliance, meetings: list[Meeting], two: Two) -> None:
    today = two.now.astimezone(ZoneInfo(two.person.time_zone)).date()
    for one in seed.commitments:
        values = {
            "side": one.side,
            "words": one.words,
            "due_on": today + timedelta(days=one.due),
            "meeting_id": None if one.meeting is None else meetings[one.meeting].pk,
        }
        place: dict[str, Any] = {"assignment_id": two.assignment.pk, "now": two.now - ASKED_BEFORE}
        row = put_commitment(new_id(), **place, version=0, values=values, by=two.by(one.by)).row
        if one.happened:
            mark_commitment(row.pk, **place, mark=CommitmentMark.HAPPENED, by=two.by(one.side))


def _add_messages(seed: DemoAlliance, two: Two) -> None:
    """Sent now and dated back: what one of them points to is shared from now on."""
    for one in seed.messages:
        at = two.now - timedelta(hours=one.hours_ago)
        values = {
            "words": one.words,
            "attached_kind": "" if one.goal is None else AttachedKind.GOAL,
            "attached_id": None if one.goal is None else two.goals[one.goal].pk,
        }
        place = {"assignment_id": two.assignment.pk}
        row = send_message(new_id(), **place, values=values, now=two.now, by=two.by(one.by)).row
        Message.objects.filter(pk=row.pk).update(recorded_at=at)
        if one.is_read:
            mark_read(row.pk, **place, now=at + AN_HOUR, by=two.by(one.by.other))


def _add_plan(seed: DemoAlliance, two: Two, users: Mapping[str, User]) -> None:
    """With family who may read it, and a button that would open it to the peer worker."""
    put_plan(version=0, values={**seed.plan, "recorded_at": two.now - ASKED_BEFORE}, by=two.person)
    _add_supporter(seed.supporter, users[seed.supporter.email], two)
    wish = {"membership_id": two.assignment.membership_id, "supporter_id": None, "recorded_at": two.now}
    put_sharing_wish(new_id(), version=0, values=wish, by=two.person)


def _add_supporter(seed: DemoSupporter, user: User, two: Two) -> None:
    """They have accepted; no mail is sent to anybody invented."""
    supporter = Supporter.objects.create(
        owner=two.person,
        name=seed.name,
        email=seed.email,
        token_digest=new_id().hex,
        expires_at=two.now,
        user=user,
        accepted_at=two.now - ASKED_BEFORE,
    )
    values = {
        "membership_id": None,
        "team_id": None,
        "supporter_id": supporter.pk,
        "purpose": "support",
        "scopes": seed.scopes,
        "goal_ids": [],
        "data_from": None,
        "data_to": None,
        "starts_at": None,
        "expires_at": two.now + timedelta(days=seed.days),
        "reminds_before_end": False,
    }
    grant_consent(new_id(), values=values, now=two.now, by=two.person)


def _add_what_waits(seed: DemoAlliance, users: Mapping[str, User], *, now: datetime) -> None:
    """A request that nobody has picked up, and a question to a person that they have not answered."""
    places = {place.user_id: place for place in Membership.objects.filter(user__in=users.values())}
    worker = users[seed.worker]
    request = {
        "team_id": places[worker.pk].team_id,
        "words": seed.request.words,
        "goal_id": None,
        "resource_id": None,
        "recorded_at": now,
    }
    put_request(new_id(), version=0, values=request, now=now, by=users[seed.request.person])
    asked = seed.hand_over
    theirs = Assignment.objects.get(owner=users[asked.person], membership__user=worker)
    to = places[users[asked.to].pk]
    offer_hand_over(theirs.pk, hand_over_id=new_id(), to_id=to.pk, words=asked.words, now=now, by=worker)


def _add_supervision(
    seed: DemoAlliance, place: Membership, users: Mapping[str, User], *, now: datetime
) -> None:
    worker = users[seed.worker]
    set_profile(values={**seed.profile.model_dump(), "recorded_at": now}, is_shown=True, now=now, by=worker)
    lead = next(user for user in users.values() if user.role == "service_manager")
    for one in seed.supervision:
        said = {"recorded_at": now, "now": now}
        question = ask_question(new_id(), team_id=place.team_id, words=one.words, by=worker, **said)
        if one.answer:
            answer_question(question.pk, answer_id=new_id(), words=one.answer, by=lead, **said)
