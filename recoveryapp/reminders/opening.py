"""Encrypted words of many rows at once, where one that cannot be opened must not close the others."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BinaryField, QuerySet
from django.db.models.functions import Cast

from recoveryapp.accounts.keys import read_ahead
from recoveryapp.common.encryption import EncryptedTextField, Unreadable


def opened(rows: QuerySet[Any], field_name: str) -> Iterator[tuple[UUID, UUID, str]]:
    """Id, owner's id and words of each row; those that no key opens are left out. Two statements."""
    field = rows.model._meta.get_field(field_name)
    assert isinstance(field, EncryptedTextField)
    return open_all(field, list(still_sealed(rows, field_name).values_list("pk", "owner_id", "sealed")))


def still_sealed(rows: QuerySet[Any], field_name: str) -> QuerySet[Any]:
    """With the stored words as `sealed`, to be opened later or not at all."""
    sealed: QuerySet[Any] = rows.annotate(sealed=Cast(field_name, BinaryField()))
    return sealed.defer(field_name)


def open_all(
    field: EncryptedTextField, found: Iterable[tuple[UUID, UUID, bytes]]
) -> Iterator[tuple[UUID, UUID, str]]:
    """The same, of rows at hand. One statement."""
    rows = list(found)
    read_ahead({owner_id for _, owner_id, _ in rows})
    for pk, owner_id, words in rows:
        try:
            yield pk, owner_id, field.from_db_value(words, None, connection)
        except Unreadable:
            continue
