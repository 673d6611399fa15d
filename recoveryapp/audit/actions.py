from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from recoveryapp.audit.enums import Verb
from recoveryapp.audit.models import AuditEvent

__all__ = ["Actor", "Verb", "record", "record_reading"]


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
    AuditEvent.objects.create(
        verb=verb,
        noun=noun,
        object_id=object_id,
        object_count=count,
        owner_id=owner_id,
        actor_id=by.pk if by else None,
        actor_role=by.role if by else "",
    )


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
    AuditEvent.objects.create(
        verb=verb,
        noun=noun,
        object_count=count,
        owner_id=owner_id,
        actor_id=viewer.pk,
        actor_role=viewer.role,
        scopes=list(scopes),
        purpose=purpose,
    )
