"""What is to become of an occurrence whose time has come. Pure: rows and a time in, a decision out."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from recoveryapp.reminders.enums import OccurrenceReason, OccurrenceState
from recoveryapp.reminders.models import Occurrence, Reminder
from recoveryapp.reminders.planning import rule_of, zone_of
from recoveryapp.reminders.schedule import first_instant

LATEST = timedelta(minutes=60)
"""Sent later than this, a reminder would mislead."""

MOST_ATTEMPTS = 5

FROM_NOW_ON = {OccurrenceReason.PAUSED, OccurrenceReason.CHANGED, OccurrenceReason.MOVED}
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


def due_in_present_zone(claim: Occurrence, reminder: Reminder) -> datetime:
    """By the zone, and the rules of that zone, of this moment, not of when it was planned."""
    return first_instant(claim.local_date, claim.slot, zone_of(reminder))


def reason_unwanted(claim: Occurrence, reminder: Reminder) -> OccurrenceReason | None:
    """Why the person no longer asks for it, at whatever hour."""
    rule = rule_of(reminder)
    if not reminder.owner.is_active:
        return OccurrenceReason.ACCOUNT_CLOSED
    if rule is None or claim.local_date < (reminder.paused_until or claim.local_date):
        return OccurrenceReason.PAUSED
    if not rule.asks_for(claim.local_date, claim.slot):
        return OccurrenceReason.CHANGED
    return None


def reason_untimely(claim: Occurrence, reminder: Reminder, *, now: datetime) -> Outcome | None:
    """Why this is not the hour for it; its time has come."""
    zone = zone_of(reminder)
    if now - due_in_present_zone(claim, reminder) > LATEST:
        return EXPIRED if claim.zone == zone.key else skipped(OccurrenceReason.MOVED)
    if is_quiet(reminder, now.astimezone(zone).time()):
        return skipped(OccurrenceReason.QUIET_HOURS)
    return GAVE_UP if claim.attempts > MOST_ATTEMPTS else None


def is_quiet(reminder: Reminder, at: time) -> bool:
    begin, end = reminder.quiet_from, reminder.quiet_to
    if begin is None or end is None:
        return False
    return begin <= at < end if begin <= end else at >= begin or at < end
