"""From the reminder to the gateways and back: order, fall-back, devices that are gone, what is told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail

from recoveryapp.accounts.models import Session, User
from recoveryapp.common.ids import new_id
from recoveryapp.notifications.channels import Message, Route, Unreachable
from recoveryapp.notifications.models import Delivery
from recoveryapp.notifications.post_office import TROUBLES_BEFORE_REST, Parcel, Receipt, hosts
from recoveryapp.notifications.push.keys import new_private_key
from recoveryapp.reminders.claims import claim_due
from recoveryapp.reminders.devices import register_device
from recoveryapp.reminders.enums import ReminderChannel, WhyNotReady
from recoveryapp.reminders.models import Device, Notice, Occurrence
from recoveryapp.reminders.sending import FULL_HOST, Run
from recoveryapp.reminders.stops import go_on, stop
from tests.conftest import ApiFor
from tests.notifications.browser import Answer, PushService, browser_subscription, push_service
from tests.reminders.conftest import HOUR, MINUTE, NEXT, NINE, Remind, Tick, mails_to, told

MESSAGE = Message(id=new_id(), owner_id=new_id(), at=NINE, words="Kettle", is_discreet=True)
PUSH_THEN_MAIL = {"channels": ["push", "email"]}


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    settings.PUSH_PRIVATE_KEY = new_private_key()
    with push_service() as service:
        settings.OWN_PUSH_SERVICES = [service.origin]
        yield service


@pytest.fixture
def phone(service: PushService, alice: User) -> Device:
    """Alice's phone, on which she is signed in."""
    return allow(service, alice, "phone")


def allow(service: PushService, owner: User, name: str) -> Device:
    Session.objects.get_or_create(
        session_key=f"session-of-{name}",
        expire_date=datetime(2027, 1, 1, tzinfo=UTC),
        began_at=NINE,
        seen_at=NINE,
        session_data="",
    )
    subscription = browser_subscription(service.endpoint(name))
    return register_device(subscription, session_key=f"session-of-{name}", now=NINE - HOUR, by=owner)


def deliveries() -> list[tuple[str, str, str]]:
    return list(Delivery.objects.order_by("created_at", "id").values_list("channel", "state", "reason"))


def test_the_phone_shows_it_and_no_mail_is_sent(
    remind: Remind, tick: Tick, alice: User, service: PushService, phone: Device
) -> None:
    remind(alice, words="Kettle", **PUSH_THEN_MAIL)
    tick(NINE)
    occurrence = Occurrence.objects.get(state="sent")
    (call,) = service.calls
    assert (call.opened()["title"], call.opened()["id"]) == ("Kettle", str(occurrence.pk))
    assert mails_to(alice) == []
    assert told(alice) == [("Mon 09:00", "sent", ""), NEXT]


def test_every_device_gets_it_once_under_one_topic(
    remind: Remind, tick: Tick, alice: User, service: PushService, phone: Device
) -> None:
    allow(service, alice, "tablet")
    remind(alice, **PUSH_THEN_MAIL)
    for _ in range(3):
        tick(NINE)
    assert sorted(call.path for call in service.calls) == ["/push/phone", "/push/tablet"]
    assert len({call.headers["Topic"] for call in service.calls}) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten_alone_and_mail_takes_over(
    remind: Remind, tick: Tick, alice: User, bob: User, service: PushService, phone: Device, status: int
) -> None:
    allow(service, bob, "bobs")
    service.usual = Answer(status)
    remind(alice, **PUSH_THEN_MAIL)
    tick(NINE)
    assert mails_to(alice) == ["Kettle"]
    assert [device.owner_id for device in Device.objects.all()] == [bob.pk]
    assert deliveries() == [("push", "failed", "gone"), ("email", "sent", "")]
    assert told(alice)[0] == ("Mon 09:00", "sent", "")
    assert ["no longer takes notifications" in n.words for n in Notice.objects.owned_by(alice)] == [True]


def test_where_the_push_service_is_out_of_reach_mail_takes_over_after_three_tries(
    remind: Remind, tick: Tick, alice: User, service: PushService, phone: Device
) -> None:
    service.usual = Answer(503)
    remind(alice, **PUSH_THEN_MAIL)
    for seconds in range(0, 120, 10):
        tick(NINE + timedelta(seconds=seconds))
    assert len(service.calls) == 3
    assert mails_to(alice) == ["Kettle"]
    assert Device.objects.filter(pk=phone.pk).exists()


def test_retry_after_is_kept_to(
    remind: Remind, tick: Tick, alice: User, service: PushService, phone: Device
) -> None:
    service.answers.append(Answer(429, {"Retry-After": "300"}))
    remind(alice, channels=["push"])
    tick(NINE)
    for minutes in (1, 2, 3, 4):
        tick(NINE + minutes * MINUTE)
    assert len(service.calls) == 1
    tick(NINE + 6 * MINUTE)
    assert len(service.calls) == 2
    assert told(alice)[0] == ("Mon 09:00", "sent", "")


def test_a_host_that_is_left_alone_uses_up_no_try(
    remind: Remind, tick: Tick, alice: User, service: PushService, phone: Device
) -> None:
    remind(alice, channels=["push"])
    for _ in range(TROUBLES_BEFORE_REST):
        route = Route(channel="push", gateway=urlsplit(service.origin).netloc, address="")
        hosts.learn_all([Receipt(Parcel(MESSAGE, route), trouble=Unreachable())], now=NINE)
    tick(NINE)
    assert (service.calls, Occurrence.objects.get().attempts) == ([], 0)
    tick(NINE + MINUTE)
    assert told(alice)[0] == ("Mon 09:00", "sent", "")


def test_no_more_than_eight_tries_in_half_an_hour(
    remind: Remind, tick: Tick, alice: User, service: PushService, phone: Device
) -> None:
    service.usual = Answer(503)
    remind(alice, channels=["push"])
    for seconds in range(0, 3600, 10):
        tick(NINE + timedelta(seconds=seconds))
    assert len(service.calls) <= 8
    assert told(alice)[0][1:] == ("failed", "unreachable")


def test_after_signing_out_the_phone_stays_dark_and_mail_takes_over(
    remind: Remind, tick: Tick, alice: User, service: PushService, phone: Device
) -> None:
    remind(alice, **PUSH_THEN_MAIL)
    Session.objects.all().delete()
    tick(NINE)
    assert service.calls == []
    assert mails_to(alice) == ["Kettle"]
    assert deliveries()[0] == ("push", "failed", "no_device")


def test_where_no_way_is_left_it_says_which_and_why(
    remind: Remind, tick: Tick, alice: User, api: ApiFor, now: datetime
) -> None:
    today = now.replace(hour=0, minute=0, second=0)
    stop(alice, alice.email, WhyNotReady.BOUNCED, channel=ReminderChannel.EMAIL, now=now)
    reminder = remind(alice, channels=["push", "email"], now=today - timedelta(days=2))
    due_at = Occurrence.objects.get(reminder_id=reminder.pk).due_at
    tick(due_at)
    assert not mail.outbox
    page = api(alice).get("/api/v1/reminders/occurrences/").json()["results"]
    (ended,) = [row for row in page if row["state"] != "pending"]
    assert (ended["state"], ended["reason"]) == ("failed", "bounced")
    assert [(d["channel"], d["state"], d["reason"]) for d in ended["deliveries"]] == [
        ("push", "failed", "not_set_up"),
        ("email", "failed", "bounced"),
    ]


def test_a_stop_taken_back_lets_mail_through_again(remind: Remind, tick: Tick, alice: User) -> None:
    stop(alice, alice.email, WhyNotReady.STOPPED, channel=ReminderChannel.EMAIL, now=NINE - HOUR)
    remind(alice, channels=["email"])
    tick(NINE)
    assert told(alice)[0] == ("Mon 09:00", "failed", "stopped")
    go_on(ReminderChannel.EMAIL, by=alice)
    tick(NINE + timedelta(days=1))
    assert mails_to(alice) == ["Kettle"]


def test_one_persons_hostile_gateway_does_not_keep_anothers_reminder(
    remind: Remind, tick: Tick, alice: User, bob: User, service: PushService, phone: Device
) -> None:
    service.usual = Answer(slowness=2)
    remind(alice, channels=["push"])
    remind(bob, channels=["email"])
    tick(NINE)
    assert mails_to(bob) == ["Kettle"]
    assert told(alice)[0] == ("Mon 09:00", "sent", "")


class Post:
    """A post office that gives back one parcel, as its host is full, and gets the other answer late."""

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []
        self.answers: list[Receipt] = []
        self.late: list[Parcel] = []

    def take(self, parcel: Parcel) -> None:
        self.parcels.append(parcel)

    def receipts(self) -> list[Receipt]:
        return self.answers

    def returned(self) -> list[Parcel]:
        return self.late


def test_an_answer_that_comes_after_its_reminder_was_left_for_later_is_kept(
    remind: Remind, alice: User, service: PushService, phone: Device
) -> None:
    allow(service, alice, "tablet")
    remind(alice, channels=["push"])
    post: Any = Post()
    run = Run(post, clock=lambda: NINE)
    run.begin(claim_due(now=NINE))
    to_phone, to_tablet = post.parcels
    post.late = [to_phone]
    run.go_on()
    post.late, post.answers = [to_tablet], [Receipt(to_tablet, gateway_id="201")]
    run.go_on()
    assert deliveries() == [("push", "sent", "")]
    left = Occurrence.objects.get()
    assert (left.state, left.lease_until, left.attempts) == ("pending", NINE + FULL_HOST, 0)
