from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from recoveryapp.common.fields import CLOCK_DRIFT, OLDEST, StrictBooleanField
from recoveryapp.common.serializers import StrictSerializer
from recoveryapp.consent.actions import RECEIVER, USUAL_LENGTH
from recoveryapp.consent.models import LONGEST, ConsentGrant
from recoveryapp.consent.scopes import Purpose, Scope

LATEST_START = timedelta(days=366)
MOST_GOALS = 100


class PractitionerSerializer(serializers.Serializer[Any]):
    """A membership, as whoever shares with it should know it."""

    membership = serializers.UUIDField(source="pk")
    called = serializers.CharField(source="user.called")
    role = serializers.CharField()
    job_title = serializers.CharField()
    team = serializers.CharField(source="team.name")
    organisation = serializers.CharField(source="team.organisation.name")


class SharedTeamSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    organisation = serializers.CharField(source="organisation.name")


class NamedSupporterSerializer(serializers.Serializer[Any]):
    """As the person calls them."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class GrantSerializer(StrictSerializer):
    """Leave to see parts of my record: to one practitioner, to whoever is in a team, or to one supporter."""

    id = serializers.UUIDField(read_only=True)
    membership = serializers.UUIDField(source="membership_id", allow_null=True, required=False, default=None)
    team = serializers.UUIDField(source="team_id", allow_null=True, required=False, default=None)
    supporter = serializers.UUIDField(source="supporter_id", allow_null=True, required=False, default=None)
    practitioner = PractitionerSerializer(source="membership", read_only=True, allow_null=True)
    shared_team = SharedTeamSerializer(source="team", read_only=True, allow_null=True)
    shared_supporter = NamedSupporterSerializer(source="supporter", read_only=True, allow_null=True)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=Scope.choices), min_length=1, max_length=len(Scope)
    )
    goal_ids = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=MOST_GOALS
    )
    data_from = serializers.DateTimeField(allow_null=True, required=False, default=None)
    data_to = serializers.DateTimeField(allow_null=True, required=False, default=None)
    starts_at = serializers.DateTimeField(allow_null=True, required=False, default=None)
    expires_at = serializers.DateTimeField(allow_null=True, required=False, default=None)
    reminds_before_end = StrictBooleanField(required=False, default=False)
    revoked_at = serializers.DateTimeField(read_only=True, allow_null=True)

    def validate_scopes(self, scopes: list[str]) -> list[str]:
        return [scope.value for scope in Scope if scope in scopes]

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if sum(data[name] is not None for name in RECEIVER) != 1:
            self._refuse("membership", "one_of_two", "Choose one person or one team.")
        if data["supporter_id"] and data["purpose"] != Purpose.SUPPORT:
            self._refuse("purpose", "only_support", "A supporter is there for support.")
        self._check_data_period(data["data_from"], data["data_to"])
        self._check_grant_period(data, timezone.now())
        return data

    def _check_data_period(self, start: datetime | None, end: datetime | None) -> None:
        for name, moment in {"data_from": start, "data_to": end}.items():
            if moment and abs(moment - timezone.now()) > OLDEST:
                self._refuse(name, "out_of_range", "This date is too far away.")
        if start and end and end <= start:
            self._refuse("data_to", "out_of_order", "The end must be after the start.")

    def _check_grant_period(self, data: dict[str, Any], now: datetime) -> None:
        starts_at = data["starts_at"] or now
        expires_at = data["expires_at"] or starts_at + USUAL_LENGTH
        if not now - CLOCK_DRIFT <= starts_at <= now + LATEST_START:
            self._refuse("starts_at", "out_of_range", "Sharing can begin now or within a year.")
        if not starts_at < expires_at <= starts_at + LONGEST:
            self._refuse("expires_at", "out_of_range", "Sharing can last up to 180 days.")

    def _refuse(self, field: str, code: str, sentence: str) -> None:
        raise serializers.ValidationError({field: [serializers.ErrorDetail(sentence, code)]})


class GrantStateSerializer(serializers.ModelSerializer[ConsentGrant]):
    """To show before it is given, and for the reader's banner."""

    class Meta:
        model = ConsentGrant
        fields = ("purpose", "scopes", "data_from", "data_to", "expires_at")


class SharingSerializer(serializers.Serializer[Any]):
    """What is or will be shared; what has ended is in the history."""

    everything_paused_at = serializers.DateTimeField(allow_null=True)
    grants = GrantSerializer(many=True)


class PauseSerializer(StrictSerializer):
    is_paused = StrictBooleanField()


class PausedSerializer(serializers.Serializer[Any]):
    everything_paused_at = serializers.DateTimeField(allow_null=True)


class SharingPersonSerializer(serializers.Serializer[Any]):
    """Somebody who shares with me now. Where `grants` changed, an open page shows too much or too little."""

    id = serializers.UUIDField()
    called = serializers.CharField()
    purposes = serializers.ListField(child=serializers.ChoiceField(choices=Purpose.choices))
    grants = serializers.ListField(child=serializers.UUIDField())
    shared_until = serializers.DateTimeField()
