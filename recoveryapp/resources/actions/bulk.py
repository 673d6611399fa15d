"""Rows in bulk through COPY: many times faster than one long INSERT, whose every value is compiled."""

from collections.abc import Collection, Sequence

from django.db import connection, models

from recoveryapp.common.inserting import values_of


def upsert(model: type[models.Model], rows: Sequence[models.Model], *, kept: Collection[str]) -> None:
    """Insert the rows, or replace those with the same id but for the fields `kept`. In a transaction only."""
    if not rows:
        return
    table, arrived = model._meta.db_table, f"arrived_{model._meta.db_table}"
    columns = {f.name: str(f.column) for f in model._meta.concrete_fields}
    listed = ", ".join(columns.values())
    replaced = [column for name, column in columns.items() if name not in kept and name != "id"]
    set_ = ", ".join(f"{column} = excluded.{column}" for column in replaced)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {arrived} (LIKE {table}) ON COMMIT DROP")
        cursor.execute(f"TRUNCATE {arrived}")
        with cursor.copy(f"COPY {arrived} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(values_of(row))
        cursor.execute(
            f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {arrived}"  # noqa: S608 - names of our own
            f" ON CONFLICT (id) DO UPDATE SET {set_}"
        )
