"""Messages shown in the app. Here and not in `notifications`, which lies below the one gate: a notice is an
owned row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from recoveryapp.notifications.actions import Entry, keep
from recoveryapp.notifications.channels import Message
from recoveryapp.notifications.enums import DeliveryState
from recoveryapp.reminders.enums import ReminderChannel
from recoveryapp.reminders.models import Notice

GONE = {
    "en": "A phone of yours no longer takes notifications. You can allow them again under Reminders.",
    "es": "Un teléfono tuyo ya no acepta avisos. Puedes permitirlos otra vez en Recordatorios.",
}


def show(messages: Sequence[Message], *, now: datetime, is_test: bool = False) -> None:
    """Each once, however often it is shown; in two statements."""
    notices = [Notice(id=m.id, owner_id=m.owner_id, recorded_at=m.at, words=m.words) for m in messages]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    keep([entry_for(message) for message in messages], now=now, is_test=is_test)


def tell_gone(messages: Mapping[str, Message], *, now: datetime) -> None:
    """That a phone takes no more notifications, seen at the next visit. By device, so once for each."""
    notices = [
        Notice(
            id=UUID(device_id), owner_id=m.owner_id, recorded_at=now, words=GONE.get(m.language, GONE["en"])
        )
        for device_id, m in messages.items()
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def entry_for(message: Message) -> Entry:
    return Entry(
        message_id=message.id,
        owner_id=message.owner_id,
        channel=ReminderChannel.IN_APP.value,
        state=DeliveryState.SENT,
    )
