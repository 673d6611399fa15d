"""Signing up, in, out and again, through the addresses the browser uses."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from recoveryapp.accounts.models import User
from tests.conftest import PASSWORD

BASE = "/_allauth/browser/v1/auth"
HEALTH_WORDS = re.compile(r"recover|mental|health|therap|wellbeing|clinic|peer|nhs|support", re.IGNORECASE)


@pytest.fixture
def visitor(db: None) -> Client:
    return Client()


def post(visitor: Client, path: str, **body: str) -> tuple[int, dict[str, object]]:
    answer = visitor.post(f"{BASE}/{path}", body, content_type="application/json")
    return answer.status_code, answer.json()


def sign_up(visitor: Client, email: str = "alice@example.org") -> tuple[int, dict[str, object]]:
    return post(visitor, "signup", email=email, password=PASSWORD)


def code_in_mail() -> str:
    found = re.search(r"^\s+([A-Z0-9-]{6,})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found.group(1)


def test_an_account_is_made_with_an_address_and_the_code_sent_to_it(visitor: Client) -> None:
    status, _ = sign_up(visitor)
    assert status == 401
    assert visitor.get("/api/v1/me/").status_code == 401
    status, _ = post(visitor, "email/verify", key=code_in_mail())
    assert status == 200
    assert visitor.get("/api/v1/me/").json()["email"] == "alice@example.org"
    assert User.objects.get().role == "service_user"


def test_signing_up_twice_answers_the_same_and_tells_only_the_mailbox(visitor: Client) -> None:
    first = sign_up(visitor)
    post(visitor, "email/verify", key=code_in_mail())
    cache.clear()  # a second message to one address within minutes is held back
    second = sign_up(Client())
    assert second == first
    assert User.objects.count() == 1
    assert mail.outbox[-1].subject == "About signing up"


def test_a_wrong_password_and_an_unknown_address_answer_the_same(visitor: Client) -> None:
    sign_up(visitor)
    post(visitor, "email/verify", key=code_in_mail())
    wrong = post(Client(), "login", email="alice@example.org", password="not the password")
    unknown = post(Client(), "login", email="nobody@example.org", password="not the password")
    assert wrong[0] == 400
    assert wrong == unknown


def test_signing_out_ends_the_session(visitor: Client) -> None:
    sign_up(visitor)
    post(visitor, "email/verify", key=code_in_mail())
    assert visitor.delete(f"{BASE}/session").status_code == 401
    assert visitor.get("/api/v1/me/").status_code == 401


def test_a_forgotten_password_is_set_again_by_code(visitor: Client) -> None:
    sign_up(visitor)
    post(visitor, "email/verify", key=code_in_mail())
    other = Client()
    assert post(other, "password/request", email="alice@example.org")[0] == 401
    status, _ = post(other, "password/reset", key=code_in_mail(), password="another quiet evening")
    assert status == 200
    assert other.get("/api/v1/me/").status_code == 200
    assert post(Client(), "login", email="alice@example.org", password="another quiet evening")[0] == 200


def test_asking_for_a_new_password_answers_the_same_for_an_unknown_address(visitor: Client) -> None:
    sign_up(visitor)
    post(visitor, "email/verify", key=code_in_mail())
    known = post(Client(), "password/request", email="alice@example.org")
    unknown = post(Client(), "password/request", email="nobody@example.org")
    assert known == unknown


@pytest.mark.parametrize("password", ["short", "password1234"])
def test_a_weak_password_is_refused(visitor: Client, password: str) -> None:
    status, _ = post(visitor, "signup", email="alice@example.org", password=password)
    assert status == 400
    assert not User.objects.exists()


def test_no_mail_gives_the_person_away(visitor: Client) -> None:
    sign_up(visitor)
    post(visitor, "email/verify", key=code_in_mail())
    cache.clear()
    sign_up(Client())
    post(Client(), "password/request", email="alice@example.org")
    post(Client(), "password/request", email="nobody@example.org")
    assert len(mail.outbox) == 4
    for message in mail.outbox:
        assert not HEALTH_WORDS.search(f"{message.from_email} {message.subject} {message.body}")
        assert "http" not in str(message.body)


def test_after_ten_wrong_tries_even_the_right_password_waits(visitor: Client) -> None:
    sign_up(visitor)
    post(visitor, "email/verify", key=code_in_mail())
    for n in range(10):
        post(
            Client(HTTP_X_FORWARDED_FOR=f"10.0.0.{n}"), "login", email="alice@example.org", password=f"no {n}"
        )
    status, _ = post(Client(), "login", email="alice@example.org", password=PASSWORD)
    assert status == 400
