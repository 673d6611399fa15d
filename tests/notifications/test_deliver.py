from datetime import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection

from recoveryapp.notifications.actions import deliver, give_up
from recoveryapp.notifications.channels import Message, Refused, Undelivered, Unreachable
from recoveryapp.notifications.models import Delivery
from recoveryapp.notifications.queries import was_carried
from tests.notifications.conftest import OWNER_ID, MakeMessage

pytestmark = pytest.mark.django_db


class Gateway:
    """Does at each call what it is told to next; then takes everything."""

    name = "email"

    def __init__(self, *troubles: type[Undelivered]) -> None:
        self.troubles = list(troubles)
        self.carried: list[Message] = []

    def carry(self, message: Message) -> str:
        if self.troubles:
            raise self.troubles.pop(0)
        self.carried.append(message)
        return f"<{message.id}>"


def test_a_message_is_carried_and_that_is_written_down(make_message: MakeMessage, now: datetime) -> None:
    message, gateway = make_message(), Gateway()
    delivery = deliver(message, via=gateway, now=now)
    assert gateway.carried == [message]
    assert (delivery.state, delivery.reason, delivery.finished_at) == ("sent", "", now)
    assert (delivery.gateway_id, delivery.owner_id) == (f"<{message.id}>", OWNER_ID)
    assert was_carried(message.id)


def test_what_was_sent_is_not_sent_again(make_message: MakeMessage, now: datetime) -> None:
    message, gateway = make_message(), Gateway()
    for _ in range(2):
        assert deliver(message, via=gateway, now=now).state == "sent"
    assert len(gateway.carried) == 1
    assert Delivery.objects.count() == 1


def test_a_gateway_out_of_reach_leaves_it_queued_until_another_try(
    make_message: MakeMessage, now: datetime
) -> None:
    message, gateway = make_message(), Gateway(Unreachable)
    first = deliver(message, via=gateway, now=now)
    assert (first.state, first.reason, first.finished_at) == ("queued", "unreachable", None)
    assert not was_carried(message.id)
    second = deliver(message, via=gateway, now=now)
    assert (second.state, second.reason) == ("sent", "")


def test_a_refusal_is_final(make_message: MakeMessage, now: datetime) -> None:
    message, gateway = make_message(), Gateway(Refused)
    for _ in range(2):
        assert deliver(message, via=gateway, now=now).state == "failed"
    assert gateway.carried == []


def test_giving_up_fails_what_is_queued_and_leaves_what_was_sent(
    make_message: MakeMessage, now: datetime
) -> None:
    message, in_app = make_message(), Gateway()
    in_app.name = "in_app"
    deliver(message, via=Gateway(Unreachable), now=now)
    deliver(message, via=in_app, now=now)
    give_up(message.id, now=now)
    states = dict(Delivery.objects.values_list("channel", "state"))
    assert states == {"email": "failed", "in_app": "sent"}


def test_a_delivery_holds_no_word_and_no_address(make_message: MakeMessage, now: datetime) -> None:
    deliver(make_message("canary", address="canary@example.org"), via=Gateway(), now=now)
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
