from typing import Any

from rest_framework import serializers

from recoveryapp.accounts.enums import Role
from recoveryapp.common.fields import NOTE, RecordedAtField, WordsField
from recoveryapp.common.serializers import StrictSerializer
from recoveryapp.consent.scopes import Purpose
from recoveryapp.review.enums import RemarkAbout


class RemarkAnswerSerializer(StrictSerializer):
    """What the person says to a remark."""

    id = serializers.UUIDField(read_only=True)
    recorded_at = RecordedAtField()
    words = WordsField(max_length=NOTE)


class WriteRemarkSerializer(StrictSerializer):
    """`about_id` is the id that the review shows it by; null for the review as a whole."""

    about = serializers.ChoiceField(choices=RemarkAbout.choices)
    about_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    words = WordsField(max_length=NOTE)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["about"] == RemarkAbout.REVIEW) != (attrs["about_id"] is None):
            said = serializers.ErrorDetail("Say what it is about.", "required")
            raise serializers.ValidationError({"about_id": [said]})
        return attrs


class RemarkSerializer(serializers.Serializer[Any]):
    """What a practitioner wrote about a person. Once erased it says nothing, and stays told."""

    id = serializers.UUIDField()
    at = serializers.DateTimeField(source="recorded_at")
    about = serializers.ChoiceField(choices=RemarkAbout.choices)
    about_id = serializers.UUIDField(allow_null=True)
    words = serializers.CharField()
    erased_at = serializers.DateTimeField(allow_null=True)
    answers = RemarkAnswerSerializer(many=True)


class OwnRemarkSerializer(RemarkSerializer):
    """As the person sees it; `called` is empty where the writer's account is gone."""

    purpose = serializers.ChoiceField(choices=Purpose.choices)
    called = serializers.CharField(source="writer.called", default="")
    role = serializers.ChoiceField(source="writer_role", choices=Role.choices)
