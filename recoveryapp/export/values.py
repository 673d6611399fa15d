"""One value of a row as JSON, and back. Back means: exactly what the field takes, or WrongValue."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from recoveryapp.common.encryption import EncryptedListField, EncryptedTextField
from recoveryapp.common.fields import CONTROL_CHARACTERS, PAGE

MOST_IN_A_LIST = 1_000


class WrongValue(Exception):
    """Not what this field can hold. Its text names the field, never the value."""


def as_json(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    return value


def from_json(field: "models.Field[Any, Any]", value: Any) -> Any:
    if value is None:
        return _nothing(field)
    if isinstance(field, EncryptedListField):
        return [_words(field, item) for item in _list(field, value)]
    if isinstance(field, EncryptedTextField):
        return _words(field, value)
    if isinstance(field, ArrayField):
        return [from_json(field.base_field, item) for item in _list(field, value)]
    return _plain(field.target_field if isinstance(field, models.ForeignKey) else field, value)


def _nothing(field: "models.Field[Any, Any]") -> None:
    if not field.null:
        raise WrongValue(field.name)


def _list(field: "models.Field[Any, Any]", value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > MOST_IN_A_LIST:
        raise WrongValue(field.name)
    return value


def _words(field: "models.Field[Any, Any]", value: Any) -> str:
    longest = getattr(field, "longest", PAGE)
    if not isinstance(value, str) or len(value) > longest or CONTROL_CHARACTERS.search(value):
        raise WrongValue(field.name)
    return value


WRITTEN_AS: Mapping[type["models.Field[Any, Any]"], type] = {
    models.BooleanField: bool,
    models.IntegerField: int,
    models.CharField: str,
    models.TextField: str,
    models.UUIDField: str,
    models.DateTimeField: str,
    models.DateField: str,
    models.TimeField: str,
}


def _plain(field: "models.Field[Any, Any]", value: Any) -> Any:
    wanted = next((kind for of, kind in WRITTEN_AS.items() if isinstance(field, of)), None)
    if wanted is None or type(value) is not wanted:
        raise WrongValue(field.name)
    if isinstance(value, str) and CONTROL_CHARACTERS.search(value):
        raise WrongValue(field.name)
    try:
        clean = field.to_python(value)
        field.run_validators(clean)
    except (ValidationError, ValueError, OverflowError) as error:
        raise WrongValue(field.name) from error
    if isinstance(clean, datetime) and clean.tzinfo is None:
        raise WrongValue(field.name)
    return clean
