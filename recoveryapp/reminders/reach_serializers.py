"""Shapes of how a person can be reached."""

import base64
import binascii
import re
from typing import Any

from rest_framework import serializers

from recoveryapp.common.fields import StrictBooleanField
from recoveryapp.common.serializers import StrictSerializer
from recoveryapp.notifications.enums import DeliveryState
from recoveryapp.notifications.push.endpoints import LONGEST
from recoveryapp.reminders.enums import ReminderChannel, WhyNotReady
from recoveryapp.reminders.serializers import SetField

POINT_BYTES, AUTH_BYTES = 65, 16
SPACING = re.compile(r"[\s().\-/]")
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
CODE = re.compile(r"[0-9]{6}")


class KeyField(serializers.CharField):
    """Base64url of exactly so many bytes, as browsers write it."""

    default_error_messages = {"not_a_key": "This is not a key of a browser."}

    def __init__(self, *, size: int, **kwargs: Any) -> None:
        self.size = size
        super().__init__(max_length=120, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data).rstrip("=")
        try:
            found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            self.fail("not_a_key")
        if len(found) != self.size:
            self.fail("not_a_key")
        return text


class PushKeysSerializer(StrictSerializer):
    p256dh = KeyField(size=POINT_BYTES)
    auth = KeyField(size=AUTH_BYTES)


class SubscriptionSerializer(StrictSerializer):
    """What `PushSubscription.toJSON()` holds, without its expiration time."""

    endpoint = serializers.CharField(max_length=LONGEST)
    keys = PushKeysSerializer()


class DeviceSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    registered_at = serializers.DateTimeField()
    is_this = serializers.BooleanField()
    """Registered by the sign-in that asks."""


class NumberField(serializers.CharField):
    """As people write it, with the country's code; kept as E.164."""

    default_error_messages = {"not_a_number": "Begin with + and the code of the country."}

    def to_internal_value(self, data: Any) -> str:
        number = SPACING.sub("", super().to_internal_value(data))
        if not E164.fullmatch(number):
            self.fail("not_a_number")
        return number


class NumberSerializer(StrictSerializer):
    number = NumberField(max_length=40)


class PhoneCodeSerializer(StrictSerializer):
    code = serializers.RegexField(CODE, max_length=6)


class PhoneSerializer(serializers.Serializer[Any]):
    number = serializers.CharField()
    verified_at = serializers.DateTimeField(allow_null=True)


class WaySerializer(serializers.Serializer[Any]):
    channel = serializers.ChoiceField(choices=ReminderChannel.choices)
    why_not = serializers.ChoiceField(choices=WhyNotReady.choices, allow_blank=True)
    """Empty: it can be used now."""


class ReachSerializer(serializers.Serializer[Any]):
    push_key = serializers.CharField(allow_null=True)
    """What a browser needs to subscribe; null where there is no push."""
    ways = WaySerializer(many=True)
    devices = DeviceSerializer(many=True)
    phone = PhoneSerializer(allow_null=True)
    has_calendar = serializers.BooleanField()


class ChannelSerializer(StrictSerializer):
    channel = serializers.ChoiceField(choices=ReminderChannel.choices)


class TrySerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=DeliveryState.choices)
    reason = serializers.CharField()


class SnoozeByTokenSerializer(StrictSerializer):
    token = serializers.CharField(max_length=300)
    minutes = serializers.IntegerField(min_value=5, max_value=24 * 60)


class CalendarSerializer(serializers.Serializer[Any]):
    address = serializers.CharField()
    """Shown this once."""


class DigestSerializer(StrictSerializer):
    is_on = StrictBooleanField()
    has_names = StrictBooleanField()


class NewsChoiceSerializer(StrictSerializer):
    """In the order they are tried; none: not at all."""

    channels = SetField(child=serializers.ChoiceField(choices=ReminderChannel.choices), max_length=10)
