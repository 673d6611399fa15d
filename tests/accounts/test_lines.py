"""What the log says of signing in: which account and by what, and nothing that somebody typed."""

import pytest

from recoveryapp.accounts import receivers
from recoveryapp.accounts.models import User
from tests.accounts.door import Visitor, code_in_mail, code_now, with_code_app, with_password
from tests.accounts.test_second_step import TOTP, set_up
from tests.conftest import PASSWORD

LATER = "a longer quieter evening"


@pytest.fixture(autouse=True)
def _everything(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger=receivers.__name__)


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [line.getMessage() for line in caplog.records if line.name == receivers.__name__]


def test_coming_in_with_both_steps_and_going(cleo: User, caplog: pytest.LogCaptureFixture) -> None:
    with_code_app(with_password(cleo))
    visitor = Visitor()
    visitor.sign_in(cleo)
    visitor.post("auth/2fa/authenticate", code=code_now())
    visitor.ask("delete", "auth/session")
    assert lines(caplog) == [
        f"account {cleo.pk} showed who they are, by password",
        f"account {cleo.pk} showed who they are, by totp",
        f"account {cleo.pk} signed in",
        f"account {cleo.pk} signed out",
    ]


def test_being_refused_says_nothing_of_what_was_typed(alice: User, caplog: pytest.LogCaptureFixture) -> None:
    with_password(alice)
    Visitor().sign_in(alice, "not the password")
    Visitor().post("auth/login", email="nobody@example.org", password="not the password")
    assert lines(caplog) == ["a password was refused"] * 2
    assert not any(word in caplog.text for word in ("not the password", alice.email, "nobody@"))


def test_confirming_and_changing_second_steps(alice: User, caplog: pytest.LogCaptureFixture) -> None:
    visitor = Visitor()
    visitor.sign_in(with_password(alice))
    set_up(visitor)
    visitor.ask("delete", TOTP)
    visitor.post("auth/reauthenticate", password=PASSWORD)
    assert lines(caplog)[2:] == [
        f"account {alice.pk} has a new second step",
        f"account {alice.pk} has a second step less, totp",
        f"account {alice.pk} has a second step less, recovery_codes",
        f"account {alice.pk} showed who they are again, by password",
    ]


def test_a_new_password_by_mail(alice: User, caplog: pytest.LogCaptureFixture) -> None:
    with_password(alice)
    visitor = Visitor()
    visitor.post("auth/password/request", email=alice.email)
    visitor.post("auth/password/reset", key=code_in_mail(), password=LATER)
    assert f"account {alice.pk} has a new password by mail" in lines(caplog)


def test_a_request_that_is_refused_leaves_its_line(alice: User, caplog: pytest.LogCaptureFixture) -> None:
    """By Django: the answer and the address, of which ids are the most that they say."""
    visitor = Visitor()
    visitor.client.get("/api/v1/goals/")
    visitor.sign_in(with_password(alice))
    visitor.client.post("/api/v1/journal/search/", {"more": 1}, content_type="application/json")
    refused = [line.getMessage() for line in caplog.records if line.name == "django.request"]
    assert refused[0] == "Unauthorized: /api/v1/goals/"
    assert any("/api/v1/journal/search/" in line for line in refused)


def test_whoever_was_not_signed_in_leaves_no_line_by_going(caplog: pytest.LogCaptureFixture) -> None:
    receivers.left(user=None)
    assert lines(caplog) == []
