from typing import Any

from rest_framework import serializers

from recoveryapp.common.fields import WordsField
from recoveryapp.common.serializers import VersionedSerializer

SECTION = 3_000
"""Characters of a section, so that the whole plan can stand on two pages."""


def section() -> WordsField:
    return WordsField(max_length=SECTION, required=False, default="")


class PutPlanSerializer(VersionedSerializer):
    keeping_well = section()
    early_signs = section()
    what_helps = section()
    who_to_call = section()
    wishes = section()


class PlanSerializer(serializers.Serializer[Any]):
    """My plan; version 0: not begun."""

    version = serializers.IntegerField()
    recorded_at = serializers.DateTimeField(allow_null=True)
    keeping_well = serializers.CharField()
    early_signs = serializers.CharField()
    what_helps = serializers.CharField()
    who_to_call = serializers.CharField()
    wishes = serializers.CharField()


class FormerPlanRowSerializer(serializers.Serializer[Any]):
    """That the plan was another one, and since when."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    recorded_at = serializers.DateTimeField()


class FormerPlanSerializer(FormerPlanRowSerializer):
    keeping_well = serializers.CharField()
    early_signs = serializers.CharField()
    what_helps = serializers.CharField()
    who_to_call = serializers.CharField()
    wishes = serializers.CharField()


class SharedPlanSerializer(serializers.Serializer[Any]):
    """Somebody's plan as whoever it is shared with reads it: its words and when they were written."""

    recorded_at = serializers.DateTimeField()
    keeping_well = serializers.CharField()
    early_signs = serializers.CharField()
    what_helps = serializers.CharField()
    who_to_call = serializers.CharField()
    wishes = serializers.CharField()
