from typing import Any

from rest_framework import serializers

from recoveryapp.accounts.enums import Role
from recoveryapp.common.fields import SHORT, StrictBooleanField, WordsField
from recoveryapp.common.serializers import StrictSerializer

LONGEST_SECRET = 64


class NamedSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class PutTeamSerializer(StrictSerializer):
    name = WordsField(max_length=SHORT)


class MemberSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    called = serializers.CharField(source="user.called")
    email = serializers.EmailField(source="user.email")
    role = serializers.CharField()
    job_title = serializers.CharField()
    team = NamedSerializer()
    verified_at = serializers.DateTimeField(allow_null=True)
    lead_since = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class LeadSerializer(StrictSerializer):
    is_lead = StrictBooleanField()


class InvitationSerializer(serializers.Serializer[Any]):
    """Whether it was accepted does not stand here."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    role = serializers.CharField()
    team = NamedSerializer(allow_null=True)
    job_title = serializers.CharField()
    expires_at = serializers.DateTimeField()
    mailed_at = serializers.DateTimeField(allow_null=True)
    mail_trouble = serializers.CharField()


class InviteSerializer(StrictSerializer):
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=Role.choices)
    team = serializers.UUIDField(required=False, allow_null=True, default=None)
    job_title = WordsField(max_length=SHORT, required=False, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["role"] != Role.SERVICE_USER and attrs["team"] is None:
            raise serializers.ValidationError(
                {"team": serializers.ErrorDetail("Choose a team.", code="required")}
            )
        return attrs


class TeamPageSerializer(serializers.Serializer[Any]):
    organisation = NamedSerializer()
    teams = NamedSerializer(many=True)
    members = MemberSerializer(many=True)
    invitations = InvitationSerializer(many=True)


class TokenSerializer(StrictSerializer):
    token = serializers.CharField(max_length=LONGEST_SECRET)


class SeenInvitationSerializer(serializers.Serializer[Any]):
    """What whoever holds the token may read before they sign in."""

    organisation = serializers.CharField(source="organisation.name")
    team = serializers.CharField(source="team_name")
    role = serializers.CharField()
    job_title = serializers.CharField()
    email_hint = serializers.CharField()
    expires_at = serializers.DateTimeField()


class OwnMembershipSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    organisation = NamedSerializer(source="team.organisation")
    team = NamedSerializer()
    role = serializers.CharField()
    job_title = serializers.CharField()
    verified_at = serializers.DateTimeField(allow_null=True)


class MyTeamSerializer(serializers.Serializer[Any]):
    memberships = OwnMembershipSerializer(many=True)


class MakeCodeSerializer(StrictSerializer):
    membership = serializers.UUIDField()


class ShownCodeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    qr = serializers.ListField(child=serializers.CharField())
    expires_at = serializers.DateTimeField()


class CodeSerializer(StrictSerializer):
    code = serializers.CharField(max_length=LONGEST_SECRET)


class ConnectionSerializer(serializers.Serializer[Any]):
    """A practitioner, as the person who met them should know them."""

    membership = serializers.UUIDField(source="pk")
    called = serializers.CharField(source="user.called")
    role = serializers.CharField()
    job_title = serializers.CharField()
    team = NamedSerializer()
    organisation = NamedSerializer(source="team.organisation")


class ConnectionsSerializer(serializers.Serializer[Any]):
    connections = ConnectionSerializer(many=True)
