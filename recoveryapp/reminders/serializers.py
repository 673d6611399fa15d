import re
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from recoveryapp.common.fields import OLDEST, SHORT, StrictIntegerField, WordsField
from recoveryapp.common.serializers import StrictSerializer, VersionedSerializer
from recoveryapp.reminders.enums import OccurrenceReason, OccurrenceState, ReminderChannel
from recoveryapp.reminders.models import NEUTRAL_WORDS

CLOCK = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
MOST_TIMES = 12
NEWEST = timedelta(days=3653)


@extend_schema_field({"type": "string", "pattern": CLOCK, "example": "09:00"})
class ClockField(serializers.TimeField):
    """A time on a clock without a zone, to the minute: `HH:MM`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)

    def to_internal_value(self, value: Any) -> time:
        if not isinstance(value, str) or not re.fullmatch(CLOCK.strip("^$"), value):
            self.fail("invalid", format="HH:MM")
        return time.fromisoformat(value)


class NearDateField(serializers.DateField):
    """A day within ten years of today."""

    default_error_messages = {"out_of_range": "This date is too far away."}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        today = timezone.now().date()
        if not today - OLDEST <= day <= today + NEWEST:
            self.fail("out_of_range")
        return day


class SortedField(serializers.ListField):
    """A set: at least one, each once, in ascending order."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty=False, **kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        return sorted(set(super().to_internal_value(data)))


class ReminderSerializer(VersionedSerializer):
    id = serializers.UUIDField(read_only=True)
    words = WordsField(max_length=SHORT, required=False, allow_blank=False, default=NEUTRAL_WORDS)
    weekdays = SortedField(child=StrictIntegerField(min_value=1, max_value=7), max_length=7)
    times = SortedField(child=ClockField(), max_length=MOST_TIMES)
    starts_on = NearDateField()
    channels = SortedField(
        child=serializers.ChoiceField(choices=ReminderChannel.choices), max_length=len(ReminderChannel)
    )
    is_paused = serializers.BooleanField(required=False, default=False)
    paused_until = NearDateField(required=False, allow_null=True, default=None)
    quiet_from = ClockField(required=False, allow_null=True, default=None)
    quiet_to = ClockField(required=False, allow_null=True, default=None)
    next_due_at = serializers.DateTimeField(read_only=True, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        quiet_from, quiet_to = attrs["quiet_from"], attrs["quiet_to"]
        if (quiet_from is None) != (quiet_to is None):
            missing = "quiet_from" if quiet_from is None else "quiet_to"
            raise serializers.ValidationError({missing: "Say when quiet hours begin and end."}, "incomplete")
        if quiet_from is not None and quiet_from == quiet_to:
            raise serializers.ValidationError({"quiet_to": "Quiet hours begin and end at once."}, "empty")
        return attrs


class PauseAllSerializer(StrictSerializer):
    until = NearDateField(allow_null=True)


class OccurrenceSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    reminder = serializers.UUIDField(source="reminder_id")
    due_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=OccurrenceState.choices)
    reason = serializers.ChoiceField(choices=OccurrenceReason.choices, allow_blank=True)
    handled_at = serializers.DateTimeField(allow_null=True)


class NoticeSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    words = serializers.CharField()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
