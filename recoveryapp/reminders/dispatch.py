"""Sends what is due. Rows are the truth: this may run twice at once, or die anywhere, and be run again."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from recoveryapp.notifications.actions import deliver
from recoveryapp.notifications.channels import Channel, Message
from recoveryapp.notifications.email import EmailChannel
from recoveryapp.notifications.enums import DeliveryState
from recoveryapp.notifications.queries import was_carried
from recoveryapp.reminders.asking import due_in_present_zone
from recoveryapp.reminders.claims import begin_try, claim_due, finish, put_off, try_later
from recoveryapp.reminders.enums import OccurrenceReason, OccurrenceState
from recoveryapp.reminders.in_app import InAppChannel
from recoveryapp.reminders.models import Occurrence, Reminder
from recoveryapp.reminders.planning import reminders_moved_away, replan
from recoveryapp.reminders.verdict import (
    MOST_ATTEMPTS,
    SENT,
    Outcome,
    reason_untimely,
    reason_unwanted,
    skipped,
)
from recoveryapp.reminders.writing import follow_from, followed_until, reminders_to_follow

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]

CHANNELS: list[Channel] = [InAppChannel(), EmailChannel()]
"""In the order in which they are tried; a channel out of reach must not delay those before it."""

ONE_RUN = timedelta(seconds=40)
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
    while claims := claim_due(now=clock()):
        for claim in claims:
            if clock() >= ends_at:
                return
            with left_for_later(claim.pk):
                settle(claim, now=clock())


def follow_moves(*, now: datetime) -> None:
    """Replan what was planned in a zone that its owner has left."""
    for reminder_id in reminders_moved_away(now=now, limit=MOVES_IN_ONE_RUN):
        with left_for_later(reminder_id):
            replan(reminder_id, now=now)


def follow_writing(*, now: datetime) -> None:
    """Replan what waits for the person's writing, for everybody who has written since the last look."""
    for reminder_id in reminders_to_follow(since=followed_until(now=now) - LATE_COMMITS):
        with left_for_later(reminder_id):
            replan(reminder_id, now=now)
    follow_from(now)


def settle(claim: Occurrence, *, now: datetime) -> None:
    """Bring a claimed occurrence to its end, or leave it for another try.

    The reminder is read anew right before each try, so a pause, an edit or a deletion holds at once.
    Its words are opened only to be sent.
    """
    if not begin_try(claim, now=now):
        return
    reminders = Reminder.objects.select_related("owner").defer("words")
    reminder = reminders.filter(pk=claim.reminder_id).first()
    if reminder is None:
        close(claim, skipped(OccurrenceReason.DELETED), now=now)
    elif reason := reason_unwanted(claim, reminder):
        close(claim, skipped(reason), now=now)
    elif (due_at := due_in_present_zone(claim, reminder)) > now:
        put_off(claim, until=due_at, reminder=reminder)
    elif outcome := reason_untimely(claim, reminder, now=now) or send(claim, reminder, now=now):
        close(claim, outcome, now=now)
    else:
        try_later(claim, now=now)


def send(claim: Occurrence, reminder: Reminder, *, now: datetime) -> Outcome | None:
    """By each of the person's channels; one that carried it is enough. None: another try is worth it."""
    message = Message(
        id=claim.pk,
        owner_id=claim.owner_id,
        at=claim.due_at,
        address=reminder.owner.email,
        words=reminder.words,
        is_discreet=reminder.owner.is_discreet,
        language=reminder.owner.language,
    )
    chosen = [channel for channel in CHANNELS if channel.name in reminder.channels]
    deliveries = [deliver(message, via=channel, now=now) for channel in chosen]
    states = {delivery.state for delivery in deliveries}
    if DeliveryState.QUEUED in states and claim.attempts < MOST_ATTEMPTS:
        return None
    if DeliveryState.SENT in states:
        return SENT
    return Outcome(OccurrenceState.FAILED, OccurrenceReason(deliveries[-1].reason))


def close(claim: Occurrence, outcome: Outcome, *, now: datetime) -> None:
    """What a channel carried at an earlier try was sent, whatever came after."""
    is_sent = outcome == SENT or was_carried(claim.pk)
    finish(claim, SENT if is_sent else outcome, now=now)


@contextmanager
def left_for_later(row_id: UUID) -> Iterator[None]:
    """The trouble of one row must not stop the others. Its kind is logged, never its text."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever it is
        logger.error("%s is left for later: %s", row_id, type(error).__name__)
