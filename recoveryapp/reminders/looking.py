"""The look right before each try: what every claimed occurrence is to become, by what holds now."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from recoveryapp.meetings.queries import no_longer_as_agreed
from recoveryapp.notifications.channels import Message
from recoveryapp.reminders.asking import due_in_present_zone
from recoveryapp.reminders.claims import put_off
from recoveryapp.reminders.enums import OccurrenceReason, ReminderChannel
from recoveryapp.reminders.models import Occurrence, Reminder
from recoveryapp.reminders.opening import open_all, still_sealed
from recoveryapp.reminders.tokens import snooze_token, stop_url
from recoveryapp.reminders.verdict import Outcome, reason_untimely, reason_unwanted, skipped

logger = logging.getLogger(__name__)

WORDS = Reminder._meta.get_field("words")


@dataclass(frozen=True)
class ToSend:
    claim: Occurrence
    reminder: Reminder
    message: Message


@dataclass
class Looked:
    """What a batch of claims came to."""

    over: list[tuple[Occurrence, Outcome]] = field(default_factory=list)
    to_send: list[ToSend] = field(default_factory=list)
    troubled: list[Occurrence] = field(default_factory=list)
    """Something about the row broke; another try may go better."""


def look_at(claims: Sequence[Occurrence], *, now: datetime) -> Looked:
    """Each reminder and its owner are read anew, so a pause, an edit or a deletion holds at once."""
    looked, wanted = Looked(), []
    reminders = _reminders_of(claims)
    for claim in claims:
        try:
            reminder = reminders.get(claim.reminder_id)
            if outcome := _verdict(claim, reminder, now=now):
                looked.over.append((claim, outcome))
            elif reminder and (due_at := due_in_present_zone(claim, reminder)) > now:
                put_off(claim, until=due_at, reminder=reminder)
            elif reminder:
                wanted.append((claim, reminder))
        except Exception as error:  # noqa: BLE001 - the trouble of one row must not stop the others
            left_for_later(claim.pk, error)
            looked.troubled.append(claim)
    _open_words(wanted, looked)
    return looked


def left_for_later(row_id: UUID, error: Exception) -> None:
    """Its kind is logged, never its text: that may be the person's."""
    logger.error("%s is left for later: %s", row_id, type(error).__name__)


def _verdict(claim: Occurrence, reminder: Reminder | None, *, now: datetime) -> Outcome | None:
    if reminder is None:
        return skipped(OccurrenceReason.DELETED)
    if reason := reason_unwanted(claim, reminder):
        return skipped(reason)
    if reminder.is_outdated:  # type: ignore[attr-defined]
        return skipped(OccurrenceReason.CHANGED)
    if due_in_present_zone(claim, reminder) > now:
        return None
    return reason_untimely(claim, reminder, now=now)


def _reminders_of(claims: Iterable[Occurrence]) -> dict[UUID, Reminder]:
    """With their owners, and their words still sealed: one row that no key opens stops no other.

    `is_outdated`: it was set for a meeting, under the meeting's own id, and that is off or at another time.
    """
    outdated = no_longer_as_agreed(OuterRef("pk"), since=OuterRef("updated_at"))
    wanted = Reminder.objects.select_related("owner").annotate(is_outdated=Exists(outdated))
    rows = still_sealed(wanted, "words")
    return {reminder.pk: reminder for reminder in rows.filter(pk__in=[c.reminder_id for c in claims])}


def _open_words(wanted: Sequence[tuple[Occurrence, Reminder]], looked: Looked) -> None:
    """Only of what is to be sent."""
    sealed = [(r.pk, r.owner_id, r.sealed) for _, r in wanted]  # type: ignore[attr-defined]
    words = {pk: text for pk, _, text in open_all(WORDS, sealed)}
    for claim, reminder in wanted:
        if reminder.pk in words:
            message = message_for(claim, reminder, words[reminder.pk])
            looked.to_send.append(ToSend(claim, reminder, message))
        else:
            logger.error("%s is left for later: Unreadable", claim.pk)
            looked.troubled.append(claim)


def message_for(claim: Occurrence, reminder: Reminder, words: str) -> Message:
    """A mail can be stopped by one press in it, a notification put off."""
    return Message(
        id=claim.pk,
        owner_id=claim.owner_id,
        at=claim.due_at,
        words=words,
        is_discreet=reminder.owner.is_discreet,
        language=reminder.owner.language,
        stop_url=stop_url(claim.owner_id) if ReminderChannel.EMAIL in reminder.channels else "",
        snooze_token=snooze_token(claim.pk) if ReminderChannel.PUSH in reminder.channels else "",
    )
