"""All that is a person's, as JSON that can be read in elsewhere (`record`) and JSON that tells (`about`)."""

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

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def archive_data(person: User, *, now: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": as_json(now),
        "record": record_of(person),
        "about": about(person),
    }


def record_of(person: User) -> dict[str, Any]:
    return {
        "preferences": {name: getattr(person, name) for name in PREFERENCES},
        "rows": tables_of(RECORD, person),
    }


def about(person: User) -> dict[str, Any]:
    return {
        "account": {"id": str(person.pk), "email": person.email, "role": person.role},
        "rows": tables_of(ABOUT, person),
        "access_log": [access_line(line) for line in all_named(all_reads_of(person))],
        "resources": names_of_resources(person),
    }


def tables_of(parts: tuple[Part, ...], person: User) -> Tables:
    return {part.name: [row_of(part, row) for row in part.rows_of(person)] for part in parts}


def row_of(part: Part, row: Any) -> Row:
    return {field.name: as_json(getattr(row, field.attname)) for field in part.fields}


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
