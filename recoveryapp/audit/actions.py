from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from recoveryapp.audit.enums import Verb
from recoveryapp.common.ids import new_id

__all__ = ["Actor", "Verb", "record", "record_reading"]

_LINE = """
    INSERT INTO audit_auditevent
        (id, verb, noun, object_id, object_count, owner_id, actor_id, actor_role, scopes, purpose)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::varchar[], %s)
"""
"""Written once: every change pays for it, and the ORM took three times as long to write it anew."""


class Actor(Protocol):
    @property
    def pk(self) -> UUID: ...

    @property
    def role(self) -> str: ...


def record(
    verb: Verb, noun: str, *, object_id: UUID | None, owner_id: UUID | None, by: Actor | None, count: int = 1
) -> None:
    """Write one line, in the caller's transaction: when it cannot be written, the deed does not happen.

    `noun` is `app.model`; `by` None is a timed job. From the line to the end of the transaction, others who
    write about the same person wait. So a transaction with lines about several people writes them in the
    order of their ids, and a long one writes its line last.
    """
    _write(verb, noun, object_id, count, owner_id, by.pk if by else None, str(by.role) if by else "", [], "")


def record_reading(
    *,
    owner_id: UUID,
    viewer: Actor,
    noun: str,
    scopes: Sequence[str],
    purpose: str,
    count: int,
    verb: Verb = Verb.READ,
) -> None:
    """The one line of a request that shows content of `owner_id` to somebody else, for the access log.

    `verb` is one of READING_VERBS. Reading one's own leaves no line.
    """
    if viewer.pk == owner_id:
        return
    _write(verb, noun, None, count, owner_id, viewer.pk, str(viewer.role), list(scopes), purpose)


def _write(verb: Verb, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LINE, [new_id(), str(verb), *values])
