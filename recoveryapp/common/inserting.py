"""New rows, past the ORM's writing of the same statement for each of them (docs/adr/0021)."""

from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery


def insert_if_free(row: models.Model) -> bool:
    """Whether the row could be inserted: nothing is written and nothing raised where its id, or whatever else
    must be unique, is taken. Whoever is just writing the same is waited for."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(type(row)), values_of(row))
        is_written = bool(cursor.rowcount)
    if is_written:
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - as `save` leaves it
    return is_written


def values_of(row: models.Model) -> list[Any]:
    """What each of its columns is given when it is new, in the order of the model's fields."""
    fields = row._meta.concrete_fields
    return [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]


@cache
def _statement(model: type[models.Model]) -> str:
    """As the ORM writes it."""
    fields = model._meta.concrete_fields
    insert = InsertQuery(model, on_conflict=OnConflict.IGNORE)
    insert.insert_values(fields, [model()])
    [(sql, values)] = insert.get_compiler(connection=connection).as_sql()
    if len(values) != len(fields):
        raise TypeError(f"{model.__name__} leaves a value to the database")
    return str(sql)
