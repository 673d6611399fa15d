"""What is to become of an occurrence whose time has come. Pure: rows and a time in, a decision out."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from recoveryapp.reminders.asked import Asking
from recoveryapp.reminders.asking import is_asked_for, pause_ends_at, zone_of
from recoveryapp.reminders.claims import MOST_ATTEMPTS, Claim
from recoveryapp.reminders.enums import OccurrenceReason, OccurrenceState, ReminderKind

LATEST = timedelta(minutes=60)
"""Sent later than this, a reminder would mislead."""

FROM_NOW_ON = {
    OccurrenceReason.PAUSED,
    OccurrenceReason.CHANGED,
    OccurrenceReason.MOVED,
    OccurrenceReason.WRITTEN,
}
"""After these the next one is planned from now: what the reminder asked for before no longer counts."""


@dataclass(frozen=True)
class Outcome:
    state: OccurrenceState
    reason: OccurrenceReason | None = None


SENT = Outcome(OccurrenceState.SENT)
EXPIRED = Outcome(OccurrenceState.EXPIRED, OccurrenceReason.LATE)
GAVE_UP = Outcome(OccurrenceState.FAILED, OccurrenceReason.GAVE_UP)


def skipped(reason: OccurrenceReason) -> Outcome:
    return Outcome(OccurrenceState.SKIPPED, reason)


def reason_unwanted(claim: Claim, reminder: Asking) -> OccurrenceReason | None:
    """Why the person no longer asks for it, at whatever hour."""
    if not reminder.owner.is_active:
        return OccurrenceReason.ACCOUNT_CLOSED
    if is_paused(reminder, at=claim.due_at):
        return OccurrenceReason.PAUSED
    if not is_asked_for(reminder, claim):
        is_gap = reminder.kind == ReminderKind.AFTER_A_GAP and claim.slot in reminder.times
        return OccurrenceReason.WRITTEN if is_gap else OccurrenceReason.CHANGED
    return None


def is_paused(reminder: Asking, *, at: datetime) -> bool:
    ends_at = pause_ends_at(reminder)
    return (
        reminder.is_paused
        or reminder.owner.everything_paused_at is not None
        or (ends_at is not None and at < ends_at)
    )


def reason_untimely(claim: Claim, reminder: Asking, *, due_at: datetime, now: datetime) -> Outcome | None:
    """Why this is not the hour for it; its time has come."""
    zone = zone_of(reminder)
    if now - due_at > latest_of(reminder):
        has_moved = claim.is_by_clock and claim.zone != zone.key
        return skipped(OccurrenceReason.MOVED) if has_moved else EXPIRED
    if is_quiet(reminder, now.astimezone(zone).time()):
        return skipped(OccurrenceReason.QUIET_HOURS)
    return GAVE_UP if claim.attempts >= MOST_ATTEMPTS else None


def latest_of(reminder: Asking) -> timedelta:
    """How late it may be: never after an appointment has begun."""
    lead = timedelta(minutes=reminder.lead_minutes)
    return min(LATEST, lead) if lead else LATEST


def is_quiet(reminder: Asking, at: time) -> bool:
    begin, end = reminder.quiet_from, reminder.quiet_to
    if begin is None or end is None:
        return False
    return begin <= at < end if begin <= end else at >= begin or at < end
