"""When a practitioner last looked at what somebody shares, by the access log."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from recoveryapp.audit.queries import reads_by_others
from recoveryapp.consent.gate import Reading

VISIT_ENDS_AFTER = timedelta(minutes=30)
MOST_READS_A_VISIT = 500


def last_look(reading: Reading) -> datetime | None:
    """The last read of an earlier visit than the one that is going on; None: this is the first."""
    reads = reads_by_others(reading.owner.pk).filter(actor_id=reading.viewer.pk, at__lt=reading.at)
    return before_this_visit(reads.values_list("at", flat=True)[:MOST_READS_A_VISIT], now=reading.at)


def before_this_visit(reads: Iterable[datetime], *, now: datetime) -> datetime | None:
    """`reads` newest first."""
    for at in reads:
        if now - at >= VISIT_ENDS_AFTER:
            return at
        now = at
    return None
