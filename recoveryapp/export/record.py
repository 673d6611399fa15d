"""All that is a person's, as JSON that can be read in elsewhere (`record`) and JSON that tells (`about`)."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.consent.access_log.queries import all_named, reads_of
from recoveryapp.export.contents import ABOUT, RECORD, Part
from recoveryapp.export.values import as_json
from recoveryapp.matching.models import SuggestionResponse
from recoveryapp.resources.models import Resource

FORMAT = "daybook"
VERSION = 1
PREFERENCES = (
    "called",
    "time_zone",
    "language",
    "theme",
    "text_size",
    "is_low_energy",
    "is_discreet",
)

AT_ONCE = 500

Row = dict[str, Any]
Tables = dict[str, list[Row]]
OnRow = Callable[[], None]


def uncounted() -> None:
    """For whoever does not count the rows."""


def archive_data(person: User, *, now: datetime, on_row: OnRow = uncounted) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": as_json(now),
        "record": record_of(person, on_row=on_row),
        "about": about(person, on_row=on_row),
    }


def number_of_rows(person: User) -> int:
    """As many as `archive_data` goes through."""
    counted = (part.rows_of(person).count() for part in (*RECORD, *ABOUT))
    return sum(counted) + all_reads_of(person).count()


def record_of(person: User, *, on_row: OnRow = uncounted) -> dict[str, Any]:
    return {
        "preferences": {name: getattr(person, name) for name in PREFERENCES},
        "rows": tables_of(RECORD, person, on_row=on_row),
    }


def about(person: User, *, on_row: OnRow) -> dict[str, Any]:
    return {
        "account": {"id": str(person.pk), "email": person.email, "role": person.role},
        "rows": tables_of(ABOUT, person, on_row=on_row),
        "access_log": list(access_lines(person, on_row=on_row)),
        "resources": names_of_resources(person),
    }


def tables_of(parts: tuple[Part, ...], person: User, *, on_row: OnRow) -> Tables:
    return {part.name: list(rows_as_json(part, person, on_row=on_row)) for part in parts}


def rows_as_json(part: Part, person: User, *, on_row: OnRow) -> Iterator[Row]:
    """Some hundred are read at once, so that never all of them are there twice."""
    fields = part.fields
    for row in part.rows_of(person).iterator(chunk_size=AT_ONCE):
        yield {field.name: as_json(getattr(row, field.attname)) for field in fields}
        on_row()


def access_lines(person: User, *, on_row: OnRow) -> Iterator[Row]:
    for line in all_named(all_reads_of(person)):
        yield access_line(line)
        on_row()


def access_line(line: Any) -> Row:
    return {
        "at": as_json(line.at),
        "called": line.who.called,
        "role": line.who.role,
        "job_title": line.who.job_title,
        "organisation": line.who.organisation,
        "verb": line.verb,
        "noun": line.noun,
        "scopes": list(line.scopes),
        "purpose": line.purpose,
        "count": line.count,
    }


def names_of_resources(person: User) -> dict[str, str]:
    """Of what they answered to, so that an id of this server says something elsewhere."""
    answered = SuggestionResponse.objects.owned_by(person).values("resource")
    named = Resource.objects.filter(pk__in=answered).order_by("pk").values_list("pk", "name")
    return {str(pk): name for pk, name in named}


def all_reads_of(person: User) -> QuerySet[AuditEvent]:
    return reads_of(person, person=None, kind=None, since=None, until=None)
