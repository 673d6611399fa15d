from typing import Any

from rest_framework import serializers

from recoveryapp.common.fields import WordsField
from recoveryapp.common.serializers import StrictSerializer

NAME = 60


class InviteSupporterSerializer(StrictSerializer):
    name = WordsField(max_length=NAME, allow_blank=False)
    email = serializers.EmailField(max_length=254)


class SupporterSerializer(serializers.Serializer[Any]):
    """Somebody I asked to stand by me. They see nothing by that."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    expires_at = serializers.DateTimeField()
    mailed_at = serializers.DateTimeField(allow_null=True)
    mail_trouble = serializers.CharField()
    accepted_at = serializers.DateTimeField(allow_null=True)


class SupportersSerializer(serializers.Serializer[Any]):
    supporters = SupporterSerializer(many=True)


class SeenSupportSerializer(serializers.Serializer[Any]):
    """What whoever holds the token may read before they sign in."""

    called = serializers.CharField(source="owner.called")
    email_hint = serializers.CharField()
    expires_at = serializers.DateTimeField()


class SupportedSerializer(serializers.Serializer[Any]):
    """Somebody who lets me support them. `id` is that of our standing by, `person` theirs. Where `grants`
    changed, an open page shows too much or too little."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="owner_id")
    called = serializers.CharField(source="owner.called")
    shared_until = serializers.DateTimeField(allow_null=True)
    grants = serializers.SerializerMethodField()

    def get_grants(self, supporter: Any) -> list[str]:
        return [str(grant) for grant in supporter.grants or ()]


class SupportingSerializer(serializers.Serializer[Any]):
    supporting = SupportedSerializer(many=True)
