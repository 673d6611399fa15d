"""Nothing more to an address: by one press, by a bounce, by a complaint."""

import base64
import json
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from anymail.signals import EventType, RejectReason, tracking
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.reminders.models import Stop
from recoveryapp.reminders.tokens import snooze_token, stop_url
from tests.conftest import ApiFor
from tests.reminders.conftest import NINE, Remind, Tick, told

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path_of(person: User) -> str:
    return urlsplit(stop_url(person.pk)).path


def tell(kind: str, recipient: str, reason: str | None = None, now: datetime = NINE) -> None:
    """As django-anymail does once a webhook has shown the secret."""
    event = SimpleNamespace(event_type=kind, recipient=recipient, reject_reason=reason, timestamp=now)
    tracking.send(sender=object, event=event, esp_name="Any")


def reasons() -> list[str]:
    return list(Stop.objects.values_list("reason", flat=True))


def test_every_mail_carries_its_one_click_stop(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice, channels=["email"])
    tick(NINE)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert path_of(alice).startswith("/stop/")
    assert Client().post(urlsplit(headers["List-Unsubscribe"].strip("<>")).path, ONE_CLICK).status_code == 200
    tick(NINE.replace(day=3))
    assert len(mail.outbox) == 1
    assert told(alice)[1] == ("Tue 09:00", "failed", "stopped")


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_that_follows_the_link_changes_nothing(alice: User, method: str) -> None:
    for _ in range(50):
        getattr(Client(), method)(path_of(alice))
    assert reasons() == []


def test_pressing_twice_is_as_good_as_once_and_needs_no_sign_in(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert client.post(path_of(alice), ONE_CLICK).status_code == 200
    assert reasons() == ["stopped"]


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "." * 200])
def test_a_token_nobody_was_given_stops_nothing(db: None, token: str) -> None:
    assert Client().post(f"/stop/{token}").status_code == 404
    assert reasons() == []


def test_a_token_for_something_else_or_of_nobody_stops_nothing(alice: User) -> None:
    assert Client().post(f"/stop/{snooze_token(alice.pk)}").status_code == 404
    assert Client().post(urlsplit(stop_url(new_id())).path).status_code == 404
    assert reasons() == []


@pytest.mark.parametrize(
    ("kind", "reason", "expected"),
    [
        (EventType.BOUNCED, RejectReason.BOUNCED, ["bounced"]),
        (EventType.BOUNCED, RejectReason.INVALID, ["bounced"]),
        (EventType.BOUNCED, None, ["bounced"]),
        (EventType.BOUNCED, RejectReason.TIMED_OUT, []),
        (EventType.COMPLAINED, None, ["complained"]),
        (EventType.UNSUBSCRIBED, None, ["stopped"]),
        (EventType.DELIVERED, None, []),
        (EventType.DEFERRED, None, []),
        (EventType.OPENED, None, []),
    ],
)
def test_what_the_mail_service_tells(alice: User, kind: str, reason: str | None, expected: list[str]) -> None:
    tell(kind, alice.email.upper(), reason)
    assert reasons() == expected


def test_an_address_that_is_nobodys_is_passed_over(alice: User) -> None:
    tell(EventType.COMPLAINED, "nobody@example.org")
    assert reasons() == []


def test_a_new_address_is_not_stopped_with_the_old_one(remind: Remind, tick: Tick, alice: User) -> None:
    tell(EventType.BOUNCED, alice.email, RejectReason.BOUNCED)
    User.objects.filter(pk=alice.pk).update(email="new@example.org")
    remind(alice, channels=["email"])
    tick(NINE)
    assert [message.to for message in mail.outbox] == [["new@example.org"]]


def test_the_person_sees_it_and_takes_it_back(api: ApiFor, alice: User) -> None:
    tell(EventType.COMPLAINED, alice.email)
    client = api(alice)

    def why_not() -> str:
        ways = client.get("/api/v1/reminders/reach/").json()["ways"]
        return str(next(way["why_not"] for way in ways if way["channel"] == "email"))

    assert why_not() == "complained"
    assert client.post("/api/v1/reminders/go-on/", {"channel": "email"}, format="json").status_code == 204
    assert why_not() == ""


@pytest.mark.urls("tests.reminders.urls_with_mail_hooks")
def test_the_webhook_wants_its_secret(alice: User, settings: Any) -> None:
    settings.ANYMAIL = {**django_settings.ANYMAIL, "WEBHOOK_SECRET": "mail:secret"}
    told_by = {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "TypeCode": 1,
        "Email": alice.email,
        "BouncedAt": "2026-03-02T09:00:00Z",
        "MessageID": "m",
        "ID": 1,
    }

    def call(secret: str) -> int:
        basic = base64.b64encode(secret.encode()).decode()
        return int(
            Client()
            .post(
                "/hooks/mail/postmark/tracking/",
                json.dumps(told_by),
                content_type="application/json",
                headers={"Authorization": f"Basic {basic}"},
            )
            .status_code
        )

    assert call("mail:wrong") == 400
    assert reasons() == []
    assert call("mail:secret") == 200
    assert reasons() == ["bounced"]
