"""What only the person may do asks for a sign-in of the last five minutes, or to confirm it."""

from datetime import datetime, timedelta

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from recoveryapp.accounts.models import User
from recoveryapp.accounts.sessions import BEGAN_AT, SessionStore
from recoveryapp.accounts.sign_in import is_recent
from recoveryapp.common.ids import new_id
from recoveryapp.teams.models import Membership
from tests.accounts.door import Visitor, code_now, with_code_app, with_password
from tests.accounts.test_sessions import SECOND, SetClock, set_clock
from tests.conftest import PASSWORD
from tests.consent.conftest import Grant, cleos_place, grant, met, team

__all__ = ["cleos_place", "grant", "met", "set_clock", "team"]

LATER = timedelta(minutes=5)
GRANT = {"purpose": "review", "scopes": ["goals"]}


@pytest.fixture
def visitor(alice: User, now: datetime, set_clock: SetClock) -> Visitor:
    """Alice, who signed in with her password five minutes ago."""
    with_password(alice)
    set_clock(now)
    visitor = Visitor()
    visitor.sign_in(alice)
    set_clock(now + LATER)
    return visitor


SENSITIVE = [
    ("post", "account/email", {"email": "new@example.org"}),
    (
        "post",
        "account/password/change",
        {"current_password": PASSWORD, "new_password": "another quiet evening"},
    ),
    ("get", "account/authenticators/totp", None),
    ("get", "account/authenticators/webauthn", None),
    ("delete", "account/authenticators/totp", None),
]


@pytest.mark.parametrize(("method", "path", "body"), SENSITIVE, ids=[path for _, path, _ in SENSITIVE])
def test_e_mail_password_and_second_steps_ask_again_after_five_minutes(
    method: str, path: str, body: dict[str, str] | None, visitor: Visitor
) -> None:
    status, answer = visitor.ask(method, path, body)
    assert (status, answer["meta"]["is_authenticated"]) == (401, True)
    assert [flow["id"] for flow in answer["data"]["flows"]][:1] == ["reauthenticate"]
    visitor.post("auth/reauthenticate", password=PASSWORD)
    assert visitor.ask(method, path, body)[0] != 401


def test_within_five_minutes_nothing_is_asked(alice: User, now: datetime, set_clock: SetClock) -> None:
    with_password(alice)
    set_clock(now)
    visitor = Visitor()
    visitor.sign_in(alice)
    set_clock(now + LATER - SECOND)
    assert visitor.ask("get", "account/authenticators/totp")[0] == 200


def test_sharing_with_somebody_new_asks_and_goes_on_once_confirmed(
    visitor: Visitor, cleos_place: Membership, met: None
) -> None:
    url, body = reverse("grant", kwargs={"pk": new_id()}), {**GRANT, "membership": str(cleos_place.pk)}
    refused = visitor.client.put(url, body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "confirm_needed")
    visitor.post("auth/reauthenticate", password="not the password")
    assert visitor.client.put(url, body, content_type="application/json").status_code == 403
    visitor.post("auth/reauthenticate", password=PASSWORD)
    assert visitor.client.put(url, body, content_type="application/json").status_code == 201


def test_sharing_more_with_somebody_known_does_not_ask(
    visitor: Visitor, cleos_place: Membership, met: None, grant: Grant
) -> None:
    grant("goals")
    url, body = reverse("grant", kwargs={"pk": new_id()}), {**GRANT, "membership": str(cleos_place.pk)}
    assert visitor.client.put(url, body, content_type="application/json").status_code == 201


def test_whoever_has_a_second_step_confirms_by_that(
    visitor: Visitor, alice: User, now: datetime, set_clock: SetClock
) -> None:
    with_code_app(alice)
    assert visitor.post("auth/reauthenticate", password=PASSWORD)[0] == 409
    assert visitor.ask("get", "account/authenticators/webauthn")[0] == 401
    assert visitor.post("auth/2fa/reauthenticate", code=code_now())[0] == 200
    assert visitor.ask("get", "account/authenticators/webauthn")[0] == 200
    set_clock(timezone.now() + LATER)
    assert visitor.ask("get", "account/authenticators/webauthn")[0] == 401


def test_a_confirmation_counts_for_whoever_gave_it_alone(visitor: Visitor, bob: User) -> None:
    visitor.post("auth/reauthenticate", password=PASSWORD)
    other = Visitor()
    other.sign_in(with_password(bob))
    other.client.cookies.clear()
    assert other.ask("get", "account/authenticators/totp")[0] == 401


def signed_in(user: User, began: datetime | None = None) -> HttpRequest:
    """A request of somebody who has signed in, without the way there."""
    request = HttpRequest()
    request.user, request.session = user, SessionStore()
    if began:
        request.session[BEGAN_AT] = began.timestamp()
    return request


@pytest.mark.parametrize(
    ("has_second_step", "shown", "is_enough"),
    [(False, "password", True), (False, "mfa", True), (True, "password", False), (True, "mfa", True)],
)
def test_a_password_alone_confirms_only_for_who_has_nothing_stronger(
    has_second_step: bool, shown: str, is_enough: bool, alice: User, now: datetime, set_clock: SetClock
) -> None:
    if has_second_step:
        with_code_app(alice)
    request = signed_in(alice, began=now - timedelta(days=1))
    set_clock(now)
    record_authentication(request, alice, shown, reauthenticated=True)
    assert is_recent(request, now=now) == is_enough


def test_the_last_time_somebody_confirmed_counts_for_five_minutes(
    alice: User, now: datetime, set_clock: SetClock
) -> None:
    request = signed_in(alice, began=now - timedelta(days=1))
    for moment in (now - timedelta(hours=1), now):
        set_clock(moment)
        record_authentication(request, alice, "password", reauthenticated=True)
    assert is_recent(request, now=now + LATER - SECOND)
    assert not is_recent(request, now=now + LATER)


def test_how_somebody_once_signed_in_confirms_nothing(
    alice: User, now: datetime, set_clock: SetClock
) -> None:
    request = signed_in(alice, began=now - LATER)
    set_clock(now)
    record_authentication(request, alice, "password")
    assert not is_recent(request, now=now)
    assert not is_recent(signed_in(alice), now=now)
