from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from recoveryapp.common.fields import OLDEST
from recoveryapp.outcomes.enums import Level


class CodeField(serializers.CharField):
    """One known code."""

    default_error_messages = {"unknown_code": "“{code}” is not one of the choices."}

    def __init__(self, known: Callable[[], frozenset[str]], **kwargs: Any) -> None:
        """`known` answers the set of valid codes when called."""
        self.known = known
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        if code not in self.known():
            self.fail("unknown_code", code=code)
        return code


class LevelField(serializers.ChoiceField):
    """Null: not asked, or not answered."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=Level.choices, allow_null=True, required=False, default=None, **kwargs)


class DayField(serializers.DateField):
    """A day of the last ten years in any time zone: what has begun somewhere is not refused here."""

    default_error_messages = {"out_of_range": "This date is too far away."}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        today = timezone.now().date()
        if not today - OLDEST <= day <= today + timedelta(days=1):
            self.fail("out_of_range")
        return day
