"""What a person sees of how they can be reached."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from recoveryapp.accounts.models import User
from recoveryapp.notifications.push.keys import public_key
from recoveryapp.reminders.addresses import address_book, live_devices
from recoveryapp.reminders.enums import ReminderChannel
from recoveryapp.reminders.models import CalendarFeed, Phone


@dataclass(frozen=True)
class Way:
    channel: str
    why_not: str


@dataclass(frozen=True)
class OwnDevice:
    id: UUID
    registered_at: datetime
    is_this: bool


@dataclass(frozen=True)
class Reach:
    push_key: str | None
    ways: list[Way]
    devices: list[OwnDevice]
    phone: Phone | None
    has_calendar: bool


def reach_of(person: User, *, session_key: str, now: datetime) -> Reach:
    book = address_book({person.pk}, now=now)
    rows = live_devices(now=now).filter(owner=person).order_by("-registered_at", "-pk")
    return Reach(
        push_key=public_key(),
        ways=[
            Way(channel.value, "")
            if channel == ReminderChannel.IN_APP
            else Way(channel.value, str(book.reach(person, channel).why_not or ""))
            for channel in ReminderChannel
        ],
        devices=[
            OwnDevice(pk, registered_at, key == session_key)
            for pk, registered_at, key in rows.values_list("pk", "registered_at", "session_key")
        ],
        phone=Phone.objects.owned_by(person).first(),
        has_calendar=CalendarFeed.objects.owned_by(person).exists(),
    )
