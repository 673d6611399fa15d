"""“Send me a test”, and putting off from a notification."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from recoveryapp.notifications.models import Delivery
from recoveryapp.notifications.push.keys import new_private_key
from recoveryapp.reminders import actions
from recoveryapp.reminders.daily import MOST_A_DAY
from recoveryapp.reminders.models import Device, Notice, Occurrence, Reminder
from recoveryapp.reminders.tokens import snooze_token, stop_url
from tests.conftest import ApiFor
from tests.notifications.browser import Answer, browser_subscription, push_service
from tests.reminders.conftest import NINE, Remind, Tick

URL, SNOOZE_URL = "/api/v1/reminders/test/", "/api/v1/reminders/snooze/"


def test(client: APIClient, channel: str) -> Any:
    return client.post(URL, {"channel": channel}, format="json")


test.__test__ = False  # type: ignore[attr-defined]


def snooze(token: str, minutes: int = 60) -> int:
    body = {"token": token, "minutes": minutes}
    return int(APIClient(enforce_csrf_checks=True).post(SNOOZE_URL, body, format="json").status_code)


def test_a_test_mail_arrives_and_names_nothing(api: ApiFor, alice: User) -> None:
    assert test(api(alice), "email").json() == [{"state": "sent", "reason": ""}]
    (message,) = mail.outbox
    assert (message.subject, message.body, message.to) == ("Reminder", "This is a test", [alice.email])


def test_a_test_in_the_app_is_a_notice_and_no_occurrence(api: ApiFor, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="es")
    assert test(api(User.objects.get(pk=alice.pk)), "in_app").json() == [{"state": "sent", "reason": ""}]
    assert [notice.words for notice in Notice.objects.owned_by(alice)] == ["Esto es una prueba"]
    assert not Occurrence.objects.exists()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(), {"state": "sent", "reason": ""}),
        (Answer(410), {"state": "failed", "reason": "gone"}),
        (Answer(503), {"state": "failed", "reason": "unreachable"}),
    ],
)
def test_a_test_on_the_phone_says_what_its_service_said(
    api: ApiFor, alice: User, settings: Any, answer: Answer, expected: dict[str, str]
) -> None:
    settings.PUSH_PRIVATE_KEY = new_private_key()
    with push_service() as service:
        settings.OWN_PUSH_SERVICES = [service.origin]
        client = api(alice)
        client.post("/api/v1/reminders/devices/", browser_subscription(service.endpoint()), format="json")
        service.usual = answer
        assert test(client, "push").json() == [expected]
    assert Device.objects.exists() == (answer.status != 410)
    assert not Delivery.objects.filter(state="queued").exists()


def test_where_there_is_no_way_it_says_why(api: ApiFor, alice: User) -> None:
    assert test(api(alice), "push").json() == [{"state": "failed", "reason": "not_set_up"}]


def test_only_so_many_a_day(api: ApiFor, alice: User) -> None:
    client = api(alice)
    for _ in range(MOST_A_DAY):
        assert test(client, "email").status_code == 200
    assert test(client, "email").json()["code"] == "too_many_tests"
    assert len(mail.outbox) == MOST_A_DAY
    assert test(api(User.objects.create(email="other@example.org")), "email").status_code == 200


def test_tests_are_forgotten_with_the_rest(api: ApiFor, alice: User) -> None:
    for channel in ("email", "in_app"):
        test(api(alice), channel)
    actions.forget_history(now=datetime.now(UTC) + timedelta(days=31))
    assert not Delivery.objects.exists()


def test_a_notification_can_be_put_off_without_signing_in(remind: Remind, tick: Tick, alice: User) -> None:
    reminder = remind(alice, channels=["in_app"])
    tick(NINE)
    occurrence = Occurrence.objects.get(state="sent")
    assert snooze(snooze_token(occurrence.pk)) == 204
    until = Reminder.objects.get(pk=reminder.pk).snoozed_until
    assert until is not None
    assert timedelta(minutes=59) < until - datetime.now(UTC) <= timedelta(minutes=61)
    assert Occurrence.objects.get(state="pending").is_by_clock is False or until > NINE


def test_what_it_carries_opens_nothing_else(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice, channels=["in_app"])
    tick(NINE)
    occurrence = Occurrence.objects.get(state="sent")
    assert snooze(stop_url(alice.pk).rpartition("/")[2]) == 404
    assert snooze("x") == 404
    assert snooze(snooze_token(alice.pk)) == 404
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert snooze(snooze_token(occurrence.pk)) == 404


def test_a_day_later_it_opens_nothing(
    remind: Remind, tick: Tick, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    remind(alice, channels=["in_app"])
    tick(NINE)
    token = snooze_token(Occurrence.objects.get(state="sent").pk)
    assert snooze(token) == 204
    with monkeypatch.context() as patched:
        patched.setattr("django.core.signing.time.time", lambda: datetime.now(UTC).timestamp() + 25 * 3600)
        assert snooze(token) == 404


@pytest.mark.parametrize("minutes", [0, 4, 24 * 60 + 1])
def test_so_short_or_so_long_is_refused(db: None, minutes: int) -> None:
    assert snooze("x", minutes) == 400
