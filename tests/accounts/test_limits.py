"""How often a sign-in may be tried, what it tells, and that nothing anybody makes up changes that."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from recoveryapp.accounts.models import User
from tests.accounts.door import Visitor, code_in_mail, code_now, with_code_app, with_password
from tests.accounts.test_sessions import MINUTE, SECOND, SetClock, set_clock
from tests.conftest import PASSWORD

__all__ = ["set_clock"]

MADE_UP: list[dict[str, Any]] = [
    {"HTTP_X_FORWARDED_FOR": "10.0.0.{n}"},
    {"HTTP_X_REAL_IP": "10.0.0.{n}"},
    {"HTTP_FORWARDED": "for=10.0.0.{n}"},
    {"HTTP_CLIENT_IP": "10.0.0.{n}"},
    {"HTTP_HOST": "localhost:{n}"},
    {"HTTP_X_FORWARDED_HOST": "app{n}.example.org"},
    {"HTTP_USER_AGENT": "browser {n}"},
    {"REMOTE_ADDR": "10.0.1.{n}"},
]


@pytest.mark.parametrize("headers", MADE_UP, ids=lambda headers: next(iter(headers)))
def test_ten_tries_in_a_quarter_of_an_hour_whatever_the_headers_say(
    headers: dict[str, str], alice: User
) -> None:
    with_password(alice)
    answers = []
    for n in range(1, 13):
        visitor = Visitor(**{name: value.format(n=n) for name, value in headers.items()})
        answers.append(visitor.sign_in(alice, f"not this {n}")[1]["errors"][0]["code"])
    assert answers == ["email_password_mismatch"] * 10 + ["too_many_login_attempts"] * 2
    assert Visitor().sign_in(alice)[0] == 400


def test_the_address_written_in_another_way_is_the_same_account(alice: User) -> None:
    with_password(alice)
    for n, email in enumerate(
        [alice.email, alice.email.upper(), f" {alice.email} ", alice.email.title()] * 3
    ):
        Visitor().post("auth/login", email=email, password=f"not this {n}")
    assert Visitor().sign_in(alice)[0] == 400


@pytest.mark.parametrize(("waited", "opens"), [(10 * MINUTE - SECOND, True), (10 * MINUTE + SECOND, False)])
def test_codes_by_mail_hold_for_ten_minutes(
    waited: timedelta, opens: bool, alice: User, now: Any, set_clock: SetClock
) -> None:
    with_password(alice)
    set_clock(now)
    visitor = Visitor()
    visitor.post("auth/password/request", email=alice.email)
    set_clock(now + waited)
    visitor.post("auth/password/reset", key=code_in_mail(), password="a longer quieter evening")
    assert (visitor.me()[0] == 200) is opens


def test_after_a_quarter_of_an_hour_the_right_password_opens_again(
    alice: User, now: Any, set_clock: SetClock
) -> None:
    with_password(alice)
    set_clock(now)
    for n in range(10):
        Visitor().sign_in(alice, f"not this {n}")
    set_clock(now + 15 * MINUTE - SECOND)
    assert Visitor().sign_in(alice)[0] == 400
    set_clock(now + 15 * MINUTE)
    assert Visitor().sign_in(alice)[0] == 200


def test_codes_of_the_second_step_are_counted_too_however_many_sign_ins(alice: User) -> None:
    with_code_app(with_password(alice))
    for n in range(10):
        visitor = Visitor(HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")
        visitor.sign_in(alice)
        assert visitor.post("auth/2fa/authenticate", code="000000")[0] == 400
    visitor = Visitor()
    visitor.sign_in(alice)
    assert visitor.post("auth/2fa/authenticate", code=code_now())[0] == 400


def test_codes_for_a_new_password_are_tried_nine_times_at_most(alice: User) -> None:
    with_password(alice)
    tried = 0
    for _ in range(6):
        visitor = Visitor()
        if visitor.post("auth/password/request", email=alice.email)[0] == 429:
            continue
        for _ in range(5):
            tried += visitor.post("auth/password/reset", key="000000", password=PASSWORD)[0] == 400
    assert tried == 9


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("auth/login", {"password": "not the password"}),
        ("auth/signup", {"password": "another quiet evening"}),
        ("auth/webauthn/signup", {}),
        ("auth/password/request", {}),
    ],
)
def test_the_answer_is_the_same_with_and_without_an_account(
    path: str, body: dict[str, str], alice: User
) -> None:
    with_password(alice)
    known = Visitor().post(path, email=alice.email, **body)
    unknown = Visitor().post(path, email="nobody@example.org", **body)
    assert known == unknown


def test_the_answer_is_the_same_for_an_account_with_a_second_step(alice: User) -> None:
    with_code_app(with_password(alice))
    known = Visitor().sign_in(alice, "not the password")
    assert known == Visitor().post("auth/login", email="nobody@example.org", password="not the password")


BAD_BODIES = [
    ('{"email": "a@example.org", "email": "b@example.org", "password": "x"}', 400, "malformed"),
    ('{"email": NaN, "password": "x"}', 400, "malformed"),
    ('{"email": "a@example.org", "password": "x"', 400, "malformed"),
    ("[" * 30 + "]" * 30, 400, "malformed"),
    ("[]", 400, "malformed"),
    ('"text"', 400, "malformed"),
    (b"\xff\xfe", 400, "malformed"),
    ('{"password": "' + "x" * 300_000 + '"}', 413, "too_large"),
]


@pytest.mark.parametrize(("body", "status", "code"), BAD_BODIES, ids=range(len(BAD_BODIES)))
def test_the_door_reads_strict_json_with_an_end(body: str | bytes, status: int, code: str, db: None) -> None:
    answer = Visitor().client.post(
        "/_allauth/browser/v1/auth/login", data=body, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_the_door_refuses_what_it_does_not_know(db: None) -> None:
    status, answer = Visitor().post("auth/login", email="a@example.org", password="x", remember=True)
    assert status == 400
    assert [(error["param"], error["code"]) for error in answer["errors"]] == [("remember", "unknown_field")]
    form = {"email": "a@example.org", "password": "x"}
    assert Visitor().client.post("/_allauth/browser/v1/auth/login", form).status_code == 415


@pytest.mark.parametrize("path", ["account/phone", "auth/code/request", "auth/phone/verify", "nothing/such"])
def test_what_we_do_not_offer_does_not_exist(path: str, db: None) -> None:
    assert Visitor().post(path)[0] == 404


def test_no_door_takes_another_method(db: None) -> None:
    assert Visitor().ask("delete", "auth/login", {})[0] == 405


def test_mail_about_accounts_names_no_way_to_scan(alice: User) -> None:
    with_password(alice)
    Visitor().post("auth/password/request", email=alice.email)
    assert "http" not in str(mail.outbox[-1].body)
    assert code_in_mail()
