"""What a reminder asks for: by its rule, by what the person wrote, or once more because they put it off."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from recoveryapp.reminders import writing
from recoveryapp.reminders.asked import Asking
from recoveryapp.reminders.claims import Claim
from recoveryapp.reminders.enums import ReminderKind
from recoveryapp.reminders.schedule import (
    EVERY_DAY,
    Planned,
    Rule,
    due_at_clock,
    first_instant,
    next_occurrence,
)

WIDEST_SPREAD = 300
A_MOMENT = timedelta(microseconds=1)


def zone_of(reminder: Asking) -> ZoneInfo:
    return ZoneInfo(reminder.owner.time_zone)


def asked_after(reminder: Asking, after: datetime) -> Planned | None:
    """The first that is asked for later than `after`, pauses and snoozing aside."""
    if reminder.kind == ReminderKind.AFTER_CHECK_IN:
        due_at = next(writing.check_ins_due(reminder, after=after), None)
        return a_moment(due_at) if due_at else None
    rule = rule_of(reminder)
    return next_occurrence(rule, after, zone_of(reminder)) if rule else None


def snoozed_after(reminder: Asking, after: datetime) -> Planned | None:
    until = reminder.snoozed_until
    return a_moment(until) if until and until > after else None


def is_asked_for(reminder: Asking, claim: Claim) -> bool:
    """Still, by what the reminder says and the person wrote at this moment."""
    if not claim.is_by_clock:
        return claim.due_at == reminder.snoozed_until or writing.is_check_in_due(reminder, at=claim.due_at)
    rule = rule_of(reminder)
    return rule is not None and rule.asks_for(claim.local_date, claim.slot)


def due_in_present_zone(claim: Claim, reminder: Asking) -> datetime:
    """By the zone, and the rules of that zone, of this moment, not of when it was planned."""
    if not claim.is_by_clock:
        return claim.due_at
    return due_at_clock(
        claim.local_date,
        claim.slot,
        zone_of(reminder),
        lead_minutes=reminder.lead_minutes,
        spread=_spread_of(reminder),
    )


def pause_ends_at(reminder: Asking) -> datetime | None:
    """The first moment of the day on which it is sent again."""
    day = reminder.paused_until
    return first_instant(day, time.min, zone_of(reminder)) if day else None


def not_paused_after(reminder: Asking, after: datetime) -> datetime:
    """The moment after which something may be sent, which a pause may put later."""
    ends_at = pause_ends_at(reminder)
    return max(after, ends_at - A_MOMENT) if ends_at else after


def rule_of(reminder: Asking) -> Rule | None:
    """None where nothing is asked for by the clock."""
    if reminder.kind == ReminderKind.AFTER_CHECK_IN:
        return None
    if reminder.kind == ReminderKind.AFTER_A_GAP:
        return _rule_after_gap(reminder)
    return _times_only(
        reminder,
        weekdays=frozenset(reminder.weekdays),
        every_weeks=reminder.every_weeks,
        lead_minutes=reminder.lead_minutes,
    )


def _rule_after_gap(reminder: Asking) -> Rule | None:
    """Each day from the end of the gap on; None once it was sent in this gap, however long it lasts."""
    last = writing.last_written_at(reminder.owner_id)
    if writing.was_sent_since(reminder, last):
        return None
    begin = last.astimezone(zone_of(reminder)).date() if last else reminder.starts_on
    ends_on = begin + timedelta(days=reminder.after_days or 0)
    return replace(_times_only(reminder), weekdays=EVERY_DAY, starts_on=max(ends_on, reminder.starts_on))


def _times_only(reminder: Asking, **more: Any) -> Rule:
    return Rule(
        times=tuple(reminder.times), starts_on=reminder.starts_on, spread=_spread_of(reminder), **more
    )


def _spread_of(reminder: Asking) -> timedelta:
    """The same for all of a person's reminders, so that two of one time stay together."""
    return timedelta(seconds=_seconds_of(reminder.owner_id)) if reminder.is_around else timedelta(0)


def _seconds_of(owner_id: UUID) -> int:
    return int.from_bytes(sha256(owner_id.bytes).digest()[:4]) % (WIDEST_SPREAD + 1)


def a_moment(due_at: datetime) -> Planned:
    """Due whatever clocks show."""
    shown = due_at.astimezone(UTC)
    return Planned(local_date=shown.date(), slot=shown.time(), due_at=shown, is_by_clock=False)
