"""“Send me a test”: the real way to the person's own addresses, now, with an answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.notifications.actions import Entry, entry_of, give_up, keep
from recoveryapp.notifications.channels import Message, Route, Undelivered
from recoveryapp.notifications.enums import DeliveryState
from recoveryapp.notifications.post_office import Parcel, PostOffice, Receipt
from recoveryapp.reminders import in_app
from recoveryapp.reminders.addresses import address_book
from recoveryapp.reminders.carriers import CARRIERS
from recoveryapp.reminders.daily import take_one_of_today
from recoveryapp.reminders.enums import ReminderChannel
from recoveryapp.reminders.models import Device
from recoveryapp.reminders.tokens import stop_url

WORDS = {"en": "This is a test", "es": "Esto es una prueba"}


@dataclass(frozen=True)
class Try:
    """What a gateway said; `reason` is empty when it took the message."""

    target: str
    state: str
    reason: str


def send_test(channel: ReminderChannel, *, clock: Callable[[], datetime], by: User) -> list[Try]:
    """To every address of one channel; one line each. Raises TooManyTests."""
    now = clock()
    message = _message(by, now=now)
    reachable = address_book({by.pk}, now=now).reach(by, channel)
    _count(message, channel, now=now, by=by)
    if channel == ReminderChannel.IN_APP:
        in_app.show([message], now=now, is_test=True)
        return [Try("", DeliveryState.SENT.value, "")]
    if reachable.why_not:
        return [Try("", DeliveryState.FAILED.value, reachable.why_not.value)]
    receipts = _carry(message, reachable.routes, clock=clock)
    keep([entry_of(receipt) for receipt in receipts], now=clock(), is_test=True)
    give_up([message.id], now=clock())
    return [_try(receipt) for receipt in receipts]


@transaction.atomic
def _count(message: Message, channel: ReminderChannel, *, now: datetime, by: User) -> None:
    take_one_of_today(by, now=now)
    entry = Entry(
        message_id=message.id, owner_id=by.pk, channel=channel.value, target="asked", state=DeliveryState.SENT
    )
    keep([entry], now=now, is_test=True)


def _carry(message: Message, routes: list[Route], *, clock: Callable[[], datetime]) -> list[Receipt]:
    receipts: list[Receipt] = []
    with PostOffice(CARRIERS, clock=clock) as post:
        for route in routes:
            post.take(Parcel(message, route))
        while post.is_busy:
            receipts += post.receipts()
            receipts += [Receipt(parcel, trouble=Busy()) for parcel in post.returned()]
    _forget_gone(receipts)
    return receipts


class Busy(Undelivered):
    """The gateway has its share in hand; a test does not wait for it."""

    reason = "unreachable"


def _forget_gone(receipts: list[Receipt]) -> None:
    gone = [r.parcel.route.target for r in receipts if r.trouble and r.trouble.reason == "gone"]
    Device.objects.filter(pk__in=[UUID(target) for target in gone if target]).delete()


def _try(receipt: Receipt) -> Try:
    trouble = receipt.trouble
    state = DeliveryState.FAILED if trouble else DeliveryState.SENT
    return Try(receipt.parcel.route.target, state.value, trouble.reason if trouble else "")


def _message(person: User, *, now: datetime) -> Message:
    return Message(
        id=new_id(),
        owner_id=person.pk,
        at=now,
        words=WORDS.get(person.language, WORDS["en"]),
        is_discreet=person.is_discreet,
        language=person.language,
        stop_url=stop_url(person.pk),
    )
