from collections import Counter
from typing import Any

from rest_framework import serializers

from recoveryapp.common.fields import CodesField, DayField, StrictBooleanField, WordsField
from recoveryapp.common.serializers import StrictSerializer, VersionedSerializer
from recoveryapp.outcomes import catalogue
from recoveryapp.outcomes.enums import Feel, Level
from recoveryapp.outcomes.serializers.fields import CodeField, LevelField

MOST_ANSWERS = 150
NAME = 60


class CheckInAnswerSerializer(StrictSerializer):
    """Exactly one of `item` and `own_item`."""

    item = CodeField(known=catalogue.item_codes, allow_null=True, required=False, default=None)
    own_item = serializers.UUIDField(source="own_item_id", allow_null=True, required=False, default=None)
    level = serializers.ChoiceField(choices=Level.choices)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["item"] is None) == (attrs["own_item_id"] is None):
            raise serializers.ValidationError("Name one item.", code="one_item")
        return attrs


class CheckInSerializer(VersionedSerializer):
    """How life is at one time. Everything beyond `version` and `recorded_at` may be left unsaid."""

    id = serializers.UUIDField(read_only=True)
    feel = serializers.ChoiceField(choices=Feel.choices, allow_null=True, required=False, default=None)
    functional = LevelField()
    existential = LevelField()
    social = LevelField()
    items: "serializers.ListSerializer[Any]" = serializers.ListSerializer(
        child=CheckInAnswerSerializer(), required=False, default=list, max_length=MOST_ANSWERS
    )
    words = WordsField(required=False, default="")
    helped = WordsField(required=False, default="")
    hindered = WordsField(required=False, default="")
    hindered_by = CodesField(known=catalogue.barrier_codes, required=False, default=list)
    was_hard = StrictBooleanField(required=False, default=False)
    together_with = WordsField(required=False, max_length=NAME)
    """Left out: as it was. A phone with an older app takes nothing away."""

    def validate_items(self, answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
        times = Counter((answer["item"], answer["own_item_id"]) for answer in answers)
        if any(count > 1 for count in times.values()):
            raise serializers.ValidationError("An item is answered once.", code="item_twice")
        return answers


class CheckInFilterSerializer(serializers.Serializer[Any]):
    """Days in the person's time zone; both belong to the answer."""

    since = DayField(required=False, default=None)
    until = DayField(required=False, default=None)
