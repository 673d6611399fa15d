"""Hands messages to gateways, many at a time, and no gateway more than its share.

Threads talk to the network; whoever asked keeps the books. What a host that hangs or asks for patience holds
up is its own: others go on.
"""

import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from time import perf_counter

from recoveryapp.notifications.channels import Broke, Carrier, Message, Route, Undelivered, Unreachable

logger = logging.getLogger(__name__)

WIDTH = 64
TROUBLES_BEFORE_REST = 5
REST = timedelta(seconds=30)
LONGEST_WAIT = timedelta(seconds=5)
FIRST_SECONDS, GATHER_SECONDS = 0.5, 0.05
QUICK_SECONDS = 0.002
AT_A_TIME = 16
"""Parcels that one thread takes to a host as quick as that, for to hand over each would take longer."""
LONGEST_CALL = timedelta(seconds=25)
"""Longer than any timeout of a carrier; a gateway that drips is left to itself after it."""


@dataclass(frozen=True)
class Parcel:
    message: Message
    route: Route


@dataclass(frozen=True)
class Receipt:
    """What became of a parcel: a gateway's id, or why not."""

    parcel: Parcel
    gateway_id: str = ""
    trouble: Undelivered | None = None
    was_called: bool = True
    """False: its host is being left alone, so it was not asked."""
    begun_at: datetime | None = None
    """When it was handed to its gateway."""


@dataclass
class Round:
    """What one thread takes to one host, one after the other, as far as it came."""

    parcels: list[tuple[Parcel, datetime]]
    begun: datetime
    receipts: list[Receipt] = field(default_factory=list)

    @property
    def left_over(self) -> list[tuple[Parcel, datetime]]:
        return self.parcels[len(self.receipts) :]


class Hosts:
    """How gateways have answered lately, as far as this process knows. Several runs share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._rests_until: dict[str, datetime] = {}
        self._troubles: Counter[str] = Counter()
        self._calls: Counter[str] = Counter()
        self._took_at: dict[str, datetime] = {}
        """When the last call was begun that the host took."""
        self._quick: set[str] = set()

    def rest_of(self, host: str, *, now: datetime) -> timedelta | None:
        """How long it is to be left alone, if it is."""
        until = self._rests_until.get(host)
        return until - now if until and until > now else None

    def enter(self, route: Route) -> bool:
        """False: its host has its share of calls in hand."""
        with self._lock:
            if self._calls[route.gateway] >= route.most_at_once:
                return False
            self._calls[route.gateway] += 1
            return True

    def at_a_time(self, host: str) -> int:
        return AT_A_TIME if host in self._quick else 1

    def is_quick(self, host: str, seconds: float) -> bool:
        """After a call of so many seconds."""
        (self._quick.add if seconds <= QUICK_SECONDS else self._quick.discard)(host)
        return seconds <= QUICK_SECONDS

    def leave(self, host: str) -> None:
        with self._lock:
            self._calls[host] -= 1

    def learn_all(self, receipts: Sequence[Receipt], *, now: datetime) -> None:
        """Answers of one moment come in no order: a host that took anything among them is in reach."""
        fine = set()
        for receipt in receipts:
            if receipt.was_called and not isinstance(receipt.trouble, Unreachable):
                self._took(receipt)
                fine.add(receipt.parcel.route.gateway)
        for receipt in receipts:
            trouble = receipt.trouble
            is_news = receipt.was_called and receipt.parcel.route.gateway not in fine
            if is_news and isinstance(trouble, Unreachable):
                self._learn(receipt, trouble.retry_after, now=now)

    def _learn(self, receipt: Receipt, retry_after: timedelta | None, *, now: datetime) -> None:
        """A host that took nothing several times in a row is left alone, for as long as it asked for.

        Not after one time: where it asks for patience with one message in fifty, the others need not wait.
        """
        host = receipt.parcel.route.gateway
        if self._is_old_news(receipt):
            return
        self._troubles[host] += 1
        if self._troubles[host] >= TROUBLES_BEFORE_REST:
            self._rest(host, now + (retry_after or REST))
            self._troubles.pop(host)

    def forget(self) -> None:
        self._rests_until.clear()
        self._troubles.clear()
        self._took_at.clear()
        self._quick.clear()

    def _took(self, receipt: Receipt) -> None:
        host = receipt.parcel.route.gateway
        self._troubles.pop(host, None)
        if receipt.begun_at:
            self._took_at[host] = max(receipt.begun_at, self._took_at.get(host, receipt.begun_at))

    def _is_old_news(self, receipt: Receipt) -> bool:
        """A call that hung for ten seconds says nothing about a host that has taken later ones since."""
        took_at = self._took_at.get(receipt.parcel.route.gateway)
        return bool(took_at and receipt.begun_at and receipt.begun_at < took_at)

    def _rest(self, host: str, until: datetime) -> None:
        self._rests_until[host] = max(until, self._rests_until.get(host, until))


hosts = Hosts()


class PostOffice:
    """One run's calls. Use it in a `with`; what still hangs at the end is left to itself."""

    def __init__(self, carriers: Iterable[Carrier], *, clock: Callable[[], datetime]) -> None:
        self._carriers: Mapping[str, Carrier] = {carrier.channel: carrier for carrier in carriers}
        self._clock = clock
        self._threads = ThreadPoolExecutor(WIDTH, thread_name_prefix="post")
        self._calls: dict[Future[None], Round] = {}
        self._waiting: deque[tuple[Parcel, datetime]] = deque()
        self._answered: list[Receipt] = []
        self._at_a_time = 1

    def __enter__(self) -> "PostOffice":
        return self

    def __exit__(self, *trouble: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    @property
    def room(self) -> int:
        """For how many more parcels; twice as many as are called for at once, so that nobody stands idle."""
        in_hand = sum(len(each.parcels) for each in self._calls.values())
        return max(0, 2 * WIDTH * self._at_a_time - in_hand - len(self._waiting))

    @property
    def is_busy(self) -> bool:
        return bool(self._calls or self._waiting or self._answered)

    def take(self, parcel: Parcel) -> None:
        self._waiting.append((parcel, self._clock()))

    def receipts(self) -> list[Receipt]:
        """What has come back by now; waits a moment for the first, and a shorter one for its neighbours."""
        self._hand_over()
        if self._calls and not self._answered:
            done, _ = wait(self._calls, timeout=FIRST_SECONDS, return_when=FIRST_COMPLETED)
            if done and len(done) < len(self._calls):
                wait(self._calls, timeout=GATHER_SECONDS)
        answered, self._answered = self._answered + self._done() + self._abandoned(), []
        hosts.learn_all(answered, now=self._clock())
        if answered:
            self._at_a_time = min(hosts.at_a_time(receipt.parcel.route.gateway) for receipt in answered)
        self._hand_over()  # the next calls go on while the books of these are kept
        return answered

    def returned(self) -> list[Parcel]:
        """Parcels that waited too long for a host with its share in hand; bring them again later."""
        now = self._clock()
        late = [parcel for parcel, since in self._waiting if now - since > LONGEST_WAIT]
        self._waiting = deque(pair for pair in self._waiting if now - pair[1] <= LONGEST_WAIT)
        return late

    def _hand_over(self) -> None:
        """To the threads, as far as each host has not its share in hand."""
        waiting, self._waiting = self._waiting, deque()
        rounds: dict[str, Round] = {}
        for parcel, since in waiting:
            host = parcel.route.gateway
            if rest := hosts.rest_of(host, now=self._clock()):
                self._answered.append(Receipt(parcel, trouble=Unreachable(rest), was_called=False))
            elif host in rounds and len(rounds[host].parcels) < hosts.at_a_time(host):
                rounds[host].parcels.append((parcel, since))
            elif len(self._calls) + len(rounds) < WIDTH and hosts.enter(parcel.route):
                self._set_out(rounds.pop(host, None))
                rounds[host] = Round([(parcel, since)], self._clock())
            else:
                self._waiting.append((parcel, since))
        for each in rounds.values():
            self._set_out(each)

    def _set_out(self, each: Round | None) -> None:
        if each:
            self._calls[self._threads.submit(self._go_round, each)] = each

    def _done(self) -> list[Receipt]:
        found = []
        for future in [future for future in self._calls if future.done()]:
            each = self._calls.pop(future)
            future.result()
            self._waiting.extendleft(reversed(each.left_over))
            found += each.receipts
        return found

    def _abandoned(self) -> list[Receipt]:
        late = [f for f, each in self._calls.items() if self._clock() - each.begun > LONGEST_CALL]
        found = []
        for each in [self._calls.pop(future) for future in late]:
            receipts = list(each.receipts)  # the thread may come back at this very moment
            hanging, left_over = each.parcels[len(receipts) :][:1], each.parcels[len(receipts) + 1 :]
            self._waiting.extendleft(reversed(left_over))
            found += receipts
            found += [Receipt(parcel, trouble=Unreachable(), begun_at=each.begun) for parcel, _ in hanging]
        return found

    def _go_round(self, each: Round) -> None:
        """Until a call takes long or finds nobody: what is left over waits as if it had not been begun."""
        host = each.parcels[0][0].route.gateway
        try:
            for parcel, _ in each.parcels:
                began = perf_counter()
                receipt = self._call(parcel, each.begun)
                is_quick = hosts.is_quick(host, perf_counter() - began)
                each.receipts.append(receipt)
                if not is_quick or isinstance(receipt.trouble, Unreachable):
                    return
        finally:
            hosts.leave(host)

    def _call(self, parcel: Parcel, begun: datetime) -> Receipt:
        try:
            gateway_id = self._carriers[parcel.route.channel].carry(parcel.message, parcel.route.address)
            return Receipt(parcel, gateway_id=gateway_id, begun_at=begun)
        except Undelivered as trouble:
            return Receipt(parcel, trouble=trouble, begun_at=begun)
        except Exception as error:  # noqa: BLE001 - one parcel must not stop the others
            logger.error("%s by %s broke: %s", parcel.message.id, parcel.route.channel, type(error).__name__)
            return Receipt(parcel, trouble=Broke(), begun_at=begun)
