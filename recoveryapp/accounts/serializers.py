from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from recoveryapp.accounts.enums import TextSize, Theme
from recoveryapp.accounts.holds import held_until
from recoveryapp.accounts.sign_in import SecondStep, second_step_of
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
    second_step = serializers.SerializerMethodField()
    held_until = serializers.SerializerMethodField()

    def get_is_first_run(self, user: Any) -> bool:
        return user.welcomed_at is None

    @extend_schema_field(serializers.ChoiceField(choices=[step.value for step in SecondStep]))
    def get_second_step(self, user: Any) -> SecondStep:
        """What this person still has to do before the rest of the app opens."""
        return second_step_of(self.context["request"], user)

    def get_held_until(self, user: Any) -> datetime | None:
        """Until then nothing new is shared and nothing is taken out: a new password was chosen by mail."""
        return held_until(user, now=timezone.now())

    def validate_time_zone(self, value: str) -> str:
        if value not in available_timezones():
            raise serializers.ValidationError("This time zone is not known.", code="unknown_time_zone")
        return value


class SignInSerializer(serializers.Serializer[Any]):
    """A browser in which this person is signed in."""

    id = serializers.UUIDField(source="public_id")
    device = serializers.CharField()
    began_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField()
    is_this = serializers.SerializerMethodField()

    def get_is_this(self, row: Any) -> bool:
        return bool(row.session_key == self.context["this"])


class SignInsSerializer(serializers.Serializer[Any]):
    sign_ins = SignInSerializer(many=True)


class PutBackSerializer(StrictSerializer):
    token = serializers.CharField(max_length=100)
