"""The mail that says when an account closes, and that it need not."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from recoveryapp.accounts.models import User
from recoveryapp.export.actions import ask_to_close, erase_due, keep_account
from recoveryapp.export.models import TIME_TO_THINK, Closing
from recoveryapp.export.telling import tell_of_closings

ASKED_AT = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)


def close(user: User, *, now: datetime = ASKED_AT) -> Closing:
    closing = ask_to_close(email=user.email, is_at_once=False, now=now, by=user)
    assert closing is not None
    return closing


def refusing(error: Exception) -> object:
    def send(message: EmailMessage) -> int:
        raise error

    return send


def test_it_says_when_by_the_persons_clock_and_how_to_keep_it(alice: User) -> None:
    close(alice)
    assert tell_of_closings(now=ASKED_AT) == 1
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([alice.email], "Your account")
    assert "closes on July 8, 2026 at 10:30" in str(message.body)
    assert "press “Keep my account”" in str(message.body)
    assert "/me/close\n" in str(message.body)


def test_in_the_persons_language(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="es", time_zone="America/Bogota")
    alice.refresh_from_db()
    close(alice)
    tell_of_closings(now=ASKED_AT)
    (message,) = mail.outbox
    assert message.subject == "Tu cuenta"
    assert "se cierra el 8 de julio de 2026 a las 04:30" in str(message.body)


def test_it_is_said_once(alice: User) -> None:
    closing = close(alice)
    assert tell_of_closings(now=ASKED_AT) == 1
    assert tell_of_closings(now=ASKED_AT + timedelta(minutes=1)) == 0
    closing.refresh_from_db()
    assert closing.told_at == ASKED_AT
    assert len(mail.outbox) == 1


def test_asked_for_anew_it_is_said_anew(alice: User) -> None:
    close(alice)
    tell_of_closings(now=ASKED_AT)
    keep_account(now=ASKED_AT, by=alice)
    close(alice)
    tell_of_closings(now=ASKED_AT)
    assert len(mail.outbox) == 2


def test_nothing_is_said_to_whoever_kept_it_or_is_gone(alice: User, bob: User) -> None:
    close(alice)
    keep_account(now=ASKED_AT, by=alice)
    close(bob)
    assert tell_of_closings(now=ASKED_AT + TIME_TO_THINK) == 0
    erase_due(now=ASKED_AT + TIME_TO_THINK)
    assert tell_of_closings(now=ASKED_AT + TIME_TO_THINK) == 0
    assert mail.outbox == []


def test_what_no_server_takes_now_is_tried_again(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    closing = close(alice)
    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", refusing(ConnectionRefusedError()))
        assert tell_of_closings(now=ASKED_AT) == 0
    closing.refresh_from_db()
    assert closing.told_at is None
    assert tell_of_closings(now=ASKED_AT) == 1


def test_what_no_server_ever_takes_is_left_and_stops_no_other(
    alice: User, bob: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    closings = [close(alice), close(bob, now=ASKED_AT + timedelta(seconds=1))]
    refused = smtplib.SMTPRecipientsRefused({alice.email: (550, b"no such box")})
    monkeypatch.setattr(EmailMessage, "send", refusing(refused))
    assert tell_of_closings(now=ASKED_AT) == 2
    assert tell_of_closings(now=ASKED_AT) == 0
    assert all(str(one.pk) in caplog.text for one in closings)
    assert alice.email not in caplog.text
