"""Shapes of what a person sees and says."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.serializers import HoursSerializer
from recoveryapp.caseload.enums import RequestState
from recoveryapp.common.fields import NOTE, StrictBooleanField, WordsField
from recoveryapp.common.serializers import StrictSerializer, VersionedSerializer
from recoveryapp.teams.serializers import NamedSerializer


class TellsOfThemselvesSerializer(serializers.Serializer[Any]):
    words = serializers.CharField()
    interests = serializers.ListField(child=serializers.CharField())
    languages = serializers.ListField(child=serializers.CharField())


class WorkerSerializer(serializers.Serializer[Any]):
    """A practitioner, with what they tell of themselves."""

    membership = serializers.UUIDField(source="membership.pk")
    called = serializers.CharField(source="membership.user.called")
    role = serializers.CharField(source="membership.role")
    job_title = serializers.CharField(source="membership.job_title")
    team = NamedSerializer(source="membership.team")
    organisation = serializers.CharField(source="membership.team.organisation.name")
    hours = serializers.SerializerMethodField()
    profile = TellsOfThemselvesSerializer(allow_null=True)

    @extend_schema_field(HoursSerializer(allow_null=True))
    def get_hours(self, worker: Any) -> Any:
        said = getattr(worker.membership, "availability", None)
        return HoursSerializer(said).data if said else None


class HandOverOfferSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="hand_over.pk")
    words = serializers.CharField(source="hand_over.words")
    offered_at = serializers.DateTimeField(source="hand_over.offered_at")
    to = WorkerSerializer()


class TogetherSerializer(serializers.Serializer[Any]):
    """Somebody I work with."""

    id = serializers.UUIDField(source="assignment.pk")
    worker = WorkerSerializer()
    began = serializers.ChoiceField(source="assignment.began", choices=Began.choices)
    started_at = serializers.DateTimeField(source="assignment.started_at")
    is_cover_agreed = serializers.SerializerMethodField()
    hand_over = serializers.SerializerMethodField()

    def get_is_cover_agreed(self, one: Any) -> bool:
        return one.assignment.cover_agreed_at is not None

    @extend_schema_field(HandOverOfferSerializer(allow_null=True))
    def get_hand_over(self, one: Any) -> Any:
        return HandOverOfferSerializer(one).data if one.hand_over else None


class SupportRequestSerializer(VersionedSerializer):
    """My own. `resource`: where I would like somebody to come with me the first time."""

    id = serializers.UUIDField(read_only=True)
    team = serializers.UUIDField(source="team_id")
    team_name = serializers.CharField(source="team.name", read_only=True)
    words = WordsField(max_length=NOTE)
    goal = serializers.UUIDField(source="goal_id", required=False, allow_null=True, default=None)
    resource = serializers.UUIDField(source="resource_id", required=False, allow_null=True, default=None)
    resource_name = serializers.CharField(
        source="resource.name", read_only=True, default=None, allow_null=True
    )
    state = serializers.ChoiceField(choices=RequestState.choices, read_only=True)
    asked_at = serializers.DateTimeField(read_only=True)
    picked_up_at = serializers.DateTimeField(read_only=True, allow_null=True)
    picked_up_by = serializers.CharField(
        source="assignment.membership.user.called", read_only=True, default=None, allow_null=True
    )
    done_at = serializers.DateTimeField(read_only=True, allow_null=True)
    taken_back_at = serializers.DateTimeField(read_only=True, allow_null=True)


class SupportPageSerializer(serializers.Serializer[Any]):
    together = TogetherSerializer(many=True)
    requests = SupportRequestSerializer(many=True)
    met = WorkerSerializer(many=True)


class AskableTeamSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="team.pk")
    name = serializers.CharField(source="team.name")
    organisation = serializers.CharField(source="team.organisation.name")
    peers = serializers.SerializerMethodField()

    @extend_schema_field(WorkerSerializer(many=True))
    def get_peers(self, askable: Any) -> Any:
        for peer in askable.peers:
            peer.membership.team = askable.team
        return WorkerSerializer(askable.peers, many=True).data


class AskableTeamsSerializer(serializers.Serializer[Any]):
    teams = AskableTeamSerializer(many=True)


class WorkTogetherSerializer(StrictSerializer):
    membership = serializers.UUIDField()


class AgreesSerializer(StrictSerializer):
    agrees = StrictBooleanField()
