"""A mail when an account is opened with a kind of browser that is new to it."""

from typing import Any
from uuid import UUID

import pytest
from celery import current_app
from django.core import mail
from django.core.mail import EmailMessage

from recoveryapp.accounts import known_devices, tasks
from recoveryapp.accounts.models import KnownDevice, User
from recoveryapp.common.ids import new_id
from recoveryapp.notifications.channels import Unreachable
from tests.accounts.door import Visitor, with_password

PHONE = "Mozilla/5.0 (Linux; Android 10; K) Chrome/129.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/131.0"


@pytest.fixture
def told_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sent where it would be queued."""
    monkeypatch.setattr(known_devices, "_queue", known_devices.tell_of_new_device)


def sign_in(user: User, browser: str, capture: Any) -> None:
    with capture(execute=True):
        Visitor(HTTP_USER_AGENT=browser).sign_in(user)


def test_another_kind_of_browser_is_told_of_once(
    alice: User, told_now: None, django_capture_on_commit_callbacks: Any
) -> None:
    with_password(alice)
    for browser in (PHONE, PHONE, DESK, DESK, PHONE):
        sign_in(alice, browser, django_capture_on_commit_callbacks)
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([alice.email], "You signed in")
    assert "new to it: Firefox, Windows.\n" in str(message.body)
    assert "/reset\n" in str(message.body)


def test_each_is_told_in_their_language_and_of_their_own(
    alice: User, bob: User, told_now: None, django_capture_on_commit_callbacks: Any
) -> None:
    User.objects.filter(pk=alice.pk).update(language="es")
    alice.refresh_from_db()
    for user, browser in ((with_password(alice), PHONE), (with_password(bob), DESK), (alice, "")):
        sign_in(user, browser, django_capture_on_commit_callbacks)
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([alice.email], "Has entrado")
    assert "un navegador nuevo para ella.\n" in str(message.body)


def test_who_is_gone_meanwhile_is_told_nothing(db: None) -> None:
    tasks.tell_of_new_device(str(new_id()))
    assert mail.outbox == []


def test_a_server_out_of_reach_is_asked_again(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def send(message: EmailMessage) -> int:
        raise ConnectionRefusedError

    known = KnownDevice.objects.create(account=alice, device="Firefox, Linux")
    monkeypatch.setattr(EmailMessage, "send", send)
    with pytest.raises(Unreachable):
        known_devices.tell_of_new_device(known.pk)


def test_what_is_queued_is_an_id(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **more: sent.append((name, args)))
    known = KnownDevice.objects.create(account=alice)
    known_devices._queue(known.pk)
    assert sent == [("accounts.tell_of_new_device", [str(known.pk)])]
    assert UUID(str(known)) == known.pk
