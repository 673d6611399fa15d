"""The fields of a strict serializer are copied from those declared: each has its own, all say the same."""

from typing import Any

import pytest
from rest_framework import serializers

from recoveryapp.common.serializers import StrictSerializer
from recoveryapp.outcomes.serializers.check_ins import CheckInSerializer


class Line(StrictSerializer):
    words = serializers.CharField(max_length=5)


class Sheet(StrictSerializer):
    title = serializers.CharField(source="heading", max_length=5)
    tags = serializers.ListField(child=serializers.CharField(max_length=5))
    lines: "serializers.ListSerializer[Any]" = serializers.ListSerializer(child=Line())


def answer_to(body: dict[str, Any], shape: type[StrictSerializer] = Sheet) -> tuple[Any, Any]:
    sheet = shape(data=body)
    sheet.is_valid()
    return sheet.validated_data, sheet.errors


def test_what_is_said_comes_through() -> None:
    said = {"title": "Sea", "tags": ["a"], "lines": [{"words": "Swim"}]}
    assert answer_to(said) == ({"heading": "Sea", "tags": ["a"], "lines": [{"words": "Swim"}]}, {})


def test_each_error_is_where_it_belongs() -> None:
    _, errors = answer_to(
        {"title": "Seaside", "tags": ["a", "bbbbbb"], "lines": [{"words": "S"}, {"word": 1}]}
    )
    assert {"title", "tags", "lines"} == set(errors)
    assert (list(errors["tags"]), set(errors["lines"][1])) == ([1], {"word"})


def test_no_field_belongs_to_two() -> None:
    """Also not the field within a list, nor those of a serializer within it."""
    one, other = Sheet(), Sheet()
    for sheet in (one, other):
        assert {field.parent for field in sheet.fields.values()} == {sheet}
        assert sheet.fields["tags"].child.parent is sheet.fields["tags"]  # type: ignore[attr-defined]
        line = sheet.fields["lines"].child  # type: ignore[attr-defined]
        assert line.fields["words"].root is sheet
    assert not set(map(id, one.fields.values())) & set(map(id, other.fields.values()))


@pytest.mark.parametrize("name", CheckInSerializer().fields)
def test_a_copy_is_what_the_framework_would_have_made(name: str) -> None:
    ours, theirs = (
        CheckInSerializer().fields[name],
        CheckInSerializer()._declared_fields[name].__deepcopy__({}),
    )
    theirs.bind(name, CheckInSerializer())
    assert (type(ours), repr(ours)) == (type(theirs), repr(theirs))
    plain = (int, str, bool, list, tuple, type(None))
    for word, value in vars(theirs).items():
        if isinstance(value, plain) and not word.startswith("_"):
            assert getattr(ours, word) == value
    assert [type(check) for check in ours.validators] == [type(check) for check in theirs.validators]
