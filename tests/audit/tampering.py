from typing import Any

from django.db import connection

TABLES = ("audit_auditevent",)


def behind_the_apps_back(sql: str, *values: Any) -> None:
    """As somebody who owns the database would: triggers off, the change, triggers on."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        assert cursor.rowcount > 0, "nothing was tampered with"
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
