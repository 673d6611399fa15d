"""Statements that the ORM writes once for all requests, and that are asked with other values each time.

For long queries that are asked very often: on the caseload, writing them took two thirds of the time. What is
asked stays in querysets, and so in the words of the gate: only their text is kept (docs/adr/0021).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, wraps
from inspect import Parameter, signature
from typing import Any, ParamSpec
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import ForeignKey, Lookup, QuerySet, UUIDField
from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
Row = tuple[Any, ...]
Rows = QuerySet[Any, Any]

MARKS: dict[Any, Callable[[int], Any]] = {
    UUID: lambda n: UUID(int=n),
    datetime: lambda n: datetime.min.replace(tzinfo=UTC) + timedelta(days=n),
    date: lambda n: date.min + timedelta(days=n),
    list[UUID]: lambda n: [UUID(int=n)],
    list[datetime]: lambda n: [datetime.max.replace(tzinfo=UTC) - timedelta(days=n)],
}
"""Values that nobody asks for, to see where each goes. Of these kinds an argument may be."""


def written_once(query: Callable[P, Rows]) -> Callable[P, list[Row]]:
    """The rows of a `values_list`, whose text must be the same whatever the arguments are.

    Raises TypeError when first asked, where it is not, or where an argument is changed on its way.
    Many ids go in by `__any`, since `__in` has as many placeholders as there are ids.
    """
    called = signature(query)

    def text_with(first: int) -> tuple[str, list[Any]]:
        marks = {name: _mark(one, n) for n, (name, one) in enumerate(called.parameters.items(), start=first)}
        rows: Any = query(**marks)  # type: ignore[call-arg] # each by its name
        sql, values = rows.query.sql_with_params()
        return sql, [_Argument.of(value, marks) for value in values]

    @cache
    def text() -> tuple[str, list[Any]]:
        """Tried with two sets of marks: a mark kept as a value would be asked for by all, for ever."""
        found = text_with(1)
        if found != text_with(len(called.parameters) + 1):
            raise TypeError(f"{query.__qualname__} changes its text, or its arguments, with what it is given")
        return found

    @wraps(query)
    def asked(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        sql, values = text()
        given = called.bind(*args, **kwargs).arguments
        with connection.cursor() as cursor:
            cursor.execute(sql, [given[one.name] if isinstance(one, _Argument) else one for one in values])
            return list(cursor.fetchall())

    return asked


@dataclass(frozen=True)
class _Argument:
    name: str

    @staticmethod
    def of(value: Any, marks: dict[str, Any]) -> Any:
        """The argument that this value marks, or the value itself, which the query always has."""
        found = (name for name, mark in marks.items() if type(mark) is type(value) and mark == value)
        name = next(found, None)
        return value if name is None else _Argument(name)


def _mark(parameter: Parameter, number: int) -> Any:
    return MARKS[parameter.annotation](number)


@ForeignKey.register_lookup
@UUIDField.register_lookup
class AnyOf(Lookup[Any]):
    """One of many ids, handed over as one array."""

    lookup_name = "any"
    prepare_rhs = False
    rhs: Collection[UUID]

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:  # type: ignore[override] # as Django's own
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} = ANY(%s)", [*params, list(self.rhs)]
