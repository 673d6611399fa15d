from typing import Any

from rest_framework import serializers


class HoursSerializer(serializers.Serializer[Any]):
    """When a practitioner is there, by their own clocks; and who stands in while they are away."""

    weekdays = serializers.ListField(child=serializers.IntegerField())
    begins = serializers.TimeField(allow_null=True, format="%H:%M")
    ends = serializers.TimeField(allow_null=True, format="%H:%M")
    zone = serializers.CharField(source="membership.user.time_zone")
    away_from = serializers.DateField(allow_null=True)
    away_until = serializers.DateField(allow_null=True)
    cover = serializers.CharField(source="cover.user.called", default=None, allow_null=True)
    """The name of whoever stands in."""
