"""New rows, past the ORM's writing of the same statement for each of them (docs/adr/0021)."""

from typing import Any

from django.db import connection, models
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery


def insert_if_free(row: models.Model) -> bool:
    """Whether the row could be inserted: nothing is written and nothing raised where its id, or whatever else
    must be unique, is taken. Whoever is just writing the same is waited for."""
    with connection.cursor() as cursor:
        return _insert(row, cursor)


def insert_large_if_free(row: models.Model) -> bool:
    """The same for tens of megabytes, within a transaction. They go to the database as they are: written into
    the statement, as usual, they would be in memory six times over."""
    connection.ensure_connection()
    binding: Any = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]  # psycopg's own takes it
    with connection.make_cursor(binding) as cursor:
        return _insert(row, cursor)


def _insert(row: models.Model, cursor: Any) -> bool:
    cursor.execute(_statement(row), values_of(row))
    is_written = bool(cursor.rowcount)
    if is_written:
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - as `save` leaves it
    return is_written


def values_of(row: models.Model) -> list[Any]:
    """What each of its columns is given when it is new, in the order of the model's fields."""
    fields = row._meta.concrete_fields
    return [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]


_statements: dict[type[models.Model], str] = {}


def _statement(row: models.Model) -> str:
    """As the ORM writes it, for the first row of its kind."""
    model = type(row)
    if model not in _statements:
        _statements[model] = _written_for(row)
    return _statements[model]


def _written_for(row: models.Model) -> str:
    fields = row._meta.concrete_fields
    insert = InsertQuery(type(row), on_conflict=OnConflict.IGNORE)
    insert.insert_values(fields, [row])
    [(sql, values)] = insert.get_compiler(connection=connection).as_sql()
    if len(values) != len(fields):
        raise TypeError(f"{type(row).__name__} leaves a value to the database")
    return str(sql)
