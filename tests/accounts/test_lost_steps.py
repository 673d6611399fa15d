"""Somebody lost the phone and the recovery codes, and two people have made sure that it is them."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command

from recoveryapp.accounts import lost_steps
from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.errors import DomainError
from tests.accounts.door import Visitor, code_in_mail, code_now, with_code_app, with_password
from tests.conftest import person

LATER = "a longer quieter evening"


@pytest.fixture
def pat(pat: User) -> User:
    """With a code app and recovery codes."""
    with_code_app(with_password(pat))
    RecoveryCodes.activate(pat)
    return pat


def reset(user: User, *checkers: User) -> str:
    said = StringIO()
    named = [word for one in checkers for word in ("--checked-by", one.email)]
    call_command("reset_second_step", user.email, *named, stdout=said)
    return said.getvalue()


def test_they_choose_a_new_password_by_mail_and_are_asked_for_a_new_second_step(
    pat: User, max_: User, cleo: User
) -> None:
    phone = Visitor()
    phone.sign_in(pat)
    phone.post("auth/2fa/authenticate", code=code_now())
    assert phone.me()[0] == 200

    assert "new second step" in reset(pat, max_, cleo)

    assert phone.me()[0] == 401
    assert not Authenticator.objects.filter(user=pat).exists()
    fresh = Visitor()
    assert fresh.sign_in(pat)[0] == 400
    fresh.post("auth/password/request", email=pat.email)
    fresh.post("auth/password/reset", key=code_in_mail(), password=LATER)
    assert fresh.me()[1]["second_step"] == "enrol"
    assert fresh.client.get("/api/v1/people/").status_code == 403


def test_they_are_told_by_mail_in_neutral_words(pat: User, max_: User, cleo: User) -> None:
    User.objects.filter(pk=pat.pk).update(language="es")
    reset(pat, max_, cleo)
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([pat.email], "Se ha hecho un cambio")
    assert "/reset\n" in str(message.body)
    assert max_.email not in str(message.body)


def test_both_who_checked_stand_in_the_audit_trail(pat: User, max_: User, cleo: User) -> None:
    reset(pat, max_, cleo)
    lines = AuditEvent.objects.filter(noun="accounts.secondstep").order_by("number")
    assert [(line.verb, line.owner_id, line.actor_id) for line in lines] == [
        ("change", pat.pk, max_.pk),
        ("change", pat.pk, cleo.pk),
    ]


def test_new_sharing_waits_a_day_for_whoever_uses_it_for_themselves(
    alice: User, max_: User, cleo: User
) -> None:
    with_code_app(with_password(alice))
    reset(alice, max_, cleo)
    alice.refresh_from_db()
    assert alice.password_reset_at is not None


@pytest.mark.parametrize(
    "checkers",
    [("max",), ("max", "max"), ("max", "pat"), ("max", "alice"), ("max", "cleo", "pia")],
    ids=", ".join,
)
def test_two_people_at_work_and_not_the_person(
    checkers: tuple[str, ...], pat: User, max_: User, cleo: User, alice: User
) -> None:
    named = {"max": max_, "pat": pat, "alice": alice, "cleo": cleo, "pia": person("Pia", Role.CLINICIAN)}
    with pytest.raises(CommandError, match="Two people who work here"):
        reset(pat, *(named[one] for one in checkers))
    assert Authenticator.objects.filter(user=pat).count() == 2
    assert mail.outbox == []


def test_who_left_counts_for_nobody(pat: User, max_: User, cleo: User) -> None:
    User.objects.filter(pk=cleo.pk).update(is_active=False)
    with pytest.raises(CommandError, match="No account in use has the address cleo@"):
        reset(pat, max_, cleo)
    cleo.refresh_from_db()
    with pytest.raises(DomainError):
        lost_steps.reset_second_steps(pat, checked_by=[max_, cleo], now=pat.created_at)


def test_who_has_no_second_step_has_none_to_lose(bob: User, max_: User, cleo: User) -> None:
    with_password(bob)
    with pytest.raises(CommandError, match="has no second step"):
        reset(bob, max_, cleo)
    bob.refresh_from_db()
    assert bob.has_usable_password()


def test_a_mail_that_cannot_be_sent_is_said_and_the_rest_is_done(
    pat: User, max_: User, cleo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send(message: EmailMessage) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", send)
    with pytest.raises(CommandError, match="unreachable"):
        reset(pat, max_, cleo)
    assert not Authenticator.objects.filter(user=pat).exists()
