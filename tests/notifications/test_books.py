"""What is written down of each delivery."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection

from recoveryapp.notifications.actions import Entry, entry_of, forget_deliveries, give_up, keep
from recoveryapp.notifications.channels import Gone, Message, Refused, Route, Undelivered, Unreachable
from recoveryapp.notifications.enums import DeliveryState
from recoveryapp.notifications.models import Delivery
from recoveryapp.notifications.post_office import Parcel, Receipt
from recoveryapp.notifications.queries import carried, deliveries_of
from tests.conftest import CountQueries
from tests.notifications.conftest import OWNER_ID, MakeMessage

pytestmark = pytest.mark.django_db

MAIL = Route(channel="email", address="canary@example.org", gateway="localhost")


def receipt(message: Message, trouble: Undelivered | None = None, route: Route = MAIL) -> Receipt:
    return Receipt(Parcel(message, route), gateway_id="" if trouble else "kept", trouble=trouble)


def stand() -> list[tuple[str, str, str, int]]:
    rows = Delivery.objects.order_by("channel", "target")
    return list(rows.values_list("channel", "state", "reason", "tries"))


def test_what_a_gateway_took_was_sent(make_message: MakeMessage, now: datetime) -> None:
    message = make_message()
    keep([entry_of(receipt(message))], now=now)
    delivery = Delivery.objects.get()
    assert stand() == [("email", "sent", "", 1)]
    assert (delivery.gateway_id, delivery.owner_id, delivery.finished_at) == ("kept", OWNER_ID, now)
    assert carried([message.id, uuid4()]) == {message.id}


@pytest.mark.parametrize(
    ("trouble", "state"), [(Unreachable(), "queued"), (Refused(), "failed"), (Gone(), "failed")]
)
def test_trouble_is_final_or_worth_another_try(
    make_message: MakeMessage, now: datetime, trouble: Undelivered, state: str
) -> None:
    keep([entry_of(receipt(make_message(), trouble))], now=now)
    assert stand() == [("email", state, trouble.reason, 1)]
    assert (Delivery.objects.get().finished_at is None) == (state == "queued")


def test_each_try_is_counted_until_it_ends(make_message: MakeMessage, now: datetime) -> None:
    message = make_message()
    for _ in range(2):
        keep([entry_of(receipt(message, Unreachable()))], now=now)
    keep([entry_of(receipt(message))], now=now)
    assert stand() == [("email", "sent", "", 3)]


def test_a_try_and_giving_up_after_it_are_one_line(make_message: MakeMessage, now: datetime) -> None:
    tried = entry_of(receipt(make_message(), Unreachable()))
    given_up = replace(tried, state=DeliveryState.FAILED, was_tried=False)
    keep([tried, given_up], now=now)
    assert stand() == [("email", "failed", "unreachable", 1)]


def test_what_was_not_tried_counts_no_try(make_message: MakeMessage, now: datetime) -> None:
    message = make_message()
    passed_over = Entry(
        message_id=message.id,
        owner_id=OWNER_ID,
        channel="push",
        state=DeliveryState.FAILED,
        reason="no_device",
        was_tried=False,
    )
    keep([passed_over], now=now)
    assert stand() == [("push", "failed", "no_device", 0)]


def test_what_was_sent_stays_sent_whatever_a_slow_worker_says(
    make_message: MakeMessage, now: datetime
) -> None:
    message = make_message()
    keep([entry_of(receipt(message))], now=now)
    keep([entry_of(receipt(message, Refused()))], now=now)
    assert stand() == [("email", "sent", "", 1)]


def test_each_device_has_a_line_of_its_own(make_message: MakeMessage, now: datetime) -> None:
    message = make_message()
    routes = [Route(channel="push", target=name, address="", gateway="push.example") for name in "ab"]
    keep([entry_of(receipt(message, route=route)) for route in routes], now=now)
    assert [delivery.target for delivery in deliveries_of([message.id])[message.id]] == ["a", "b"]


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_lines_is_one_statement(
    make_message: MakeMessage, now: datetime, count: int, count_queries: CountQueries
) -> None:
    entries = [entry_of(receipt(make_message())) for _ in range(count)]
    with count_queries(1):
        keep(entries, now=now)
    assert Delivery.objects.count() == count


def test_giving_up_fails_what_is_queued_and_leaves_what_was_sent(
    make_message: MakeMessage, now: datetime
) -> None:
    message = make_message()
    in_app = Entry(message_id=message.id, owner_id=OWNER_ID, channel="in_app", state=DeliveryState.SENT)
    keep([entry_of(receipt(message, Unreachable())), in_app], now=now)
    give_up([message.id], now=now)
    assert stand() == [("email", "failed", "unreachable", 1), ("in_app", "sent", "", 1)]
    forget_deliveries([message.id])
    assert stand() == []


def test_a_delivery_holds_no_word_and_no_address(make_message: MakeMessage, now: datetime) -> None:
    keep([entry_of(receipt(make_message("canary")))], now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT notifications_delivery::text FROM notifications_delivery")
        assert "canary" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    "values",
    [
        {"state": "lost"},
        {"state": "sent", "finished_at": None},
        {"state": "queued", "finished_at": "2026-01-01T00:00Z"},
    ],
)
def test_the_database_refuses_a_delivery_that_cannot_be(values: dict[str, str | None]) -> None:
    with pytest.raises(IntegrityError):
        Delivery.objects.create(message_id=uuid4(), owner_id=OWNER_ID, channel="email", **values)
