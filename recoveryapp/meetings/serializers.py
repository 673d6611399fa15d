from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from recoveryapp.assignments.serializers import HoursSerializer
from recoveryapp.assignments.sides import Pair, Side
from recoveryapp.common.fields import LINE, StrictBooleanField, StrictIntegerField, WordsField
from recoveryapp.common.serializers import StrictSerializer
from recoveryapp.meetings.enums import AgendaKind, CommitmentMark, MeetingState
from recoveryapp.meetings.models import LONGEST, SHORTEST, USUAL

FURTHEST = timedelta(days=731)
NOTES = 10_000
MOST_BASES = 10
LAST_POSITION = 99


class MeetingTimeField(serializers.DateTimeField):
    """From two years ago to in two years: a meeting may be written down afterwards."""

    default_error_messages = {"out_of_range": "This date is too far away."}

    def to_internal_value(self, value: Any) -> datetime:
        moment = super().to_internal_value(value)
        if abs(moment - timezone.now()) > FURTHEST:
            self.fail("out_of_range")
        return moment


class DueOnField(serializers.DateField):
    default_error_messages = {"out_of_range": "This date is too far away."}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        if abs(day - timezone.now().date()) > FURTHEST:
            self.fail("out_of_range")
        return day


class LinkField(WordsField):
    """A web address that a press may open: https, and a host."""

    default_error_messages = {"not_a_link": "A link begins with https://"}

    def to_internal_value(self, data: Any) -> str:
        link = super().to_internal_value(data)
        if link and not self._is_https(link):
            self.fail("not_a_link")
        return link

    def _is_https(self, link: str) -> bool:
        try:
            parts = urlsplit(link)
            return parts.scheme == "https" and bool(parts.hostname) and not any(c.isspace() for c in link)
        except ValueError:
            return False


class VersionField(StrictIntegerField):
    """The version last seen; 0: a new row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=2**31 - 1, **kwargs)


class MeetingSerializer(StrictSerializer):
    """A time to meet. `state` says whether the side that did not ask for it has said yes."""

    id = serializers.UUIDField(read_only=True)
    version = VersionField()
    starts_at = MeetingTimeField()
    lasts_minutes = StrictIntegerField(min_value=SHORTEST, max_value=LONGEST, required=False, default=USUAL)
    place = WordsField(required=False, default="", max_length=LINE)
    link = LinkField(required=False, default="", max_length=LINE)
    state = serializers.ChoiceField(choices=MeetingState.choices, read_only=True)
    asked_by = serializers.ChoiceField(choices=Side.choices, read_only=True)
    is_moved = serializers.BooleanField(read_only=True)


class AnswerMeetingSerializer(StrictSerializer):
    accepts = StrictBooleanField()
    version = VersionField()


class AgendaLineSerializer(StrictSerializer):
    """Own words, or the kind and id of one thing of the person's record."""

    kind = serializers.ChoiceField(choices=AgendaKind.choices)
    about_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    words = WordsField(required=False, default="", max_length=LINE)
    position = StrictIntegerField(min_value=0, max_value=LAST_POSITION)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        is_own = attrs["kind"] == AgendaKind.OWN_WORDS
        if is_own == bool(attrs["about_id"]) or is_own != bool(attrs["words"]):
            refused = serializers.ErrorDetail("Own words, or one thing.", "one_of_two")
            raise serializers.ValidationError({"words": [refused]})
        return attrs


class ShownLineSerializer(serializers.Serializer[Any]):
    """`at` is when it was written, null for own words; `is_seen`: by whoever the meeting is with."""

    id = serializers.UUIDField()
    position = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=AgendaKind.choices)
    about_id = serializers.UUIDField(allow_null=True)
    words = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    is_seen = serializers.BooleanField()


class TickableLineSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=AgendaKind.choices)
    about_id = serializers.UUIDField()
    words = serializers.CharField()
    at = serializers.DateTimeField()


class TickableLinesSerializer(serializers.Serializer[Any]):
    lines = TickableLineSerializer(many=True)


class NoteSerializer(StrictSerializer):
    """One version of the notes, and the ids of those it was written upon."""

    id = serializers.UUIDField(read_only=True)
    words = WordsField(max_length=NOTES, required=False, default="")
    based_on = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=MOST_BASES
    )
    side = serializers.ChoiceField(choices=Side.choices, read_only=True)
    recorded_at = serializers.DateTimeField(read_only=True)


class NotesSerializer(serializers.Serializer[Any]):
    """`standing` has two where both wrote at the same time; `before` is what was replaced, newest first."""

    standing = NoteSerializer(many=True)
    before = NoteSerializer(many=True)


class CommitmentSerializer(StrictSerializer):
    """What one side will do. `is_step`: the person made a step of a goal of it."""

    id = serializers.UUIDField(read_only=True)
    version = VersionField()
    side = serializers.ChoiceField(choices=Side.choices)
    words = WordsField(max_length=LINE)
    due_on = DueOnField(required=False, allow_null=True, default=None)
    meeting = serializers.UUIDField(source="meeting_id", required=False, allow_null=True, default=None)
    written_by = serializers.ChoiceField(choices=Side.choices, read_only=True)
    mark = serializers.ChoiceField(choices=CommitmentMark.choices, read_only=True)
    marked_at = serializers.DateTimeField(read_only=True, allow_null=True)
    recorded_at = serializers.DateTimeField(read_only=True)
    is_step = serializers.SerializerMethodField()

    def get_is_step(self, row: Any) -> bool:
        return row.step_id is not None


class MarkCommitmentSerializer(StrictSerializer):
    mark = serializers.ChoiceField(
        choices=[CommitmentMark.OPEN, CommitmentMark.HAPPENED, CommitmentMark.LET_GO]
    )


class MakeStepSerializer(StrictSerializer):
    goal = serializers.UUIDField()
    step = serializers.UUIDField()
    """The id of the step to be."""


class WholeMeetingSerializer(MeetingSerializer):
    """A meeting with what the person wants to talk about, what was noted, and what was agreed at it."""

    agenda = ShownLineSerializer(many=True, read_only=True)
    notes = NotesSerializer(read_only=True)
    commitments = CommitmentSerializer(many=True, read_only=True)


class PairSerializer(serializers.Serializer[Any]):
    """The two who work together, as one of them sees it; `called` is the other one."""

    assignment = serializers.UUIDField(source="assignment.pk")
    side = serializers.ChoiceField(choices=Side.choices)
    person = serializers.UUIDField(source="owner.pk")
    called = serializers.CharField(source="other.called")
    job_title = serializers.CharField(source="assignment.membership.job_title")
    team = serializers.CharField(source="assignment.membership.team.name")
    is_in_force = serializers.BooleanField()
    hours = serializers.SerializerMethodField()

    @extend_schema_field(HoursSerializer(allow_null=True))
    def get_hours(self, pair: Pair) -> Any:
        found = getattr(pair.assignment.membership, "availability", None)
        return HoursSerializer(found).data if found else None


class PairsSerializer(serializers.Serializer[Any]):
    pairs = PairSerializer(many=True)
