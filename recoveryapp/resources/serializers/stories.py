"""Shapes of stories: for their writers, their two readers, and everybody once published."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from recoveryapp.common.fields import (
    LINE,
    NOTE,
    PAGE,
    SHORT,
    CodesField,
    StrictBooleanField,
    StrictIntegerField,
    WordsField,
)
from recoveryapp.common.serializers import StrictSerializer, VersionedSerializer
from recoveryapp.outcomes import catalogue
from recoveryapp.resources.enums import StoryState, Verdict
from recoveryapp.resources.queries.stories import said_of

WORDING = 1
"""Of the consent, as the screens show it now."""
ABOUT = 300


class SaidOfStorySerializer(serializers.Serializer[Any]):
    """What a reader said, without who."""

    verdict = serializers.ChoiceField(choices=Verdict.choices)
    words = serializers.CharField()
    created_at = serializers.DateTimeField()


class StorySerializer(VersionedSerializer):
    """One's own story. It can be changed as long as it is a draft."""

    id = serializers.UUIDField(read_only=True)
    title = WordsField(max_length=SHORT, required=False, default="")
    about = WordsField(max_length=ABOUT, required=False, default="")
    words = WordsField(max_length=PAGE, required=False, default="")
    content_note = WordsField(max_length=LINE, required=False, default="")
    signed = WordsField(max_length=60, required=False, default="")
    areas = CodesField(known=catalogue.area_codes, required=False, default=list)
    language = WordsField(max_length=64, required=False, default="English", allow_blank=False)
    state = serializers.SerializerMethodField()
    asked_at = serializers.DateTimeField(read_only=True, allow_null=True)
    published_at = serializers.DateTimeField(read_only=True, allow_null=True)
    resource = serializers.UUIDField(source="resource_id", read_only=True, allow_null=True)
    said = serializers.SerializerMethodField()

    def get_state(self, story: Any) -> StoryState:
        if story.published_at:
            return StoryState.PUBLISHED
        return StoryState.ASKED if story.asked_at else StoryState.DRAFT

    @extend_schema_field(SaidOfStorySerializer(many=True))
    def get_said(self, story: Any) -> Any:
        return SaidOfStorySerializer(said_of(story), many=True).data


class AskForStorySerializer(StrictSerializer):
    """Consent, in the words that were on the screen."""

    agrees = StrictBooleanField()
    wording = StrictIntegerField(min_value=1, max_value=WORDING)

    def validate_agrees(self, agrees: bool) -> bool:
        if not agrees:
            raise serializers.ValidationError("Without your yes it is not given to anybody.", code="required")
        return agrees


class WaitingStorySerializer(serializers.Serializer[Any]):
    """A story that waits for its readers, without its words."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    language = serializers.CharField()
    asked_at = serializers.DateTimeField()
    is_read = serializers.BooleanField()
    """By me."""


class WholeWaitingStorySerializer(WaitingStorySerializer):
    about = serializers.CharField()
    words = serializers.CharField()
    content_note = serializers.CharField()
    signed = serializers.CharField()
    areas = serializers.ListField(child=serializers.CharField())


class JudgeStorySerializer(StrictSerializer):
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    words = WordsField(max_length=NOTE, required=False, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["verdict"] == Verdict.CHANGE and not attrs["words"]:
            raise serializers.ValidationError({"words": [serializers.ErrorDetail("Say what.", "required")]})
        return attrs


class PublishedStorySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    words = serializers.CharField()
    content_note = serializers.CharField()
    signed = serializers.CharField()
    language = serializers.CharField()
    published_at = serializers.DateTimeField()
