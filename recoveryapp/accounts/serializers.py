from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from rest_framework import serializers

from recoveryapp.accounts.enums import TextSize, Theme
from recoveryapp.common.fields import WordsField
from recoveryapp.common.serializers import StrictSerializer


class MeSerializer(StrictSerializer):
    id = serializers.UUIDField(read_only=True)
    email = serializers.EmailField(read_only=True)
    role = serializers.CharField(read_only=True)
    called = WordsField(max_length=60, allow_blank=True)
    time_zone = serializers.CharField(max_length=64)
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    theme = serializers.ChoiceField(choices=Theme.choices)
    text_size = serializers.ChoiceField(choices=TextSize.choices)
    is_low_energy = serializers.BooleanField()
    is_discreet = serializers.BooleanField()
    is_first_run = serializers.SerializerMethodField()

    def get_is_first_run(self, user: Any) -> bool:
        return user.welcomed_at is None

    def validate_time_zone(self, value: str) -> str:
        if value not in available_timezones():
            raise serializers.ValidationError("This time zone is not known.", code="unknown_time_zone")
        return value
