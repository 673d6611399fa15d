"""Nobody leaves with less than everything: each table that names a person is in the archive, or excused."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from recoveryapp.accounts.models import User
from recoveryapp.export.contents import EXCUSED, RECORD, SERVER_TIMES, parts

OURS = [model for model in apps.get_models() if model.__module__.startswith("recoveryapp.")]
EXPORTED = {f"{part.name}.{part.through}" for part in parts()}


def names_of_people() -> Iterator[str]:
    for model in OURS:
        for field in model._meta.concrete_fields:
            if field.related_model is User or field.name == "owner_id":
                yield f"{model._meta.label_lower}.{field.name}"


def test_every_table_that_names_a_person_is_in_their_archive_or_excused() -> None:
    assert sorted(set(names_of_people()) - EXPORTED - set(EXCUSED)) == []


def test_nothing_is_excused_that_is_not_there_or_is_in_the_archive() -> None:
    assert sorted(set(EXCUSED) - set(names_of_people())) == []
    assert set(EXCUSED) & EXPORTED == set()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_what_hangs_on_a_row_of_the_record_is_in_the_archive_too(model: type[models.Model]) -> None:
    """A table without an owner of its own whose rows go with a person's."""
    kept = {part.model for part in parts()}
    for field in model._meta.concrete_fields:
        of = field.related_model
        if isinstance(of, type) and of in {part.model for part in RECORD}:
            assert model in kept, f"{model._meta.label}.{field.name}"


@pytest.mark.parametrize("part", list(parts()), ids=lambda part: part.name)
def test_what_is_left_out_of_a_row_exists(part: object) -> None:
    known = {field.name for field in part.model._meta.concrete_fields}  # type: ignore[attr-defined]
    assert set(part.left_out) <= known - set(SERVER_TIMES)  # type: ignore[attr-defined]


def test_a_row_comes_after_those_it_points_to() -> None:
    seen: set[type[models.Model]] = set()
    for part in RECORD:
        seen.add(part.model)
        for field in part.fields:
            of = field.related_model
            assert of not in {p.model for p in RECORD} or of in seen, f"{part.name}.{field.name}"
