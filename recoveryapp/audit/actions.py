from collections import Counter
from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from recoveryapp.audit.models import AuditEvent, Verb

__all__ = ["Actor", "Verb", "record", "record_reads"]


class Actor(Protocol):
    @property
    def pk(self) -> UUID: ...

    @property
    def role(self) -> str: ...


class Owned(Protocol):
    @property
    def owner_id(self) -> UUID: ...


def record(
    verb: Verb, noun: str, *, object_id: UUID | None, owner_id: UUID | None, by: Actor | None, count: int = 1
) -> None:
    """Write one line, in the caller's transaction: when it cannot be written, the deed does not happen.

    `noun` is `app.model`; `by` None is a timed job.
    """
    AuditEvent.objects.create(
        verb=verb,
        noun=noun,
        object_id=object_id,
        object_count=count,
        owner_id=owner_id,
        actor_id=by.pk if by else None,
        actor_role=by.role if by else "",
    )


def record_reads(noun: str, rows: Iterable[Owned], *, viewer: Actor) -> None:
    """One line for each other person whose rows were read; reading one's own leaves no line."""
    read = Counter(row.owner_id for row in rows)
    read.pop(viewer.pk, None)
    for owner_id, count in read.items():
        record(Verb.READ, noun, object_id=None, owner_id=owner_id, by=viewer, count=count)
