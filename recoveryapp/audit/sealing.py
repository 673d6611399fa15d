"""Puts seals on what was written: in order of time, in batches, each its own transaction."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count

from django.db import connection, transaction
from django.db.models import QuerySet

from recoveryapp.audit.models import AuditEvent, AuditSeal
from recoveryapp.audit.seals import mac_of, newest_key_id

logger = logging.getLogger(__name__)

LAG = timedelta(minutes=10)
"""Longer than a transaction lasts, so that no event appears among those already passed. One that did would be
vouched for all the same, by the next seal on its chain."""

BATCH = 1_000
MOST_BATCHES = 100


def seal_events(*, now: datetime, batch: int = BATCH) -> int:
    """Seal what is older than LAG, at most `MOST_BATCHES` batches; answers how many events that were.

    Does nothing while another process is at it.
    """
    done = 0
    for _ in range(MOST_BATCHES):
        passed = _seal_batch(now=now, size=batch)
        done += passed
        if passed < batch:
            break
    if done:
        logger.info("Audit trail sealed: %s", newest_seal())
    return done


def newest_seal() -> AuditSeal | None:
    return AuditSeal.objects.order_by("-number").first()


def events_after(seal: AuditSeal | None) -> QuerySet[AuditEvent]:
    """Those that no seal has come to yet, oldest first."""
    events = AuditEvent.objects.order_by("at", "id")
    if seal is None:
        return events
    return events.filter(at__gte=seal.event_at).exclude(at=seal.event_at, id__lte=seal.event_id)


@transaction.atomic
def _seal_batch(*, now: datetime, size: int) -> int:
    if not _is_ours_to_do():
        return 0
    newest = newest_seal()
    events = list(events_after(newest).filter(at__lt=now - LAG)[:size])
    AuditSeal.objects.bulk_create(_seals_on(_last_of_each_chain(events), after=newest, now=now))
    return len(events)


def _is_ours_to_do() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('audit seals', 0))")
        return bool(cursor.fetchone()[0])


def _last_of_each_chain(events: Iterable[AuditEvent]) -> list[AuditEvent]:
    """In the order given; the last event of all is one of them, so it tells where the next batch begins."""
    last = {event.owner_id: event for event in events}
    return sorted(last.values(), key=lambda event: (event.at, event.pk))


def _seals_on(events: Iterable[AuditEvent], *, after: AuditSeal | None, now: datetime) -> list[AuditSeal]:
    seals: list[AuditSeal] = []
    mac = bytes(after.mac) if after else b""
    for number, event in zip(count(after.number + 1 if after else 1), events, strict=False):
        seal = AuditSeal(
            number=number,
            at=now,
            event_id=event.pk,
            event_at=event.at,
            event_number=event.number,
            event_hash=event.hash,
            owner_id=event.owner_id,
            key_id=newest_key_id(),
        )
        seal.mac = mac = mac_of(seal, after=mac)
        seals.append(seal)
    return seals
