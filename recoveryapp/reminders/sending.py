"""Takes occurrences through their channels to their ends, and keeps the books of one run."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from recoveryapp.notifications.actions import Entry, entry_of, keep
from recoveryapp.notifications.channels import Gone, Message, Unreachable
from recoveryapp.notifications.enums import DeliveryState
from recoveryapp.notifications.post_office import Parcel, PostOffice, Receipt
from recoveryapp.notifications.queries import carried, deliveries_of
from recoveryapp.reminders.addresses import AddressBook, address_book
from recoveryapp.reminders.claims import MOST_ATTEMPTS, Claim, leave_until, next_try_at
from recoveryapp.reminders.ends import Ending, finish
from recoveryapp.reminders.enums import OccurrenceReason, OccurrenceState, ReminderChannel
from recoveryapp.reminders.in_app import show, tell_gone
from recoveryapp.reminders.looking import ToSend, look_at
from recoveryapp.reminders.models import Device
from recoveryapp.reminders.verdict import SENT, Outcome
from recoveryapp.reminders.ways import Address, Stand, Step, next_step

Clock = Callable[[], datetime]

IN_APP = ReminderChannel.IN_APP
FULL_HOST = timedelta(seconds=5)


@dataclass
class Work:
    """One occurrence on its way through the channels."""

    asked: ToSend
    book: AddressBook
    stands: dict[Address, Stand]
    in_hand: int = 0
    """Parcels that no gateway has answered yet."""
    tried: set[Address] = field(default_factory=set)
    """In this run."""
    asked_to_wait: timedelta = timedelta(0)
    was_called: bool = False
    """Whether any gateway was asked in this run; one that is being left alone was not."""

    @property
    def claim(self) -> Claim:
        return self.asked.claim

    @property
    def is_done(self) -> bool:
        """Every way that was taken carried it, so there is no other to look for."""
        return all(stand.state == DeliveryState.SENT for stand in self.stands.values())

    def step(self) -> Step:
        reminder = self.asked.reminder
        return next_step(
            reminder.channels, lambda channel: self.book.reach(reminder.owner, channel), self.stands
        )

    def outcome(self) -> Outcome:
        """One channel that carried it is enough; else the last reason why not."""
        if any(stand.state == DeliveryState.SENT for stand in self.stands.values()):
            return SENT
        last = list(self.stands.values())[-1]
        return Outcome(OccurrenceState.FAILED, OccurrenceReason(last.reason))


class Run:
    """Claims in, gateways asked, ends written. Only this thread speaks to the database."""

    def __init__(self, post: PostOffice, *, clock: Clock) -> None:
        self._post = post
        self._clock = clock
        self._works: dict[UUID, Work] = {}
        self._entries: list[Entry] = []
        self._endings: list[Ending] = []
        self._left: list[tuple[Claim, datetime]] = []

    def begin(self, claims: Sequence[Claim]) -> None:
        now = self._clock()
        looked = look_at(claims, now=now)
        was_carried = carried([claim.pk for claim, _ in looked.over if claim.fence > 1])
        self._endings += [(claim, SENT if claim.pk in was_carried else end) for claim, end in looked.over]
        for claim in looked.troubled:
            self._leave_for_another_try(claim)
        in_app = [each.message for each in looked.to_send if IN_APP in each.reminder.channels]
        show(in_app, now=now)
        for work in works_of(looked.to_send, now=now):
            self._works[work.claim.pk] = work
            self._go_on(work)
        self._write_down()

    def go_on(self) -> None:
        """With what gateways have answered since."""
        receipts = self._post.receipts()
        entries = [entry_of(receipt) for receipt in receipts]
        self._entries += entries
        forget_gone(receipts, now=self._clock())
        for parcel in self._post.returned():
            self._bring_again_later(parcel)
        pairs = zip(receipts, entries, strict=True)
        for work in [work for pair in pairs if (work := self._note(*pair)) and not work.in_hand]:
            if work.is_done:
                self._leave_or_end(work, is_over=True)
            else:
                self._go_on(work)
        self._write_down()

    def _go_on(self, work: Work) -> None:
        step = work.step()
        for address, reason in step.given_up:
            work.stands[address] = Stand(DeliveryState.FAILED, reason)
            self._entries.append(entry_for(work.asked.message, address, DeliveryState.FAILED, reason))
        fresh = [route for route in step.routes if route.to not in work.tried]
        for route in fresh:
            work.tried.add(route.to)
            work.in_hand += 1
            self._post.take(Parcel(work.asked.message, route))
        if not fresh:
            self._leave_or_end(work, is_over=not step.routes)

    def _leave_or_end(self, work: Work, *, is_over: bool) -> None:
        del self._works[work.claim.pk]
        if is_over or work.claim.attempts + 1 >= MOST_ATTEMPTS:
            work.claim.attempts += bool(work.tried)
            self._endings.append((work.claim, work.outcome()))
        elif work.tried and not work.was_called:
            self._left.append((work.claim, self._clock() + max(work.asked_to_wait, FULL_HOST)))
        else:
            self._leave_for_another_try(work.claim, asked_to_wait=work.asked_to_wait)

    def _leave_for_another_try(self, claim: Claim, *, asked_to_wait: timedelta = timedelta(0)) -> None:
        claim.attempts += 1
        self._left.append((claim, next_try_at(claim, now=self._clock(), asked_to_wait=asked_to_wait)))

    def _note(self, receipt: Receipt, entry: Entry) -> Work | None:
        """None: the occurrence has gone its way without this answer."""
        work = self._works.get(receipt.parcel.message.id)
        if work is None:
            return None
        before = work.stands.get(receipt.parcel.route.to)
        work.stands[receipt.parcel.route.to] = Stand(
            entry.state, entry.reason, tries=(before.tries if before else 0) + 1
        )
        work.in_hand -= 1
        work.was_called |= receipt.was_called
        if isinstance(receipt.trouble, Unreachable) and receipt.trouble.retry_after:
            work.asked_to_wait = max(work.asked_to_wait, receipt.trouble.retry_after)
        return work

    def _bring_again_later(self, parcel: Parcel) -> None:
        """Its host has its share in hand. This was no try."""
        if work := self._works.pop(parcel.message.id, None):
            self._left.append((work.claim, self._clock() + FULL_HOST))

    def _write_down(self) -> None:
        """Deliveries first: what a gateway took stays written, whatever becomes of the rest."""
        now = self._clock()
        keep(self._entries, now=now)
        finish(self._endings, now=now)
        leave_until(self._left)
        self._entries, self._endings, self._left = [], [], []


def forget_gone(receipts: Iterable[Receipt], *, now: datetime) -> None:
    """Exactly the devices that are gone, and the person is told."""
    parcels = [receipt.parcel for receipt in receipts if isinstance(receipt.trouble, Gone)]
    gone = {p.route.target: p.message for p in parcels if p.route.channel == ReminderChannel.PUSH}
    if gone:
        tell_gone(gone, now=now)
        Device.objects.filter(pk__in=gone).delete()


def works_of(to_send: Sequence[ToSend], *, now: datetime) -> list[Work]:
    if not to_send:
        return []
    deliveries = deliveries_of([each.claim.pk for each in to_send if may_have_deliveries(each)])
    channels = {channel for each in to_send for channel in each.reminder.channels}
    book = address_book({each.claim.owner_id for each in to_send}, now=now, channels=channels)
    return [
        Work(
            asked=each,
            book=book,
            stands={
                (d.channel, d.target): Stand(DeliveryState(d.state), d.reason, d.tries)
                for d in deliveries[each.claim.pk]
            },
        )
        for each in to_send
    ]


def may_have_deliveries(each: ToSend) -> bool:
    """From an earlier claim, or because it was just shown in the app."""
    return each.claim.fence > 1 or IN_APP in each.reminder.channels


def entry_for(message: Message, to: Address, state: DeliveryState, reason: str = "") -> Entry:
    channel, target = to
    return Entry(
        message_id=message.id,
        owner_id=message.owner_id,
        channel=channel,
        target=target,
        state=state,
        reason=reason,
        was_tried=False,
    )
