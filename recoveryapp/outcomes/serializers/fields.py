from collections.abc import Callable
from typing import Any

from rest_framework import serializers

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
