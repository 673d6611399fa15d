"""Tells somebody that something new waits, by the ways they chose: never from whom, and no word of it.

It is claimed once. The notice in the app stands with the claim; what gateways do not take now is not tried
again, for it is there to be seen at the next visit.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from recoveryapp.conversations.telling import News, claim_news
from recoveryapp.notifications.channels import Message
from recoveryapp.notifications.post_office import Parcel, PostOffice
from recoveryapp.reminders.addresses import address_book
from recoveryapp.reminders.carriers import CARRIERS
from recoveryapp.reminders.enums import ReminderChannel
from recoveryapp.reminders.models import Notice
from recoveryapp.reminders.tokens import stop_url

AT_ONCE = 200
WORDS = {"en": "There is something new for you.", "es": "Hay algo nuevo para ti."}


def tell_news(*, clock: Callable[[], datetime]) -> None:
    now = clock()
    with transaction.atomic():
        news = claim_news(now=now, limit=AT_ONCE)
        messages = {each.id: _message(each, now=now) for each in news}
        for each in news:
            if ReminderChannel.IN_APP in each.channels:
                Notice.objects.create(owner=each.reader, recorded_at=now, words=messages[each.id].words)
    _carry(_parcels(news, messages, now=now), clock=clock)


def _parcels(news: list[News], messages: dict[UUID, Message], *, now: datetime) -> list[Parcel]:
    book = address_book({each.reader.pk for each in news}, now=now) if news else None
    return [
        Parcel(messages[each.id], route)
        for each in news
        for channel in each.channels
        if book and channel != ReminderChannel.IN_APP
        for route in book.reach(each.reader, ReminderChannel(channel)).routes
    ]


def _carry(parcels: list[Parcel], *, clock: Callable[[], datetime]) -> None:
    if not parcels:
        return
    with PostOffice(CARRIERS, clock=clock) as post:
        for parcel in parcels:
            post.take(parcel)
        while post.is_busy:
            post.receipts()
            post.returned()


def _message(news: News, *, now: datetime) -> Message:
    reader = news.reader
    return Message(
        id=uuid5(NAMESPACE_URL, f"news/{news.id}"),
        owner_id=reader.pk,
        at=now,
        words=WORDS.get(reader.language, WORDS["en"]),
        is_discreet=reader.is_discreet,
        language=reader.language,
        stop_url=stop_url(reader.pk),
    )
