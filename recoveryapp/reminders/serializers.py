import re
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from recoveryapp.common.fields import OLDEST, SHORT, StrictBooleanField, StrictIntegerField, WordsField
from recoveryapp.common.serializers import StrictSerializer, VersionedSerializer
from recoveryapp.notifications.enums import DeliveryState
from recoveryapp.reminders.enums import OccurrenceReason, OccurrenceState, ReminderChannel, ReminderKind
from recoveryapp.reminders.models import NEUTRAL_WORDS
from recoveryapp.reminders.shapes import (
    LONGEST_LEAD,
    MOST_DAYS,
    MOST_HOURS,
    MOST_TIMES,
    MOST_WEEKS,
    SHAPES,
    Problems,
)

CLOCK = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
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


class SetField(serializers.ListField):
    """Each once, in the order given."""

    def to_internal_value(self, data: Any) -> list[Any]:
        return list(dict.fromkeys(super().to_internal_value(data)))


class SortedField(SetField):
    def to_internal_value(self, data: Any) -> list[Any]:
        return sorted(super().to_internal_value(data))


class ReminderSerializer(VersionedSerializer):
    """`kind` says which of the other fields count; those that do not are left out or empty.

    `channels` are in the order in which they are tried; one that carried it is enough. In the app it is
    always shown as well, if asked for.
    """

    id = serializers.UUIDField(read_only=True)
    kind = serializers.ChoiceField(
        choices=ReminderKind.choices, required=False, default=ReminderKind.WEEKLY.value
    )
    words = WordsField(max_length=SHORT, required=False, allow_blank=False, default=NEUTRAL_WORDS)
    weekdays = SortedField(child=StrictIntegerField(min_value=1, max_value=7), max_length=7)
    times = SortedField(child=ClockField(), max_length=MOST_TIMES)
    starts_on = NearDateField()
    every_weeks = StrictIntegerField(min_value=1, max_value=MOST_WEEKS, required=False, default=1)
    lead_minutes = StrictIntegerField(min_value=0, max_value=LONGEST_LEAD, required=False, default=0)
    after_hours = StrictIntegerField(
        min_value=1, max_value=MOST_HOURS, required=False, allow_null=True, default=None
    )
    after_days = StrictIntegerField(
        min_value=1, max_value=MOST_DAYS, required=False, allow_null=True, default=None
    )
    is_around = StrictBooleanField(required=False, default=False)
    channels = SetField(
        child=serializers.ChoiceField(choices=ReminderChannel.choices),
        max_length=len(ReminderChannel),
        allow_empty=False,
    )
    is_paused = serializers.BooleanField(required=False, default=False)
    paused_until = NearDateField(required=False, allow_null=True, default=None)
    quiet_from = ClockField(required=False, allow_null=True, default=None)
    quiet_to = ClockField(required=False, allow_null=True, default=None)
    snoozed_until = serializers.DateTimeField(read_only=True, allow_null=True)
    next_due_at = serializers.DateTimeField(read_only=True, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        problems = SHAPES[ReminderKind(attrs["kind"])].problems(attrs) or quiet_problems(attrs)
        if problems:
            raise serializers.ValidationError(
                {
                    field: [serializers.ErrorDetail(sentence, code)]
                    for field, (code, sentence) in problems.items()
                }
            )
        return attrs


def quiet_problems(values: dict[str, Any]) -> Problems:
    begin, end = values["quiet_from"], values["quiet_to"]
    if (begin is None) != (end is None):
        missing = "quiet_from" if begin is None else "quiet_to"
        return {missing: ("incomplete", "Say when quiet hours begin and end.")}
    if begin is not None and begin == end:
        return {"quiet_to": ("empty", "Quiet hours begin and end at once.")}
    return {}


class SnoozeSerializer(StrictSerializer):
    minutes = StrictIntegerField(min_value=5, max_value=24 * 60)


class PauseAllSerializer(StrictSerializer):
    until = NearDateField(allow_null=True)


class DeliverySerializer(serializers.Serializer[Any]):
    """One way that was tried, or was not taken, and why."""

    channel = serializers.ChoiceField(choices=ReminderChannel.choices)
    state = serializers.ChoiceField(choices=DeliveryState.choices)
    reason = serializers.CharField()
    tries = serializers.IntegerField()
    at = serializers.DateTimeField(source="updated_at")


class OccurrenceSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    reminder = serializers.UUIDField(source="reminder_id")
    due_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=OccurrenceState.choices)
    reason = serializers.ChoiceField(choices=OccurrenceReason.choices, allow_blank=True)
    handled_at = serializers.DateTimeField(allow_null=True)
    deliveries = serializers.SerializerMethodField()

    @extend_schema_field(DeliverySerializer(many=True))
    def get_deliveries(self, occurrence: Any) -> Any:
        found = self.context["deliveries"][occurrence.pk]
        return DeliverySerializer(found, many=True).data


class NoticeSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    words = serializers.CharField()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    is_news = serializers.BooleanField(help_text="It says that something waits elsewhere in the app.")
