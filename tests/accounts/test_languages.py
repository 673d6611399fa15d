"""Accounts and their mail speak the person's language."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from recoveryapp.accounts.models import User
from tests.conftest import PASSWORD

BASE = "/_allauth/browser/v1/auth"
HEALTH_WORDS = re.compile(
    r"salud|mental|terap|bienestar|clínic|médic|paciente|apoyo|recupera|ayuda", re.IGNORECASE
)


def post(visitor: Client, path: str, **body: str) -> None:
    visitor.post(f"{BASE}/{path}", body, content_type="application/json")
    cache.clear()  # a second message to one address within minutes is held back


def sign_up(visitor: Client, email: str = "lucia@example.org") -> None:
    post(visitor, "signup", email=email, password=PASSWORD)


@pytest.fixture
def lucia(db: None) -> User:
    """Somebody whose account speaks Spanish."""
    user = User.objects.create_user("lucia@example.org", PASSWORD, language="es")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wished", "spoken"), [("es-MX,es;q=0.9,en;q=0.8", "es"), ("en-IE", "en"), ("tlh", "en"), ("", "en")]
)
def test_a_new_account_speaks_as_the_page_it_was_made_on(wished: str, spoken: str) -> None:
    sign_up(Client(HTTP_ACCEPT_LANGUAGE=wished))
    assert User.objects.get().language == spoken
    assert mail.outbox[-1].subject == {"es": "Tu código", "en": "Your code"}[spoken]


def test_mail_is_in_the_language_of_whoever_has_the_mailbox(lucia: User) -> None:
    english = Client(HTTP_ACCEPT_LANGUAGE="en")
    post(english, "password/request", email=lucia.email)
    assert mail.outbox[-1].subject == "Tu código"
    assert "Escríbelo en la página" in str(mail.outbox[-1].body)
    sign_up(english)
    assert mail.outbox[-1].subject == "Sobre crear una cuenta"


@pytest.mark.django_db
def test_mail_to_nobody_known_is_in_the_language_it_was_asked_in() -> None:
    post(Client(HTTP_ACCEPT_LANGUAGE="es"), "password/request", email="nobody@example.org")
    assert mail.outbox[-1].subject == "Sobre tu petición"


def test_no_spanish_mail_gives_the_person_away(lucia: User) -> None:
    visitor = Client(HTTP_ACCEPT_LANGUAGE="es")
    sign_up(visitor, "new@example.org")
    sign_up(Client(HTTP_ACCEPT_LANGUAGE="es"))
    post(visitor, "password/request", email=lucia.email)
    post(visitor, "password/request", email="nobody@example.org")
    assert len(mail.outbox) == 4
    for message in mail.outbox:
        assert not HEALTH_WORDS.search(f"{message.from_email} {message.subject} {message.body}")
        assert "http" not in str(message.body)


def test_a_changed_password_is_told_in_spanish(lucia: User) -> None:
    visitor = Client()
    post(visitor, "login", email=lucia.email, password=PASSWORD)
    visitor.post(
        "/_allauth/browser/v1/account/password/change",
        {"current_password": PASSWORD, "new_password": "another quiet evening"},
        content_type="application/json",
    )
    assert mail.outbox[-1].subject == "Se ha hecho un cambio"
    assert str(mail.outbox[-1].body).startswith("Tu contraseña ha cambiado.")
