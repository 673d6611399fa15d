"""Carries tellings by the same ways, gateways and books as reminders, and tries again as often as they do.

Whether somebody still wants to hear of it, and by which ways, is asked anew before each try.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from recoveryapp.caseload.queries.hand_overs import offered
from recoveryapp.caseload.queries.news import waiting_for
from recoveryapp.conversations.telling import still_news
from recoveryapp.meetings.news import reader_of_change, still_to_come
from recoveryapp.notifications.actions import Entry, entry_of, forget_deliveries, give_up, keep
from recoveryapp.notifications.channels import Message, Unreachable
from recoveryapp.notifications.enums import DeliveryState
from recoveryapp.notifications.post_office import Parcel, PostOffice, Receipt
from recoveryapp.notifications.queries import deliveries_of
from recoveryapp.reminders.addresses import AddressBook, address_book
from recoveryapp.reminders.carriers import CARRIERS
from recoveryapp.reminders.claims import BACK_OFF, LEASE, MOST_ATTEMPTS
from recoveryapp.reminders.enums import TellingKind
from recoveryapp.reminders.models import Telling
from recoveryapp.reminders.news_choice import channels_of
from recoveryapp.reminders.news_words import words_for
from recoveryapp.reminders.queries import HISTORY
from recoveryapp.reminders.sending import entry_for, forget_gone
from recoveryapp.reminders.tokens import stop_url
from recoveryapp.reminders.verdict import LATEST
from recoveryapp.reminders.ways import Address, Stand, Step, next_step

BATCH = 200
Clock = Callable[[], datetime]


@dataclass
class Letter:
    """One telling on its way through the channels."""

    telling: Telling
    channels: Sequence[str]
    message: Message
    stands: dict[Address, Stand]
    tried: set[Address] = field(default_factory=set)
    in_hand: int = 0
    asked_to_wait: timedelta = timedelta(0)

    def step(self, book: AddressBook) -> Step:
        return next_step(self.channels, lambda channel: book.reach(self.telling.owner, channel), self.stands)


def carry(*, clock: Clock) -> None:
    tellings = _claim(now=clock())
    if not tellings:
        return
    letters = _letters(tellings, now=clock())
    _end([each.pk for each in tellings if each.pk not in letters], now=clock())
    book = address_book({each.owner_id for each in tellings}, now=clock())
    with PostOffice(CARRIERS, clock=clock) as post:
        _go_on(list(letters.values()), book, post, now=clock())
        while post.is_busy:
            answered = _note(post.receipts(), letters, now=clock())
            answered += [_taken_back(letters[parcel.message.id]) for parcel in post.returned()]
            _go_on(answered, book, post, now=clock())
    for letter in letters.values():
        _end_or_leave(letter, book, now=clock())


def forget_tellings(*, now: datetime) -> None:
    ended = Telling.objects.filter(ended_at__lte=now - HISTORY)
    forget_deliveries(list(ended.values_list("pk", flat=True)))
    ended.delete()


@transaction.atomic
def _claim(*, now: datetime) -> list[Telling]:
    is_free = Q(lease_until=None) | Q(lease_until__lte=now)
    rows = Telling.objects.filter(is_free, ended_at__isnull=True).select_related("owner")
    claimed = list(
        rows.select_for_update(of=("self",), skip_locked=True).order_by("recorded_at", "pk")[:BATCH]
    )
    Telling.objects.filter(pk__in=[each.pk for each in claimed]).update(lease_until=now + LEASE)
    return claimed


def _letters(tellings: Sequence[Telling], *, now: datetime) -> dict[UUID, Letter]:
    """Those that are still wanted."""
    chosen = _still_wanted(tellings, now=now)
    stands = deliveries_of(chosen)
    return {
        each.pk: Letter(
            telling=each,
            channels=chosen[each.pk],
            message=_message(each, now=now),
            stands={
                (d.channel, d.target): Stand(DeliveryState(d.state), d.reason, d.tries)
                for d in stands[each.pk]
            },
        )
        for each in tellings
        if chosen.get(each.pk) and now - each.recorded_at <= LATEST
    }


def _still_wanted(tellings: Sequence[Telling], *, now: datetime) -> dict[UUID, list[str]]:
    """By which ways each is to be told now; what there is nothing to tell of any more is not in it."""
    about: dict[str, list[UUID]] = defaultdict(list)
    for each in tellings:
        if each.about_id:
            about[each.kind].append(each.about_id)
    news = still_news(about[TellingKind.MESSAGE], now=now)
    meetings = {m.pk: m for m in still_to_come(about[TellingKind.MEETING], now=now)}
    asked = set(offered(now).filter(pk__in=about[TellingKind.HAND_OVER]).values_list("pk", flat=True))
    chosen = channels_of({each.owner_id for each in tellings})

    def ways(each: Telling) -> list[str]:
        if not each.owner.is_active or each.owner.everything_paused_at:
            return []
        match each.kind:
            case TellingKind.MESSAGE:
                return news[each.about_id].channels if each.about_id in news else []
            case TellingKind.MEETING:
                meeting = meetings.get(each.about_id) if each.about_id else None
                is_theirs = meeting is not None and reader_of_change(meeting) == each.owner
                return chosen[each.owner_id] if is_theirs else []
            case TellingKind.HAND_OVER:
                return chosen[each.owner_id] if each.about_id in asked else []
            case _:
                return chosen[each.owner_id] if waiting_for(each.owner, now=now) != 0 else []

    return {each.pk: ways(each) for each in tellings}


def _message(telling: Telling, *, now: datetime) -> Message:
    reader = telling.owner
    return Message(
        id=telling.pk,
        owner_id=reader.pk,
        at=telling.recorded_at,
        words=words_for(TellingKind(telling.kind), reader, now=now),
        is_discreet=reader.is_discreet,
        language=reader.language,
        stop_url=stop_url(reader.pk),
    )


def _go_on(letters: Sequence[Letter], book: AddressBook, post: PostOffice, *, now: datetime) -> None:
    """Each to the gateways that are its next, where none has it in hand."""
    given_up: list[Entry] = []
    for letter in letters:
        if letter.in_hand:
            continue
        step = letter.step(book)
        for address, reason in step.given_up:
            letter.stands[address] = Stand(DeliveryState.FAILED, reason)
            given_up.append(entry_for(letter.message, address, DeliveryState.FAILED, reason))
        for route in step.routes:
            if route.to not in letter.tried:
                letter.tried.add(route.to)
                letter.in_hand += 1
                post.take(Parcel(letter.message, route))
    keep(given_up, now=now)


def _note(receipts: Sequence[Receipt], letters: Mapping[UUID, Letter], *, now: datetime) -> list[Letter]:
    """The books first: what a gateway took stays written, whatever becomes of the rest."""
    entries = [entry_of(receipt) for receipt in receipts]
    keep(entries, now=now)
    forget_gone(receipts, now=now)
    answered = []
    for receipt, entry in zip(receipts, entries, strict=True):
        letter, to = letters[receipt.parcel.message.id], receipt.parcel.route.to
        before = letter.stands.get(to)
        letter.stands[to] = Stand(entry.state, entry.reason, tries=(before.tries if before else 0) + 1)
        letter.in_hand -= 1
        if isinstance(receipt.trouble, Unreachable) and receipt.trouble.retry_after:
            letter.asked_to_wait = max(letter.asked_to_wait, receipt.trouble.retry_after)
        answered.append(letter)
    return answered


def _taken_back(letter: Letter) -> Letter:
    """Its host has its share in hand. It waits for the next run."""
    letter.in_hand -= 1
    return letter


def _end_or_leave(letter: Letter, book: AddressBook, *, now: datetime) -> None:
    attempts = letter.telling.attempts + 1
    if not letter.step(book).routes or attempts >= MOST_ATTEMPTS:
        _end([letter.telling.pk], now=now)
        return
    until = now + max(BACK_OFF[attempts - 1], letter.asked_to_wait)
    Telling.objects.filter(pk=letter.telling.pk).update(lease_until=until, attempts=attempts)


def _end(telling_ids: Sequence[UUID], *, now: datetime) -> None:
    give_up(telling_ids, now=now)
    Telling.objects.filter(pk__in=telling_ids).update(ended_at=now, lease_until=None)
