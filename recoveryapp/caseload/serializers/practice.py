"""Shapes of what practitioners see and say."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.models import MOST_PEOPLE
from recoveryapp.assignments.serializers import HoursSerializer
from recoveryapp.caseload.enums import HandOverState, RequestState
from recoveryapp.caseload.queries.lists import OnCaseload, Shared
from recoveryapp.common.fields import (
    NOTE,
    SHORT,
    RecordedAtField,
    StrictBooleanField,
    StrictIntegerField,
    WordsField,
    on_the_wire,
)
from recoveryapp.common.serializers import StrictSerializer
from recoveryapp.consent.scopes import Purpose
from recoveryapp.teams.serializers import NamedSerializer

MOST_WORDS = 20


class PlaceSerializer(serializers.Serializer[Any]):
    """Where I practise, for how many I have time, and when I am there."""

    membership = serializers.UUIDField(source="pk")
    team = NamedSerializer()
    role = serializers.CharField()
    capacity = serializers.IntegerField(source="availability.capacity", default=None, allow_null=True)
    hours = serializers.SerializerMethodField()
    cover = serializers.UUIDField(source="availability.cover_id", default=None, allow_null=True)

    @extend_schema_field(HoursSerializer(allow_null=True))
    def get_hours(self, place: Any) -> Any:
        said = getattr(place, "availability", None)
        return HoursSerializer(said).data if said else None


class SharedWithMeSerializer(serializers.Serializer[Any]):
    purposes = serializers.ListField(child=serializers.ChoiceField(choices=Purpose.choices))
    until = serializers.DateTimeField()


class HandOverStandingSerializer(serializers.Serializer[Any]):
    to = serializers.CharField()
    state = serializers.ChoiceField(choices=HandOverState.choices)
    offered_at = serializers.DateTimeField()


class OpenCommitmentsSerializer(serializers.Serializer[Any]):
    """How many are agreed and open, by who does them; and how many of those have come to their day."""

    person = serializers.IntegerField()
    worker = serializers.IntegerField()
    person_due = serializers.IntegerField()
    worker_due = serializers.IntegerField()


class OnCaseloadSerializer(serializers.Serializer[Any]):
    """Somebody on my list. `shared`: what they share with me now; null: nothing."""

    id = serializers.UUIDField()
    membership = serializers.UUIDField(source="membership_id")
    person = serializers.UUIDField(source="person_id")
    called = serializers.CharField()
    began = serializers.ChoiceField(choices=Began.choices)
    started_at = serializers.DateTimeField()
    shared = SharedWithMeSerializer(allow_null=True)
    is_new = serializers.BooleanField()
    next_meeting_at = serializers.DateTimeField(allow_null=True)
    commitments = OpenCommitmentsSerializer()
    hand_over = HandOverStandingSerializer(allow_null=True)

    def to_representation(self, one: OnCaseload) -> dict[str, Any]:
        """As its fields would say it, without asking each: a list holds sixty."""
        return {
            "id": str(one.id),
            "membership": str(one.membership_id),
            "person": str(one.person_id),
            "called": one.called,
            "began": one.began,
            "started_at": on_the_wire(one.started_at),
            "shared": one.shared and _shared(one.shared),
            "is_new": one.is_new,
            "next_meeting_at": one.next_meeting_at and on_the_wire(one.next_meeting_at),
            "commitments": vars(one.commitments),
            "hand_over": one.hand_over and HandOverStandingSerializer(one.hand_over).data,
        }


class AlsoSharesSerializer(serializers.Serializer[Any]):
    person = serializers.UUIDField(source="shared.person_id")
    called = serializers.CharField(source="shared.called")
    shared = SharedWithMeSerializer()
    is_new = serializers.BooleanField()


class CoveredPersonSerializer(serializers.Serializer[Any]):
    called = serializers.CharField()
    next_meeting_at = serializers.DateTimeField(allow_null=True)


class StandsInForSerializer(serializers.Serializer[Any]):
    """A colleague who is away, and those of their people who agreed that I see their name."""

    called = serializers.CharField()
    team = serializers.CharField()
    until = serializers.DateField()
    people = CoveredPersonSerializer(many=True)


class CaseloadSerializer(serializers.Serializer[Any]):
    places = PlaceSerializer(many=True)
    people = OnCaseloadSerializer(many=True)
    also = AlsoSharesSerializer(many=True)
    standing_in = StandsInForSerializer(many=True)
    waiting = serializers.IntegerField()


class ColleagueSerializer(serializers.Serializer[Any]):
    membership = serializers.UUIDField(source="pk")
    called = serializers.CharField(source="user.called")
    role = serializers.CharField()
    team = serializers.CharField(source="team.name")


class ColleaguesSerializer(serializers.Serializer[Any]):
    colleagues = ColleagueSerializer(many=True)


class TeamRequestSerializer(serializers.Serializer[Any]):
    """A request as the team has it, without its words."""

    id = serializers.UUIDField()
    called = serializers.CharField(source="owner.called")
    team = NamedSerializer()
    resource = NamedSerializer(allow_null=True)
    asked_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=RequestState.choices)
    assignment = serializers.UUIDField(source="assignment_id", allow_null=True)


class WholeTeamRequestSerializer(TeamRequestSerializer):
    words = serializers.CharField()


class TeamRequestsSerializer(serializers.Serializer[Any]):
    waiting = TeamRequestSerializer(many=True)
    picked_up = TeamRequestSerializer(many=True)


class OneOnCaseloadSerializer(OnCaseloadSerializer):
    """With what they asked for and I picked up."""

    requests = TeamRequestSerializer(many=True)

    def to_representation(self, one: OnCaseload) -> dict[str, Any]:
        asked = self.fields["requests"]
        return {
            **super().to_representation(one),
            "requests": asked.to_representation(asked.get_attribute(one)),
        }


class OfferHandOverSerializer(StrictSerializer):
    id = serializers.UUIDField()
    to = serializers.UUIDField(source="to_id")
    words = WordsField(max_length=NOTE, required=False, default="")


class AvailabilitySerializer(StrictSerializer):
    capacity = StrictIntegerField(min_value=1, max_value=MOST_PEOPLE, allow_null=True)
    weekdays = serializers.ListField(child=StrictIntegerField(min_value=1, max_value=7), max_length=7)
    begins = serializers.TimeField(allow_null=True)
    ends = serializers.TimeField(allow_null=True)
    away_from = serializers.DateField(allow_null=True)
    away_until = serializers.DateField(allow_null=True)
    cover = serializers.UUIDField(source="cover_id", allow_null=True)

    def validate_weekdays(self, days: list[int]) -> list[int]:
        return sorted(set(days))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        self._in_order(attrs, "begins", "ends", may_be_equal=False)
        self._in_order(attrs, "away_from", "away_until", may_be_equal=True)
        return attrs

    def _in_order(self, attrs: dict[str, Any], first: str, last: str, *, may_be_equal: bool) -> None:
        start, end = attrs[first], attrs[last]
        if start is None and end is None:
            return
        is_whole = start is not None and end is not None
        if not is_whole or end < start or (end == start and not may_be_equal):
            refused = serializers.ErrorDetail("Give both, the first before the second.", "not_in_order")
            raise serializers.ValidationError({last: refused})


class PeerProfileSerializer(StrictSerializer):
    words = WordsField(max_length=NOTE, required=False, default="")
    interests = serializers.ListField(child=WordsField(max_length=SHORT), max_length=MOST_WORDS)
    languages = serializers.ListField(child=WordsField(max_length=SHORT), max_length=MOST_WORDS)
    is_shown = StrictBooleanField(write_only=True)
    shown_at = serializers.DateTimeField(read_only=True, allow_null=True)
    recorded_at = RecordedAtField(write_only=True)


class SupervisionAnswerSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    called = serializers.CharField(source="owner.called")
    is_own = serializers.SerializerMethodField()
    words = serializers.CharField()
    at = serializers.DateTimeField(source="created_at")

    def get_is_own(self, answer: Any) -> bool:
        return bool(answer.owner_id == self.context["viewer"].pk)


class SupervisionQuestionSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    called = serializers.CharField(source="owner.called")
    is_own = serializers.SerializerMethodField()
    team = NamedSerializer()
    words = serializers.CharField()
    asked_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    answers = SupervisionAnswerSerializer(many=True)

    def get_is_own(self, question: Any) -> bool:
        return bool(question.owner_id == self.context["viewer"].pk)


class AskingTeamSerializer(serializers.Serializer[Any]):
    """Where I can ask, and who reads it there."""

    id = serializers.UUIDField(source="team.pk")
    name = serializers.CharField(source="team.name")
    leads = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_leads(self, place: Any) -> list[str]:
        return list(self.context["leads"].get(place.team_id, []))


class SupervisionSerializer(serializers.Serializer[Any]):
    teams = AskingTeamSerializer(many=True)
    leads_any = serializers.BooleanField()
    questions = SupervisionQuestionSerializer(many=True)


class AskSupervisionSerializer(StrictSerializer):
    team = serializers.UUIDField(source="team_id")
    words = WordsField(max_length=NOTE)
    recorded_at = RecordedAtField()


class AnswerSupervisionSerializer(StrictSerializer):
    words = WordsField(max_length=NOTE)
    recorded_at = RecordedAtField()


class CloseSupervisionSerializer(StrictSerializer):
    is_closed = StrictBooleanField()


class WorkloadRowSerializer(serializers.Serializer[Any]):
    called = serializers.CharField(source="membership.user.called")
    role = serializers.CharField(source="membership.role")
    people = serializers.IntegerField(allow_null=True)
    """Rounded; null: fewer than ten."""
    capacity = serializers.IntegerField(
        source="membership.availability.capacity", default=None, allow_null=True
    )


class TeamWorkloadSerializer(serializers.Serializer[Any]):
    team = NamedSerializer()
    waiting = serializers.IntegerField(allow_null=True)
    workers = WorkloadRowSerializer(many=True)


class WorkloadSerializer(serializers.Serializer[Any]):
    teams = TeamWorkloadSerializer(many=True)


def _shared(said: Shared) -> dict[str, Any]:
    """As `SharedWithMeSerializer` says it."""
    return {"purposes": said.purposes, "until": on_the_wire(said.until)}
