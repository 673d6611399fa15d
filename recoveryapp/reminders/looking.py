"""The look right before each try: what every claimed occurrence is to become, by what holds now."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from recoveryapp.meetings.queries import no_longer_as_agreed
from recoveryapp.notifications.channels import Message
from recoveryapp.reminders.asked import Asked, asked_now
from recoveryapp.reminders.asking import due_in_present_zone, zone_of
from recoveryapp.reminders.claims import Claim, put_off
from recoveryapp.reminders.enums import OccurrenceReason, ReminderChannel, ReminderKind
from recoveryapp.reminders.models import Reminder
from recoveryapp.reminders.opening import open_all
from recoveryapp.reminders.tokens import snooze_token, stop_url
from recoveryapp.reminders.verdict import Outcome, reason_untimely, reason_unwanted, skipped

logger = logging.getLogger(__name__)

WORDS = Reminder._meta.get_field("words")


@dataclass(frozen=True)
class ToSend:
    claim: Claim
    reminder: Asked
    message: Message


@dataclass
class Looked:
    """What a batch of claims came to."""

    over: list[tuple[Claim, Outcome]] = field(default_factory=list)
    to_send: list[ToSend] = field(default_factory=list)
    troubled: list[Claim] = field(default_factory=list)
    """Something about the row broke; another try may go better."""


def look_at(claims: Sequence[Claim], *, now: datetime) -> Looked:
    """Each reminder and its owner are read anew, so a pause, an edit or a deletion holds at once."""
    looked, wanted = Looked(), []
    reminders = asked_now([claim.reminder_id for claim in claims])
    outdated = _outdated(reminders.values())
    for claim in claims:
        try:
            reminder = claim.reminder = reminders.get(claim.reminder_id)
            if reminder is None:
                looked.over.append((claim, skipped(OccurrenceReason.DELETED)))
            elif reason := reason_unwanted(claim, reminder):
                looked.over.append((claim, skipped(reason)))
            elif reminder.pk in outdated:
                looked.over.append((claim, skipped(OccurrenceReason.CHANGED)))
            elif (due_at := due_in_present_zone(claim, reminder)) > now:
                put_off(claim, until=due_at, zone=zone_of(reminder).key)
            elif outcome := reason_untimely(claim, reminder, due_at=due_at, now=now):
                looked.over.append((claim, outcome))
            else:
                wanted.append((claim, reminder))
        except Exception as error:  # noqa: BLE001 - the trouble of one row must not stop the others
            left_for_later(claim.pk, error)
            looked.troubled.append(claim)
    _open_words(wanted, looked)
    return looked


def _outdated(reminders: Iterable[Asked]) -> set[UUID]:
    """Those set for a meeting, under the meeting's own id, that is off or was moved since they were set.
    One statement, where there is an appointment among them."""
    ids = [reminder.pk for reminder in reminders if reminder.kind == ReminderKind.APPOINTMENT]
    if not ids:
        return set()
    set_at = Reminder.objects.filter(pk=OuterRef("pk")).values("updated_at")
    return set(no_longer_as_agreed(ids, since=Subquery(set_at)).values_list("pk", flat=True))


def left_for_later(row_id: UUID, error: Exception) -> None:
    """Its kind is logged, never its text: that may be the person's."""
    logger.error("%s is left for later: %s", row_id, type(error).__name__)


def _open_words(wanted: Sequence[tuple[Claim, Asked]], looked: Looked) -> None:
    """Only of what is to be sent."""
    sealed = [(reminder.pk, reminder.owner_id, reminder.sealed) for _, reminder in wanted]
    words = {pk: text for pk, _, text in open_all(WORDS, sealed)}
    for claim, reminder in wanted:
        if reminder.pk in words:
            message = message_for(claim, reminder, words[reminder.pk])
            looked.to_send.append(ToSend(claim, reminder, message))
        else:
            logger.error("%s is left for later: Unreadable", claim.pk)
            looked.troubled.append(claim)


def message_for(claim: Claim, reminder: Asked, words: str) -> Message:
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
