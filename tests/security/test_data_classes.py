"""Each column of the database says what kind of data it holds: docs/security/README.md."""

import csv
from pathlib import Path

from django.apps import apps
from django.db import models

from recoveryapp.accounts.models import User
from recoveryapp.common.encryption import EncryptedField

FILE = Path(__file__).resolve().parents[2] / "docs" / "security" / "data-classes.csv"
CLASSES = {"words", "identifying", "secret", "about", "link", "public", "server"}
FIELDS = {
    f"{model._meta.label_lower},{field.name}": field
    for model in apps.get_models(include_auto_created=True)
    for field in model._meta.concrete_fields
}
with FILE.open() as opened:
    LABELS = {f"{row['model']},{row['field']}": row["class"] for row in csv.DictReader(opened)}


def test_every_column_has_its_label() -> None:
    """A line to add for each: `model,field,class`."""
    assert sorted(set(FIELDS) - set(LABELS)) == []


def test_no_label_is_left_over() -> None:
    assert sorted(set(LABELS) - set(FIELDS)) == []


def test_every_label_is_one_of_ours() -> None:
    assert set(LABELS.values()) <= CLASSES


BESIDE = sorted(set(FIELDS) & set(LABELS))


def test_words_are_encrypted_and_what_is_encrypted_is_words() -> None:
    is_encrypted = {name for name in BESIDE if isinstance(FIELDS[name], EncryptedField)}
    assert is_encrypted == {name for name in BESIDE if LABELS[name] == "words"}


def test_an_address_beside_a_person_is_identifying() -> None:
    addresses = [name for name in BESIDE if isinstance(FIELDS[name], models.EmailField)]
    assert [n for n in addresses if names_somebody(FIELDS[n].model) and LABELS[n] != "identifying"] == []


def test_no_text_beside_a_person_is_public() -> None:
    texts = [name for name in BESIDE if is_plain_text(FIELDS[name]) and names_somebody(FIELDS[name].model)]
    assert len(texts) > 15
    assert [name for name in texts if LABELS[name] == "public"] == []


def test_no_free_text_of_a_person_lies_in_clear() -> None:
    """A long plain text beside a person is where words would hide."""
    long = [name for name in BESIDE if isinstance(FIELDS[name], models.TextField)]
    assert [n for n in long if names_somebody(FIELDS[n].model) and LABELS[n] != "secret"] == []


def names_somebody(model: type[models.Model]) -> bool:
    return model is User or any(field.related_model is User for field in model._meta.concrete_fields)


def is_plain_text(field: models.Field[object, object]) -> bool:
    return isinstance(field, models.CharField | models.TextField) and not field.choices
