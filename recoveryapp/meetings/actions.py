from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.assignments.sides import Pair, Side, hold_own, hold_pair
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import IdTaken, NotVisible, StaleVersion
from recoveryapp.consent.writes import Saved, in_one_go
from recoveryapp.meetings.agenda import can_be_ticked
from recoveryapp.meetings.enums import AgendaKind
from recoveryapp.meetings.errors import MeetingOver, NeverShared, NotYoursToAnswer, TooMuch
from recoveryapp.meetings.models import AgendaLine, Meeting, Note

MOST_MEETINGS = 1_000
MOST_LINES = 20
MOST_VERSIONS = 500


@in_one_go
def put_meeting(
    meeting_id: UUID,
    *,
    assignment_id: UUID,
    version: int,
    values: Mapping[str, Any],
    now: datetime,
    by: User,
) -> Saved[Meeting]:
    """Ask for a time, or for another one: then the other side answers anew.

    `values`: starts_at, lasts_minutes, place, link. Raises NotVisible, AssignmentOver, StaleVersion, TooMuch.
    """
    pair = hold_pair(assignment_id, by=by, now=now)
    meeting = _meeting_locked(meeting_id)
    if meeting is None:
        return Saved(_ask(meeting_id, pair, values, now), is_new=True, is_changed=True)
    if meeting.assignment_id != pair.assignment.pk:
        raise NotVisible
    is_same = all(getattr(meeting, name) == value for name, value in values.items())
    if is_same and meeting.called_off_at is None:
        return Saved(meeting, is_new=False, is_changed=False)
    if version != meeting.version:
        raise StaleVersion(meeting)
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.asked_by, meeting.is_moved = pair.side, True
    meeting.accepted_at = meeting.declined_at = meeting.called_off_at = None
    _save(meeting, pair)
    return Saved(meeting, is_new=False, is_changed=True)


@transaction.atomic
def answer_meeting(
    meeting_id: UUID, *, assignment_id: UUID, accepts: bool, version: int, now: datetime, by: User
) -> Meeting:
    """By the side that did not ask; the last answer stands. `version` is what they looked at.

    Raises NotVisible, AssignmentOver, NotYoursToAnswer, MeetingOver, StaleVersion: it was moved meanwhile.
    """
    meeting, pair = _held(meeting_id, assignment_id, now, by)
    if meeting.asked_by == pair.side:
        raise NotYoursToAnswer
    if meeting.called_off_at:
        raise MeetingOver
    if accepts == (meeting.accepted_at is not None) and (meeting.accepted_at or meeting.declined_at):
        return meeting
    if version != meeting.version:
        raise StaleVersion(meeting)
    meeting.accepted_at, meeting.declined_at = (now, None) if accepts else (None, now)
    _save(meeting, pair)
    return meeting


@transaction.atomic
def call_off(meeting_id: UUID, *, assignment_id: UUID, now: datetime, by: User) -> Meeting:
    """By either side; notes and what was agreed stay. Raises NotVisible, AssignmentOver."""
    meeting, pair = _held(meeting_id, assignment_id, now, by)
    if meeting.called_off_at is None:
        meeting.called_off_at = now
        _save(meeting, pair)
    return meeting


@transaction.atomic
def delete_meeting(meeting_id: UUID, *, assignment_id: UUID, by: User) -> None:
    """By the person, also when it is over: agenda and notes go with it. Already gone is as good."""
    own_or_gone = _own(assignment_id, by)
    for meeting in Meeting.objects.filter(pk=meeting_id, assignment=own_or_gone, owner=by):
        record(Verb.DELETE, "meetings.meeting", object_id=meeting.pk, owner_id=by.pk, by=by)
        meeting.delete()


@in_one_go
def put_line(
    line_id: UUID,
    *,
    meeting_id: UUID,
    assignment_id: UUID,
    values: Mapping[str, Any],
    now: datetime,
    by: User,
) -> Saved[AgendaLine]:
    """By the person alone. `values`: kind, about_id, words, position. The same thing ticked twice is as good.

    Raises NotVisible, AssignmentOver, NeverShared, IdTaken (a line of another meeting), TooMuch.
    """
    meeting, pair = _held(meeting_id, assignment_id, now, by)
    if pair.side != Side.PERSON:
        raise NotVisible
    _demand_tickable(values, by)
    line = AgendaLine.objects.filter(pk=line_id).first() or _ticked(meeting, values)
    if line is None:
        if meeting.agenda.count() >= MOST_LINES:
            raise TooMuch
        line = AgendaLine(id=line_id, meeting=meeting, owner=by, recorded_at=now, **values)
        line.save(force_insert=True)
        record(Verb.CREATE, "meetings.agendaline", object_id=line.pk, owner_id=by.pk, by=by)
        return Saved(line, is_new=True, is_changed=True)
    _demand_of(meeting, line)
    is_changed = any(getattr(line, name) != value for name, value in values.items())
    if is_changed:
        for name, value in values.items():
            setattr(line, name, value)
        line.save(update_fields=[*values, "updated_at"])
        record(Verb.CHANGE, "meetings.agendaline", object_id=line.pk, owner_id=by.pk, by=by)
    return Saved(line, is_new=False, is_changed=is_changed)


@transaction.atomic
def delete_line(line_id: UUID, *, meeting_id: UUID, assignment_id: UUID, by: User) -> None:
    """Nobody else sees it from the next statement on. Already gone is as good."""
    own_or_gone = _own(assignment_id, by)
    rows = AgendaLine.objects.filter(meeting=meeting_id, meeting__assignment=own_or_gone, owner=by)
    for line in rows.filter(pk=line_id):
        record(Verb.DELETE, "meetings.agendaline", object_id=line.pk, owner_id=by.pk, by=by)
        line.delete()


@in_one_go
def write_note(
    note_id: UUID,
    *,
    meeting_id: UUID,
    assignment_id: UUID,
    words: str,
    based_on: Sequence[UUID],
    now: datetime,
    by: User,
) -> Saved[Note]:
    """A version of the notes; what somebody else wrote meanwhile stands beside it. The same again is as good.

    Raises NotVisible, AssignmentOver, IdTaken (the id holds another: versions are never edited), TooMuch.
    """
    meeting, pair = _held(meeting_id, assignment_id, now, by)
    note = Note.objects.filter(pk=note_id).first()
    if note is not None:
        if note.meeting_id != meeting.pk:
            raise NotVisible
        if (note.words, note.side) != (words, pair.side):
            raise IdTaken
        return Saved(note, is_new=False, is_changed=False)
    if meeting.notes.count() >= MOST_VERSIONS:
        raise TooMuch
    known = list(meeting.notes.filter(pk__in=based_on).values_list("pk", flat=True))
    note = Note(
        id=note_id,
        meeting=meeting,
        owner_id=meeting.owner_id,
        recorded_at=now,
        side=pair.side,
        words=words,
        based_on=known,
    )
    note.save(force_insert=True)
    record(Verb.CREATE, "meetings.note", object_id=note.pk, owner_id=note.owner_id, by=by)
    return Saved(note, is_new=True, is_changed=True)


@transaction.atomic
def erase_notes(meeting_id: UUID, *, assignment_id: UUID, by: User) -> None:
    """By the person: every version, for good. Already gone is as good."""
    own_or_gone = _own(assignment_id, by)
    notes = Note.objects.filter(meeting=meeting_id, meeting__assignment=own_or_gone, owner=by)
    if gone := notes.count():
        record(Verb.DELETE, "meetings.note", object_id=meeting_id, owner_id=by.pk, by=by, count=gone)
        notes.delete()


def _ask(meeting_id: UUID, pair: Pair, values: Mapping[str, Any], now: datetime) -> Meeting:
    if Meeting.objects.filter(assignment=pair.assignment).count() >= MOST_MEETINGS:
        raise TooMuch
    meeting = Meeting(
        id=meeting_id,
        owner=pair.owner,
        assignment=pair.assignment,
        recorded_at=now,
        asked_by=pair.side,
        changed_by=pair.side,
        **values,
    )
    meeting.save(force_insert=True)
    record(Verb.CREATE, "meetings.meeting", object_id=meeting.pk, owner_id=pair.owner.pk, by=pair.viewer)
    return meeting


def _save(meeting: Meeting, pair: Pair) -> None:
    meeting.version += 1
    meeting.changed_by = pair.side
    meeting.save()
    record(Verb.CHANGE, "meetings.meeting", object_id=meeting.pk, owner_id=meeting.owner_id, by=pair.viewer)


def _held(meeting_id: UUID, assignment_id: UUID, now: datetime, by: User) -> tuple[Meeting, Pair]:
    pair = hold_pair(assignment_id, by=by, now=now)
    meeting = _meeting_locked(meeting_id)
    if meeting is None or meeting.assignment_id != pair.assignment.pk:
        raise NotVisible
    return meeting, pair


def _meeting_locked(meeting_id: UUID) -> Meeting | None:
    return Meeting.objects.select_for_update(of=("self",)).filter(pk=meeting_id).first()


def _own(assignment_id: UUID, by: User) -> UUID | None:
    """The id, held, where it is the person's; else none, and nothing is found by it."""
    try:
        return hold_own(assignment_id, by=by).pk
    except NotVisible:
        return None


def _demand_tickable(values: Mapping[str, Any], by: User) -> None:
    if values["kind"] == AgendaKind.OWN_WORDS:
        return
    can_be = can_be_ticked(AgendaKind(values["kind"]), values["about_id"], person=by)
    if can_be is None:
        raise NotVisible
    if not can_be:
        raise NeverShared


def _ticked(meeting: Meeting, values: Mapping[str, Any]) -> AgendaLine | None:
    if values["about_id"] is None:
        return None
    return meeting.agenda.filter(kind=values["kind"], about_id=values["about_id"]).first()


def _demand_of(meeting: Meeting, line: AgendaLine) -> None:
    if line.owner_id != meeting.owner_id:
        raise NotVisible
    if line.meeting_id != meeting.pk:
        raise IdTaken
