from typing import Any

from rest_framework import serializers

from recoveryapp.common.fields import SHORT, RecordedAtField, StrictIntegerField, WordsField
from recoveryapp.common.serializers import StrictSerializer, VersionedSerializer
from recoveryapp.goals.attainment.scoring import HIGHEST, LEVELS, LOWEST
from recoveryapp.goals.models import HEAVIEST


class AttainmentScaleSerializer(VersionedSerializer):
    """What each step would be, from much less than hoped for to much more; how often the goal counts."""

    words = serializers.ListField(
        child=WordsField(max_length=SHORT, allow_blank=True), min_length=len(LEVELS), max_length=len(LEVELS)
    )
    weight = StrictIntegerField(min_value=1, max_value=HEAVIEST, required=False, default=1)


class AttainmentSerializer(StrictSerializer):
    """-2 much less than hoped for, -1 less, 0 as hoped for, 1 more, 2 much more."""

    id = serializers.UUIDField(read_only=True)
    recorded_at = RecordedAtField()
    level = StrictIntegerField(min_value=LOWEST, max_value=HIGHEST)


class AttainedSerializer(serializers.Serializer[Any]):
    """One number for `goals` goals: 50 is all as hoped for. Null: there is none with a level yet.

    It is a personal number, against what this person hoped for. It says nothing beside somebody else's.
    """

    t = serializers.FloatField(allow_null=True)
    goals = serializers.IntegerField()
