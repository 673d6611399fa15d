"""Tells somebody that something new waits, by the ways they chose: never from whom, and no word of it.

Each thing is told once: the row that says so has an id that follows from the thing. The notice in the app
stands with that row; what gateways do not take now is tried again (`carrying`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max

from recoveryapp.accounts.models import User
from recoveryapp.caseload.queries.news import fresh_hand_overs, newest_request_by_reader
from recoveryapp.conversations.telling import claim_news
from recoveryapp.meetings.news import changed_lately, reader_of_change
from recoveryapp.reminders import carrying
from recoveryapp.reminders.enums import ReminderChannel, TellingKind
from recoveryapp.reminders.models import Notice, Telling
from recoveryapp.reminders.news_choice import channels_of
from recoveryapp.reminders.news_words import words_for

AT_ONCE = 200
SAME_HOUR = timedelta(hours=1)
"""One telling is enough for what a team is asked within it."""


@dataclass(frozen=True)
class Told:
    id: UUID
    kind: TellingKind
    reader: User
    channels: list[str]
    about_id: UUID | None = None


def tell_news(*, clock: Callable[[], datetime]) -> None:
    begin_telling(now=clock())
    carrying.carry(clock=clock)


@transaction.atomic
def begin_telling(*, now: datetime) -> None:
    messages = [
        Told(uuid5(news.id, "told"), TellingKind.MESSAGE, news.reader, news.channels, news.id)
        for news in claim_news(now=now, limit=AT_ONCE)
    ]
    others = list(_with_channels([*_meetings(now), *_requests(now), *_hand_overs(now)]))
    _begin([told for told in [*messages, *others] if told.channels], now=now)


def _begin(told: list[Told], *, now: datetime) -> None:
    """What was begun before is left as it is."""
    known = set(Telling.objects.filter(pk__in=[each.id for each in told]).values_list("pk", flat=True))
    fresh = [each for each in told if each.id not in known]
    Telling.objects.bulk_create([_row(each, now=now) for each in fresh], ignore_conflicts=True)
    for each in fresh:
        if ReminderChannel.IN_APP in each.channels:
            words = words_for(each.kind, each.reader, now=now)
            values = {"owner": each.reader, "recorded_at": now, "words": words}
            Notice.objects.get_or_create(id=each.id, defaults=values)


def _row(told: Told, *, now: datetime) -> Telling:
    """Without a gateway to ask, it is told already."""
    is_shown_only = told.channels == [ReminderChannel.IN_APP]
    return Telling(
        id=told.id,
        owner=told.reader,
        recorded_at=now,
        kind=told.kind,
        about_id=told.about_id,
        ended_at=now if is_shown_only else None,
    )


def _meetings(now: datetime) -> Iterator[Told]:
    for meeting in changed_lately(now=now)[:AT_ONCE]:
        reader = reader_of_change(meeting)
        yield Told(uuid5(meeting.pk, str(meeting.version)), TellingKind.MEETING, reader, [], meeting.pk)


def _hand_overs(now: datetime) -> Iterator[Told]:
    for asked in fresh_hand_overs(now=now)[:AT_ONCE]:
        yield Told(uuid5(asked.pk, "told"), TellingKind.HAND_OVER, asked.owner, [], asked.pk)


def _requests(now: datetime) -> Iterator[Told]:
    """To each reader once an hour, however many there are."""
    newest = newest_request_by_reader(now=now)
    told = Telling.objects.filter(owner__in=newest, kind=TellingKind.REQUEST)
    last: dict[UUID, datetime] = dict(
        told.order_by().values("owner").annotate(at=Max("recorded_at")).values_list("owner", "at")
    )
    for reader, at in newest.items():
        before = last.get(reader.pk)
        if before is None or (at > before and before <= now - SAME_HOUR):
            yield Told(uuid5(reader.pk, at.isoformat()), TellingKind.REQUEST, reader, [])


def _with_channels(told: Iterable[Told]) -> Iterator[Told]:
    told = list(told)
    chosen = channels_of({each.reader.pk for each in told})
    for each in told:
        yield Told(each.id, each.kind, each.reader, chosen[each.reader.pk], each.about_id)
