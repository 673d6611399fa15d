"""Many gateways at once: what one holds up is its own."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from recoveryapp.notifications import post_office
from recoveryapp.notifications.channels import (
    SHARE_OF_A_HOST,
    Broke,
    Gone,
    Message,
    Refused,
    Route,
    Unreachable,
)
from recoveryapp.notifications.post_office import (
    AT_A_TIME,
    QUICK_SECONDS,
    WIDTH,
    Parcel,
    PostOffice,
    Receipt,
    hosts,
)
from tests.notifications.conftest import MakeMessage

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
Deed = Callable[[str], str]


class Carrier:
    channel = "push"

    def __init__(self, deed: Deed) -> None:
        self._deed = deed
        self.calls: list[str] = []

    def carry(self, message: Message, address: str) -> str:
        self.calls.append(address)
        return self._deed(address)


@pytest.fixture(autouse=True)
def _nobody_rests() -> Iterator[None]:
    hosts.forget()
    yield
    hosts.forget()


def parcel(message: Message, host: str) -> Parcel:
    return Parcel(message, Route(channel="push", target=host, address=host, gateway=host))


def send(
    carrier: Carrier, parcels: list[Parcel], clock: Callable[[], datetime] = lambda: NOW
) -> list[Receipt]:
    receipts: list[Receipt] = []
    with PostOffice([carrier], clock=clock) as post:
        for each in parcels:
            post.take(each)
        while post.is_busy:
            receipts += post.receipts()
            receipts += [Receipt(late, trouble=Broke()) for late in post.returned()]
    return receipts


def test_what_each_gateway_said_comes_back(make_message: MakeMessage) -> None:
    def deed(host: str) -> str:
        if host == "gone":
            raise Gone
        if host == "broken":
            raise KeyError("canary")
        return host.upper()

    receipts = send(Carrier(deed), [parcel(make_message(), host) for host in ("fine", "gone", "broken")])
    found = {r.parcel.route.gateway: r for r in receipts}
    assert found["fine"].gateway_id == "FINE"
    assert isinstance(found["gone"].trouble, Gone)
    assert isinstance(found["broken"].trouble, Broke)


def test_one_slow_host_does_not_delay_others(make_message: MakeMessage) -> None:
    let_go = threading.Event()

    def deed(host: str) -> str:
        if host == "slow":
            let_go.wait(20)
        return ""

    carrier = Carrier(deed)
    with PostOffice([carrier], clock=lambda: datetime.now(UTC)) as post:
        for _ in range(SHARE_OF_A_HOST + 30):
            post.take(parcel(make_message(), "slow"))
        for _ in range(20):
            post.take(parcel(make_message(), "quick"))
        begun, done = time.monotonic(), 0
        while done < 20:
            done += len(post.receipts())
            assert time.monotonic() - begun < 5
        assert carrier.calls.count("slow") <= SHARE_OF_A_HOST
        let_go.set()
        while post.is_busy:
            post.receipts()
            post.returned()


def test_a_host_that_asks_for_patience_is_left_alone_so_long(make_message: MakeMessage) -> None:
    def deed(host: str) -> str:
        raise Unreachable(timedelta(minutes=2))

    carrier = Carrier(deed)
    for _ in range(post_office.TROUBLES_BEFORE_REST):
        send(carrier, [parcel(make_message(), "tired")])
    (receipt,) = send(carrier, [parcel(make_message(), "tired")])
    assert isinstance(receipt.trouble, Unreachable)
    assert receipt.trouble.retry_after == timedelta(minutes=2)
    assert len(carrier.calls) == post_office.TROUBLES_BEFORE_REST
    send(carrier, [parcel(make_message(), "tired")], clock=lambda: NOW + timedelta(minutes=2))
    assert len(carrier.calls) == post_office.TROUBLES_BEFORE_REST + 1


def test_patience_asked_for_one_message_does_not_hold_up_the_others(make_message: MakeMessage) -> None:
    asked = iter([True, False] * 20)

    def deed(host: str) -> str:
        if next(asked):
            raise Unreachable(timedelta(minutes=2))
        return ""

    carrier = Carrier(deed)
    for _ in range(40):
        send(carrier, [parcel(make_message(), "picky")])
    assert len(carrier.calls) == 40


def test_a_host_out_of_reach_again_and_again_rests_for_half_a_minute(make_message: MakeMessage) -> None:
    def deed(host: str) -> str:
        raise Unreachable

    carrier = Carrier(deed)
    for _ in range(post_office.TROUBLES_BEFORE_REST + 3):
        send(carrier, [parcel(make_message(), "down")])
    assert len(carrier.calls) == post_office.TROUBLES_BEFORE_REST
    send(carrier, [parcel(make_message(), "other")])
    assert carrier.calls[-1] == "other"


def test_a_host_left_alone_is_asked_again_as_one_that_has_a_clean_slate(make_message: MakeMessage) -> None:
    """What was not asked is no trouble of the host, and one new trouble is not five."""
    asked = iter([True] * post_office.TROUBLES_BEFORE_REST + [True, False])

    def deed(host: str) -> str:
        if next(asked):
            raise Unreachable
        return ""

    carrier = Carrier(deed)
    for _ in range(post_office.TROUBLES_BEFORE_REST + 20):
        send(carrier, [parcel(make_message(), "down")])
    later = NOW + post_office.REST
    receipts = [send(carrier, [parcel(make_message(), "down")], clock=lambda: later)[0] for _ in range(2)]
    assert [type(receipt.trouble) for receipt in receipts] == [Unreachable, type(None)]


def test_silence_that_ends_beside_a_yes_is_no_reason_to_leave_a_host_alone(make_message: MakeMessage) -> None:
    parcels = [parcel(make_message(), "mixed") for _ in range(9)]
    silent = [Receipt(each, trouble=Unreachable()) for each in parcels[:8]]
    hosts.learn_all([*silent, Receipt(parcels[8])], now=NOW)
    assert hosts.rest_of("mixed", now=NOW) is None
    hosts.learn_all(silent, now=NOW)
    assert hosts.rest_of("mixed", now=NOW) == post_office.REST


def test_silence_begun_before_a_later_call_was_taken_is_no_reason_to_leave_a_host_alone(
    make_message: MakeMessage,
) -> None:
    """As at the end of a run, when the calls that hang are all that is still in hand."""

    def silent(at: datetime) -> Receipt:
        return Receipt(parcel(make_message(), "mixed"), trouble=Unreachable(), begun_at=at)

    hosts.learn_all([Receipt(parcel(make_message(), "mixed"), begun_at=NOW)], now=NOW)
    later = NOW + timedelta(seconds=10)
    for seconds in range(1, 20):
        hosts.learn_all([silent(NOW - timedelta(seconds=seconds))], now=later)
    assert hosts.rest_of("mixed", now=later) is None
    for _ in range(post_office.TROUBLES_BEFORE_REST):
        assert hosts.rest_of("mixed", now=later) is None
        hosts.learn_all([silent(NOW + timedelta(seconds=1))], now=later)
    assert hosts.rest_of("mixed", now=later) == post_office.REST


def test_a_refusal_is_an_answer_and_no_trouble_of_the_host(make_message: MakeMessage) -> None:
    def deed(host: str) -> str:
        raise Refused

    carrier = Carrier(deed)
    for _ in range(post_office.TROUBLES_BEFORE_REST * 2):
        send(carrier, [parcel(make_message(), "strict")])
    assert len(carrier.calls) == post_office.TROUBLES_BEFORE_REST * 2


def test_a_call_that_hangs_beyond_every_timeout_is_left_to_itself(make_message: MakeMessage) -> None:
    let_go = threading.Event()
    readings = iter(NOW + timedelta(seconds=10 * number) for number in range(1000))
    receipts = []
    with PostOffice([Carrier(lambda host: str(let_go.wait(20)))], clock=lambda: next(readings)) as post:
        post.take(parcel(make_message(), "dripping"))
        while post.is_busy:
            receipts += post.receipts()
    let_go.set()
    assert [type(receipt.trouble) for receipt in receipts] == [Unreachable]


def test_many_for_a_quick_gateway_go_a_few_at_a_time_and_each_once(make_message: MakeMessage) -> None:
    carrier = Carrier(lambda host: "")
    send(carrier, [parcel(make_message(), "quick")])
    parcels = [parcel(make_message(), "quick") for _ in range(5 * AT_A_TIME)]
    with PostOffice([carrier], clock=lambda: NOW) as post:
        for each in parcels:
            post.take(each)
        receipts: list[Receipt] = []
        while post.is_busy:
            receipts += post.receipts()
        assert post.room == 2 * WIDTH * AT_A_TIME
    assert {r.parcel.message.id for r in receipts} == {p.message.id for p in parcels}
    assert len(receipts) == len(parcels) == len(carrier.calls) - 1


def test_a_gateway_that_turns_slow_is_brought_the_rest_one_by_one(make_message: MakeMessage) -> None:
    """So that no message waits behind more than one call that hangs."""
    taken = iter([0.0, 0.0, 2 * QUICK_SECONDS])

    def deed(host: str) -> str:
        time.sleep(next(taken, 0.0))
        return ""

    carrier = Carrier(deed)
    send(carrier, [parcel(make_message(), "turning")])
    receipts = send(carrier, [parcel(make_message(), "turning") for _ in range(AT_A_TIME)])
    assert len(receipts) == AT_A_TIME == len(carrier.calls) - 1


def test_a_trouble_ends_the_round_of_a_thread_and_the_rest_is_brought_anew(make_message: MakeMessage) -> None:
    asked = iter([False, False, True])

    def deed(host: str) -> str:
        if next(asked, False):
            raise Unreachable
        return ""

    carrier = Carrier(deed)
    send(carrier, [parcel(make_message(), "picky")])
    receipts = send(carrier, [parcel(make_message(), "picky") for _ in range(AT_A_TIME)])
    assert len(receipts) == AT_A_TIME == len(carrier.calls) - 1
    assert sum(receipt.trouble is not None for receipt in receipts) == 1


def test_of_a_round_that_hangs_only_the_call_that_hangs_is_given_up(make_message: MakeMessage) -> None:
    let_go, count = threading.Event(), iter(range(100))

    def deed(host: str) -> str:
        if next(count) == 3:
            let_go.wait(20)
        return ""

    carrier = Carrier(deed)
    send(carrier, [parcel(make_message(), "dripping")])
    readings = iter(NOW + timedelta(seconds=3 * number) for number in range(10_000))
    receipts = send(carrier, [parcel(make_message(), "dripping") for _ in range(6)], lambda: next(readings))
    let_go.set()
    assert len({receipt.parcel.message.id for receipt in receipts}) == 6
    assert [type(r.trouble) for r in receipts].count(Unreachable) == 1
