"""The whole way: planned, encrypted, sent, opened by the browser's keys, shown once, put off."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, Worker
from pytest_django.live_server_helper import LiveServer

from recoveryapp.accounts.models import Session, User
from recoveryapp.common.ids import new_id
from recoveryapp.notifications.push.keys import new_private_key
from recoveryapp.reminders import dispatch
from recoveryapp.reminders.devices import register_device
from recoveryapp.reminders.models import Occurrence, Reminder
from tests.e2e.conftest import SignIn, open_page
from tests.notifications.browser import PushService, browser_subscription, push_service
from tests.reminders.conftest import put
from tests.waiting import wait_until

SHOWN = """
    async () => {
        const registration = await navigator.serviceWorker.ready;
        const shown = await registration.getNotifications();
        return shown.map(({ title, tag, body, actions }) => ({ title, tag, body, actions: actions.length }));
    }
"""
PRESS = """
    async (action) => {
        const [notification] = await self.registration.getNotifications();
        self.dispatchEvent(new NotificationEvent('notificationclick', { notification, action }));
    }
"""

Deliver = Callable[[str], None]


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    settings.PUSH_PRIVATE_KEY = new_private_key()
    with push_service() as service:
        settings.OWN_PUSH_SERVICES = [service.origin]
        yield service


@pytest.fixture
def deliver(context: BrowserContext, page: Page, live_server: LiveServer) -> Deliver:
    """Hands the browser what its push service would."""
    registrations: list[dict[str, Any]] = []

    def hand_over(payload: str) -> None:
        devtools: CDPSession = context.new_cdp_session(page)
        devtools.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda event: registrations.extend(event["registrations"]),
        )
        devtools.send("ServiceWorker.enable")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_timeout(200)
        found = {"origin": live_server.url, "registrationId": registrations[-1]["registrationId"]}
        devtools.send("ServiceWorker.deliverPushMessage", {**found, "data": payload})
        page.wait_for_timeout(300)

    return hand_over


@pytest.fixture
def at_home(context: BrowserContext, page: Page, sign_in: SignIn, alice: User, service: PushService) -> Page:
    """Alice on her phone, with notifications allowed."""
    context.grant_permissions(["notifications"])
    User.objects.filter(pk=alice.pk).update(welcomed_at=datetime.now(UTC))
    alice.refresh_from_db()
    sign_in(alice)
    open_page(page, "/today")
    return page


def reminded(alice: User, service: PushService, words: str) -> dict[str, Any]:
    """What the browser reads once the dispatcher has sent what is due now."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    alice.time_zone = "UTC"
    alice.save()
    session = Session.objects.latest("expire_date")
    subscription = browser_subscription(service.endpoint())
    register_device(subscription, session_key=session.session_key, now=now, by=alice)
    put(
        alice,
        new_id(),
        now=now - timedelta(minutes=1),
        words=words,
        times=[now.time()],
        channels=["push"],
    )
    dispatch.dispatch_due(clock=lambda: datetime.now(UTC))
    (call,) = service.calls
    return call.opened()


def worker(context: BrowserContext) -> Worker:
    return context.service_workers[0]


def test_a_reminder_shows_exactly_one_notification_however_often_it_is_carried(
    at_home: Page, alice: User, service: PushService, deliver: Deliver
) -> None:
    opened = reminded(alice, service, "Kettle")
    for _ in range(3):
        deliver(json.dumps(opened))
    occurrence = Occurrence.objects.get(owner=alice, state="sent")
    expected = {"title": "Kettle", "tag": str(occurrence.pk), "body": "", "actions": 1}
    assert at_home.evaluate(SHOWN) == [expected]


def test_it_is_put_off_from_the_notification(
    at_home: Page, context: BrowserContext, alice: User, service: PushService, deliver: Deliver
) -> None:
    deliver(json.dumps(reminded(alice, service, "Kettle")))
    worker(context).evaluate(PRESS, "snooze")
    wait_until(lambda: Reminder.objects.get(owner=alice).snoozed_until is not None)
    assert at_home.evaluate(SHOWN) == []


def test_what_cannot_be_read_is_shown_as_a_neutral_word(at_home: Page, deliver: Deliver) -> None:
    deliver("not ours")
    assert [shown["title"] for shown in at_home.evaluate(SHOWN)] == ["Reminder"]
