"""Sends what is due. Rows are the truth: this may run twice at once, or die anywhere, and be run again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from recoveryapp.notifications.post_office import PostOffice
from recoveryapp.reminders.carriers import CARRIERS
from recoveryapp.reminders.claims import BATCH, Claim, claim_due
from recoveryapp.reminders.looking import left_for_later
from recoveryapp.reminders.planning import reminders_moved_away, replan
from recoveryapp.reminders.sending import Clock, Run
from recoveryapp.reminders.writing import follow_from, followed_until, reminders_to_follow

ONE_RUN = timedelta(seconds=40)
ANOTHER_LOOK = timedelta(seconds=1)
MOVES_IN_ONE_RUN = 500
LATE_COMMITS = timedelta(minutes=2)
"""What was written before a look may be committed after it; no request takes longer."""


def dispatch_due(*, clock: Clock) -> None:
    """Replan for those who moved or wrote, then send all that is due, for `ONE_RUN` at most.

    A run takes time, so it is given a clock and not a moment. What it claimed and did not reach comes free
    when the lease ends.
    """
    ends_at = clock() + ONE_RUN
    follow_moves(now=clock())
    follow_writing(now=clock())
    with PostOffice(CARRIERS, clock=clock) as post:
        send_all_due(post, until=ends_at, clock=clock)


def send_all_due(post: PostOffice, *, until: datetime, clock: Clock) -> None:
    """Claims as long as there is room, however long some gateway takes for what it has in hand."""
    run, looks_at = Run(post, clock=clock), clock()
    while True:
        claims: Sequence[Claim] = []
        if looks_at <= clock() < until and post.room:
            claims = claim_due(now=clock(), limit=min(BATCH, post.room))
            run.begin(claims)
        if not claims:
            looks_at = max(looks_at, clock() + ANOTHER_LOOK)
        if post.is_busy:
            run.go_on()
        elif not claims:
            return


def settle(claims: Sequence[Claim], *, clock: Clock) -> None:
    """Bring claimed occurrences to their ends, or leave them for another try."""
    with PostOffice(CARRIERS, clock=clock) as post:
        run = Run(post, clock=clock)
        run.begin(claims)
        while post.is_busy:
            run.go_on()


def follow_moves(*, now: datetime) -> None:
    """Replan what was planned in a zone that its owner has left."""
    for reminder_id in reminders_moved_away(now=now, limit=MOVES_IN_ONE_RUN):
        with stopping_no_other(reminder_id):
            replan(reminder_id, now=now)


def follow_writing(*, now: datetime) -> None:
    """Replan what waits for the person's writing, for everybody who has written since the last look."""
    for reminder_id in reminders_to_follow(since=followed_until(now=now) - LATE_COMMITS):
        with stopping_no_other(reminder_id):
            replan(reminder_id, now=now)
    follow_from(now)


@contextmanager
def stopping_no_other(row_id: UUID) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the trouble of one row must not stop the others
        left_for_later(row_id, error)
