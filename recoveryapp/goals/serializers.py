from typing import Any

from rest_framework import serializers

from recoveryapp.common.fields import LINE, NOTE, CodesField, RecordedAtField, StrictIntegerField, WordsField
from recoveryapp.common.serializers import StrictSerializer, VersionedSerializer
from recoveryapp.goals.enums import GoalStatus
from recoveryapp.outcomes import catalogue

LAST_POSITION = 999
NAME = 60


class ScaleField(StrictIntegerField):
    """A whole number from 0 to 10."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=10, **kwargs)


class GoalStepSerializer(StrictSerializer):
    id = serializers.UUIDField(read_only=True)
    words = WordsField(max_length=LINE)
    position = StrictIntegerField(min_value=0, max_value=LAST_POSITION)
    done_at = RecordedAtField(required=False, allow_null=True, default=None)


class GoalRatingSerializer(StrictSerializer):
    id = serializers.UUIDField(read_only=True)
    recorded_at = RecordedAtField()
    value = ScaleField()
    note = WordsField(required=False, default="")


class LatestGoalRatingSerializer(serializers.Serializer[Any]):
    value = serializers.IntegerField()
    recorded_at = serializers.DateTimeField()


class GoalSerializer(VersionedSerializer):
    """A goal in the person's own words; the codes are those of the logic model."""

    id = serializers.UUIDField(read_only=True)
    words = WordsField(max_length=LINE)
    why = WordsField(required=False, default="", max_length=NOTE)
    domains = CodesField(known=catalogue.domain_codes, required=False, default=list)
    areas = CodesField(known=catalogue.area_codes, required=False, default=list)
    barriers = CodesField(known=catalogue.barrier_codes, required=False, default=list)
    own_barrier = WordsField(required=False, default="", max_length=LINE)
    importance = ScaleField(required=False, allow_null=True, default=None)
    confidence = ScaleField(required=False, allow_null=True, default=None)
    together_with = WordsField(required=False, max_length=NAME)
    """Left out: as it was. A phone with an older app takes nothing away."""
    status = serializers.ChoiceField(choices=GoalStatus.choices, read_only=True)
    status_changed_at = serializers.DateTimeField(source="in_status_since", read_only=True)
    latest_rating = LatestGoalRatingSerializer(read_only=True, allow_null=True)
    steps = GoalStepSerializer(many=True, read_only=True)


class GoalFilterSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=GoalStatus.choices, required=False)


class ChangeGoalStatusSerializer(StrictSerializer):
    status = serializers.ChoiceField(choices=GoalStatus.choices)
    reason = WordsField(required=False, default="")


class GoalStatusChangeSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=GoalStatus.choices)
    at = serializers.DateTimeField(source="recorded_at")
    reason = serializers.CharField()


class GoalRatingPointSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    value = serializers.FloatField()
    count = serializers.IntegerField()


class GoalRatingSeriesSerializer(serializers.Serializer[Any]):
    weeks_per_point = serializers.IntegerField()
    points = GoalRatingPointSerializer(many=True)
