"""The hash of an event, worked out apart from the database, which has to come to the same."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from recoveryapp.audit.models import AuditEvent

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def hash_of(event: AuditEvent) -> bytes:
    """SHA-256 over the hash before it and the event as a JSON list (migration `chain_events`)."""
    told = [
        event.number,
        event.pk,
        microseconds(event.at),
        event.actor_id,
        event.actor_role,
        event.owner_id,
        event.verb,
        event.noun,
        event.object_id,
        event.object_count,
        event.scopes,
        event.purpose,
    ]
    return hashlib.sha256(bytes(event.previous_hash) + canonical(told)).digest()


def canonical(values: list[Any]) -> bytes:
    """The way PostgreSQL writes `jsonb`."""
    return json.dumps(values, ensure_ascii=False, default=str).encode()


def microseconds(moment: datetime) -> int:
    """Since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)
