from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from recoveryapp.assignments.sides import Side
from recoveryapp.common.fields import CodesField, WordsField
from recoveryapp.common.serializers import StrictSerializer
from recoveryapp.consent.scopes import Purpose
from recoveryapp.conversations.enums import AttachedKind, ToldBy
from recoveryapp.conversations.models import Message

MESSAGE = 4_000


class AttachedSerializer(serializers.Serializer[Any]):
    """What a message points to, as the viewer may see it now."""

    kind = serializers.ChoiceField(choices=AttachedKind.choices)
    id = serializers.UUIDField()
    words = serializers.CharField()
    is_seen = serializers.BooleanField()
    purpose = serializers.ChoiceField(choices=Purpose.choices, allow_null=True)


class AttachableSerializer(serializers.Serializer[Any]):
    things = AttachedSerializer(many=True)


class SendMessageSerializer(StrictSerializer):
    words = WordsField(max_length=MESSAGE)
    attached_kind = serializers.ChoiceField(
        choices=AttachedKind.choices, required=False, default="", allow_blank=True
    )
    attached_id = serializers.UUIDField(required=False, allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs["attached_kind"]) != bool(attrs["attached_id"]):
            refused = serializers.ErrorDetail("Kind and id, or neither.", "both_or_neither")
            raise serializers.ValidationError({"attached_id": [refused]})
        return attrs


class MessageSerializer(serializers.Serializer[Any]):
    """`attached` null: nothing, or nothing that the viewer may see now."""

    id = serializers.UUIDField()
    side = serializers.ChoiceField(choices=Side.choices)
    words = serializers.CharField()
    recorded_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    attached = serializers.SerializerMethodField()

    @extend_schema_field(AttachedSerializer(allow_null=True))
    def get_attached(self, message: Message) -> Any:
        found = self.context["attached"].get(message.pk)
        return AttachedSerializer(found).data if found else None


class ConversationSerializer(serializers.Serializer[Any]):
    """How it stands for the viewer."""

    is_over = serializers.BooleanField()
    closed_at = serializers.DateTimeField(allow_null=True)
    closed_by = serializers.ChoiceField(choices=Side.choices, allow_blank=True)
    told_by = serializers.ListField(child=serializers.ChoiceField(choices=ToldBy.choices))
    unread = serializers.IntegerField()
    kept_days = serializers.IntegerField()


class ReadUpToSerializer(StrictSerializer):
    message = serializers.UUIDField()


class ToldBySerializer(StrictSerializer):
    channels = CodesField(known=lambda: set(ToldBy.values))


class UnreadSerializer(serializers.Serializer[Any]):
    """By assignment."""

    counts = serializers.DictField(child=serializers.IntegerField())
