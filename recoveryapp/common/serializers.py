from typing import Any, TypeVar

from rest_framework import serializers

from recoveryapp.common.fields import RecordedAtField, StrictIntegerField

AnyField = serializers.Field[Any, Any, Any, Any]
F = TypeVar("F", bound=AnyField)


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses what it does not know, instead of dropping it: a client's mistake must not lose words."""

    def get_fields(self) -> dict[str, AnyField]:
        return {name: copied(field) for name, field in self._declared_fields.items()}

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


def copied(declared: F) -> F:
    """A field for one serializer, in the state in which it was declared, as nothing changes it after that.

    The framework makes it anew from its arguments, and each of those: an eighth of a check-in's time.
    """
    field: F = object.__new__(type(declared))
    field.__dict__.update(declared.__dict__)
    if child := getattr(declared, "child", None):
        field.child = copied(child)  # type: ignore[attr-defined]
        field.child.parent = field  # type: ignore[attr-defined]
    return field
