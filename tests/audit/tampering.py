"""What somebody does who owns the database: triggers off, the change, triggers on."""

from typing import Any

from django.db import connection
from psycopg.sql import SQL, Composable, Identifier

EVENTS, SEALS = "audit_auditevent", "audit_auditseal"


def tamper(statement: str | Composable, *values: Any) -> None:
    with connection.cursor() as cursor:
        for table in (EVENTS, SEALS):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        assert cursor.rowcount > 0, "nothing was tampered with"
        for table in (EVENTS, SEALS):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def change_row(table: str, row_id: object, **values: object) -> None:
    key = Identifier("id" if table == EVENTS else "number")
    assignments = SQL(", ").join(SQL("{} = %s").format(Identifier(name)) for name in values)
    statement = SQL("UPDATE {} SET {} WHERE {} = %s").format(Identifier(table), assignments, key)
    tamper(statement, *values.values(), row_id)


def add_row(table: str, **values: object) -> None:
    columns = SQL(", ").join(map(Identifier, values))
    places = SQL(", ").join(SQL("%s") for _ in values)
    tamper(
        SQL("INSERT INTO {} ({}) VALUES ({})").format(Identifier(table), columns, places), *values.values()
    )
