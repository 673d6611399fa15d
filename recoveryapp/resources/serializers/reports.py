from typing import Any

from rest_framework import serializers

from recoveryapp.common.fields import LINE, WordsField
from recoveryapp.common.serializers import StrictSerializer
from recoveryapp.resources.enums import ReportOutcome, ReportReason


class ReportResourceSerializer(StrictSerializer):
    """What was wrong. The directory's managers read it, and not who said it."""

    reason = serializers.ChoiceField(choices=ReportReason.choices)
    words = WordsField(max_length=LINE, required=False, default="")


class ReportedResourceSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class ReportSerializer(serializers.Serializer[Any]):
    """As managers see it in a list. By the day, so that the moment tells nobody's name."""

    id = serializers.UUIDField()
    reported_on = serializers.DateField()
    resource = ReportedResourceSerializer()
    reason = serializers.ChoiceField(choices=ReportReason.choices)
    has_words = serializers.BooleanField()
    closed_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(choices=ReportOutcome.choices, allow_blank=True)


class WholeReportSerializer(ReportSerializer):
    words = serializers.CharField()


class CloseReportSerializer(StrictSerializer):
    outcome = serializers.ChoiceField(choices=ReportOutcome.choices)


class ReportFilterSerializer(StrictSerializer):
    is_closed = serializers.BooleanField(required=False, default=False)
