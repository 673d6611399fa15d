"""Serializer fields that refuse what a person cannot have meant."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone
from rest_framework import serializers

SHORT = 200
LINE = 500
NOTE = 2_000
PAGE = 20_000

CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
OLDEST = timedelta(days=3653)
CLOCK_DRIFT = timedelta(minutes=5)


class WordsField(serializers.CharField):
    """A person's own words, at most `max_length` characters, kept as they wrote them but for the ends."""

    default_error_messages = {"control_characters": "Some characters in this cannot be saved."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", NOTE)
        if not kwargs.get("required", True):
            kwargs.setdefault("allow_blank", True)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        text = data.replace("\r\n", "\n").replace("\r", "\n")
        if CONTROL_CHARACTERS.search(text):
            self.fail("control_characters")
        return super().to_internal_value(text)


def on_the_wire(moment: datetime) -> str:
    """A moment as every answer writes it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


class RecordedAtField(serializers.DateTimeField):
    """The person's time of something: within the last ten years, at most five minutes ahead of the server."""

    default_error_messages = {"out_of_range": "This date is too far away."}

    def to_internal_value(self, value: Any) -> datetime:
        moment = super().to_internal_value(value)
        now = timezone.now()
        if not now - OLDEST <= moment <= now + CLOCK_DRIFT:
            self.fail("out_of_range")
        return moment


class DayField(serializers.DateField):
    """A day of the last ten years in any time zone: what has begun somewhere is not refused here."""

    default_error_messages = {"out_of_range": "This date is too far away."}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        today = timezone.now().date()
        if not today - OLDEST <= day <= today + timedelta(days=1):
            self.fail("out_of_range")
        return day


class StrictIntegerField(serializers.IntegerField):
    """A JSON whole number: no text, no true, no 3.0."""

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class StrictBooleanField(serializers.BooleanField):
    """JSON true or false: no text, no 1."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class CodesField(serializers.ListField):
    """A list without repeats of known codes, in the order given."""

    default_error_messages = {"unknown_code": "“{code}” is not one of the choices."}

    def __init__(self, known: Any, **kwargs: Any) -> None:
        """`known` answers the set of valid codes when called."""
        self.known = known
        kwargs.setdefault("max_length", 30)
        super().__init__(child=serializers.CharField(max_length=64), **kwargs)

    def to_internal_value(self, data: Any) -> list[str]:
        codes = list(dict.fromkeys(super().to_internal_value(data)))
        for code in codes:
            if code not in self.known():
                self.fail("unknown_code", code=code)
        return codes
