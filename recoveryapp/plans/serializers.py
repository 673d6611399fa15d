from datetime import datetime
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from recoveryapp.common.fields import WordsField
from recoveryapp.common.serializers import StrictSerializer, VersionedSerializer
from recoveryapp.consent.serializers import NamedSupporterSerializer, PractitionerSerializer
from recoveryapp.plans.models import SharingWish

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


class SharingWishSerializer(VersionedSerializer):
    """To whom my plan opens for three days when I press it."""

    id = serializers.UUIDField(read_only=True)
    membership = serializers.UUIDField(source="membership_id", allow_null=True, required=False, default=None)
    supporter = serializers.UUIDField(source="supporter_id", allow_null=True, required=False, default=None)
    practitioner = PractitionerSerializer(source="membership", read_only=True, allow_null=True)
    shared_supporter = NamedSupporterSerializer(source="supporter", read_only=True, allow_null=True)
    grant = serializers.UUIDField(source="grant_id", read_only=True, allow_null=True)
    pressed_at = serializers.DateTimeField(read_only=True, allow_null=True)
    told_at = serializers.DateTimeField(read_only=True, allow_null=True)
    open_until = serializers.SerializerMethodField()

    def get_open_until(self, wish: SharingWish) -> datetime | None:
        return wish.open_until(timezone.now())

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["membership_id"] is None) == (attrs["supporter_id"] is None):
            refused = serializers.ErrorDetail("Choose one person.", "one_of_two")
            raise serializers.ValidationError({"membership": [refused]})
        return attrs


class PressSerializer(StrictSerializer):
    """The id of the grant that pressing makes: pressed twice is once."""

    grant = serializers.UUIDField()
