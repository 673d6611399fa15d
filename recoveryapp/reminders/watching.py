"""Whether reminders go out: how long the oldest that is due has been waiting."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db.models import Count, Min, Q

from recoveryapp.reminders import writing
from recoveryapp.reminders.enums import OccurrenceState
from recoveryapp.reminders.models import Occurrence

QUEUE = "celery"
"""Celery's own name for the one queue there is."""
LONGEST = timedelta(seconds=120)
"""What any single crash or restart may cost. More, and something does not run."""


@dataclass(frozen=True)
class Waiting:
    count: int
    """Due and not at an end, tried or not."""
    oldest: timedelta
    unclaimed: timedelta
    """The oldest that no worker has in hand and that no try has put off."""

    @property
    def is_late(self) -> bool:
        return self.unclaimed > LONGEST


def waiting(*, now: datetime) -> Waiting:
    is_free = Q(lease_until=None) | Q(lease_until__lte=now)
    due = Occurrence.objects.filter(state=OccurrenceState.PENDING, due_at__lte=now)
    found = due.aggregate(count=Count("pk"), oldest=Min("due_at"), unclaimed=Min("due_at", filter=is_free))
    return Waiting(found["count"], _since(found["oldest"], now), _since(found["unclaimed"], now))


def since_last_look(*, now: datetime) -> timedelta:
    """How long ago a worker last went to see what is due; a day where none has yet."""
    return max(timedelta(0), now - writing.followed_until(now=now))


def queue_length() -> int:
    try:
        with redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as broker:
            return int(broker.llen(QUEUE))
    except redis.RedisError:
        return -1


def _since(moment: datetime | None, now: datetime) -> timedelta:
    return now - moment if moment else timedelta(0)
