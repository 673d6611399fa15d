from typing import Any

from rest_framework import serializers

from recoveryapp.common.fields import LINE, DayField, WordsField
from recoveryapp.common.serializers import VersionedSerializer
from recoveryapp.outcomes.enums import Domain, TimelineKind
from recoveryapp.outcomes.serializers.check_ins import CheckInSerializer


class MilestoneSerializer(VersionedSerializer):
    """Something that happened and matters."""

    id = serializers.UUIDField(read_only=True)
    happened_on = DayField()
    text = WordsField(max_length=LINE)
    domain = serializers.ChoiceField(choices=Domain.choices, allow_null=True, required=False, default=None)


class TimelineRowSerializer(serializers.Serializer[Any]):
    """The noun that `kind` names; the other is null."""

    kind = serializers.ChoiceField(choices=TimelineKind.choices)
    recorded_at = serializers.DateTimeField()
    check_in = CheckInSerializer(allow_null=True)
    milestone = MilestoneSerializer(allow_null=True)
