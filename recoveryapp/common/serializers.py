from typing import Any

from rest_framework import serializers

from recoveryapp.common.fields import RecordedAtField, StrictIntegerField


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses what it does not know, instead of dropping it: a client's mistake must not lose words."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise serializers.ValidationError(
                {
                    name: [serializers.ErrorDetail("There is no such field.", "unknown_field")]
                    for name in unknown
                }
            )
        return super().to_internal_value(data)


class VersionedSerializer(StrictSerializer):
    """What every create-or-replace carries: the version last seen (0: a new row) and the person's time."""

    version = StrictIntegerField(min_value=0, max_value=2**31 - 1)
    recorded_at = RecordedAtField()
