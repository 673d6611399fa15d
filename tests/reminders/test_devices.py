"""Whose browser a push message goes to, and until when."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from recoveryapp.accounts.models import Session, User
from recoveryapp.reminders import actions
from recoveryapp.reminders.addresses import address_book, live_devices
from recoveryapp.reminders.devices import MOST_DEVICES, register_device
from recoveryapp.reminders.enums import ReminderChannel, WhyNotReady
from recoveryapp.reminders.errors import UnknownPushService
from recoveryapp.reminders.models import Device
from tests.conftest import ApiFor
from tests.notifications.browser import browser_subscription
from tests.reminders.conftest import NINE
from tests.reminders.hostile import SSRF_ADDRESSES

URL = "/api/v1/reminders/devices/"
REACH = "/api/v1/reminders/reach/"
PHONE = browser_subscription("https://fcm.googleapis.com/fcm/send/alices-phone")


def register(client: Any, subscription: dict[str, Any] = PHONE) -> Any:
    return client.post(URL, subscription, format="json")


def reach(person: User) -> WhyNotReady | None:
    now = datetime.now(UTC)
    return address_book({person.pk}, now=now).reach(person, ReminderChannel.PUSH).why_not


@pytest.fixture(autouse=True)
def _push_key(settings: Any) -> None:
    settings.PUSH_PRIVATE_KEY = base64.urlsafe_b64encode(b"\x01" * 32).rstrip(b"=").decode()


def test_a_browser_that_registers_is_reached(api: ApiFor, alice: User) -> None:
    client = api(alice)
    answer = register(client)
    assert answer.status_code == 201, answer.content
    assert reach(alice) is None
    shown = client.get(REACH).json()
    assert [device["is_this"] for device in shown["devices"]] == [True]
    assert {way["channel"]: way["why_not"] for way in shown["ways"]} == {
        "in_app": "",
        "push": "",
        "email": "",
        "sms": "not_set_up",
    }


def test_registering_at_each_start_changes_nothing(api: ApiFor, alice: User) -> None:
    client = api(alice)
    first, again = register(client).json(), register(client).json()
    assert first["id"] == again["id"]
    assert Device.objects.count() == 1


def test_a_phone_that_changes_hands_is_the_other_persons_alone(api: ApiFor, alice: User, bob: User) -> None:
    register(api(alice))
    register(api(bob))
    assert (reach(alice), reach(bob)) == (WhyNotReady.NO_DEVICE, None)
    assert [device.owner_id for device in Device.objects.all()] == [bob.pk]


def test_after_signing_out_nothing_goes_to_it(api: ApiFor, alice: User) -> None:
    client = api(alice)
    register(client)
    client.logout()
    assert reach(alice) == WhyNotReady.NO_DEVICE
    actions.forget_history(now=datetime.now(UTC))
    assert not Device.objects.exists()


def test_signing_out_on_one_device_leaves_the_other(api: ApiFor, alice: User) -> None:
    here, there = api(alice), api(alice)
    register(here)
    register(there, browser_subscription("https://updates.push.services.mozilla.com/wpush/v2/tablet"))
    here.logout()
    assert reach(alice) is None
    assert [device["is_this"] for device in there.get(REACH).json()["devices"]] == [True]


def test_a_session_that_ran_out_or_was_ended_everywhere_reaches_nobody(api: ApiFor, alice: User) -> None:
    register(api(alice))
    now = datetime.now(UTC)
    Session.objects.update(expire_date=now - timedelta(seconds=1))
    assert not live_devices(now=now).exists()
    Session.objects.update(expire_date=now + timedelta(days=1))
    assert live_devices(now=now).exists()
    User.objects.filter(pk=alice.pk).update(sessions_ended_at=now)
    assert not live_devices(now=now).exists()


def test_taking_a_device_away_is_for_its_owner(api: ApiFor, alice: User, bob: User) -> None:
    device_id = register(api(alice)).json()["id"]
    api(bob).delete(f"{URL}{device_id}/")
    assert Device.objects.count() == 1
    api(alice).delete(f"{URL}{device_id}/")
    assert reach(alice) == WhyNotReady.NO_DEVICE


def test_only_so_many_devices_are_kept_the_newest_ones(api: ApiFor, alice: User) -> None:
    client = api(alice)
    for number in range(MOST_DEVICES + 2):
        register(client, browser_subscription(f"https://fcm.googleapis.com/fcm/send/{number}"))
    kept = [str(device.subscription) for device in Device.objects.all()]
    assert len(kept) == MOST_DEVICES
    assert not any("send/0" in each or 'send/1"' in each for each in kept)


@pytest.mark.parametrize("address", SSRF_ADDRESSES)
def test_an_address_that_is_no_push_service_is_not_stored(api: ApiFor, alice: User, address: str) -> None:
    answer = register(api(alice), browser_subscription(address))
    assert answer.status_code == 400, address
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"p256dh": "short", "auth": "short"},
        {**PHONE["keys"], "auth": "?" * 22},
        {**PHONE["keys"], "more": "x"},
        {**PHONE["keys"], "p256dh": None},
    ],
)
def test_keys_that_are_none_are_refused(api: ApiFor, alice: User, keys: dict[str, Any]) -> None:
    assert register(api(alice), {**PHONE, "keys": keys}).status_code == 400
    assert not Device.objects.exists()


def test_without_a_key_of_ours_there_is_no_push(api: ApiFor, alice: User, settings: Any) -> None:
    register(api(alice))
    settings.PUSH_PRIVATE_KEY = ""
    shown = api(alice).get(REACH).json()
    assert shown["push_key"] is None
    assert reach(alice) == WhyNotReady.NOT_SET_UP


def test_the_address_of_a_device_is_not_shown_and_not_readable_in_the_database(
    api: ApiFor, alice: User, client: Client
) -> None:
    shown = api(alice)
    register(shown)
    assert "alices-phone" not in shown.get(REACH).content.decode()
    assert b"alices-phone" not in bytes(
        Device.objects.extra(select={"raw": "subscription::bytea"}).values_list("raw", flat=True)[0]
    )


def test_nothing_but_a_push_service_is_registered_by_whatever_door(alice: User) -> None:
    with pytest.raises(UnknownPushService):
        register_device(browser_subscription("https://example.org/x"), session_key="", now=NINE, by=alice)
    assert not Device.objects.exists()


def test_a_key_of_another_length_is_refused(api: ApiFor, alice: User) -> None:
    keys = {**PHONE["keys"], "auth": "c2hvcnQ"}
    assert register(api(alice), {**PHONE, "keys": keys}).status_code == 400


def test_a_browser_that_signs_in_anew_is_the_same_device_on_the_new_sign_in(api: ApiFor, alice: User) -> None:
    first, again = (register(api(alice)).json()["id"] for _ in range(2))
    assert first == again
    device = Device.objects.get()
    newest = Session.objects.filter(account=alice).latest("began_at")
    assert device.session_key == newest.session_key
