"""A new address, a new password: said to the old mailbox, taken back from there, held for a day."""

import re
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from recoveryapp.accounts.email_changes import UNDO_WITHIN
from recoveryapp.accounts.models import EmailChange, User
from recoveryapp.common.ids import new_id
from recoveryapp.teams.models import Connection, Membership
from tests.accounts.door import Visitor, code_in_mail, with_code_app, with_password
from tests.accounts.test_sessions import SECOND, SetClock, set_clock
from tests.conftest import PASSWORD
from tests.consent.conftest import cleos_place, met, team

__all__ = ["cleos_place", "met", "set_clock", "team"]

NEW = "new@example.org"
PUT_BACK = "/api/v1/email/put-back/"
SCANS = 50


@pytest.fixture
def visitor(alice: User) -> Visitor:
    with_password(alice)
    visitor = Visitor()
    visitor.sign_in(alice)
    return visitor


def change_address(visitor: Visitor, to: str = NEW) -> str:
    """Answers the token that went to the old mailbox."""
    assert visitor.post("account/email", email=to)[0] == 200
    assert visitor.post("auth/email/verify", key=code_in_mail())[0] == 200
    found = re.search(r"/put-back#(\S+)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found.group(1)


def put_back(token: str) -> int:
    return Client().post(PUT_BACK, {"token": token}, content_type="application/json").status_code


def addresses(user: User) -> list[tuple[str, bool, bool]]:
    rows = EmailAddress.objects.filter(user=user).order_by("email")
    return list(rows.values_list("email", "verified", "primary"))


def test_an_address_changes_once_the_new_one_is_confirmed_and_the_old_one_hears_of_it(
    visitor: Visitor, alice: User
) -> None:
    visitor.post("account/email", email=NEW)
    assert mail.outbox[-1].to == [NEW]
    assert addresses(alice) == [(alice.email, True, True)]
    visitor.post("auth/email/verify", key=code_in_mail())
    assert addresses(alice) == [(NEW, True, True)]
    assert mail.outbox[-1].to == ["alice@example.org"]
    assert NEW not in str(mail.outbox[-1].subject)
    assert visitor.me()[1]["email"] == NEW


def test_the_old_mailbox_puts_it_back_and_everybody_is_signed_out(visitor: Visitor, alice: User) -> None:
    token = change_address(visitor)
    assert put_back(token) == 204
    assert addresses(alice) == [("alice@example.org", True, True)]
    assert visitor.me()[0] == 401
    assert Visitor().post("auth/login", email=NEW, password=PASSWORD)[0] == 400
    assert Visitor().post("auth/login", email=alice.email, password=PASSWORD)[0] == 400
    other = Visitor()
    other.post("auth/password/request", email=alice.email)
    assert other.post("auth/password/reset", key=code_in_mail(), password="another quiet evening")[0] == 200
    assert other.me()[1]["email"] == "alice@example.org"


def test_what_was_added_since_opens_nothing_and_what_was_there_before_does(
    visitor: Visitor, alice: User, bob: User
) -> None:
    before = with_code_app(alice)
    token = change_address(visitor)
    added = with_code_app(bob)
    added.user, added.type = alice, "webauthn"
    added.save()
    put_back(token)
    assert list(alice.authenticator_set.all()) == [before]  # type: ignore[attr-defined]


def test_it_is_put_back_once_and_for_a_week(visitor: Visitor, now: datetime, set_clock: SetClock) -> None:
    token = change_address(visitor)
    change = EmailChange.objects.get()
    set_clock(change.changed_at + UNDO_WITHIN)
    assert put_back(token) == 404
    set_clock(change.changed_at + UNDO_WITHIN - SECOND)
    assert put_back(token) == 204
    assert put_back(token) == 404


def test_whoever_took_the_account_over_cannot_take_the_undoing_back(visitor: Visitor, alice: User) -> None:
    first = change_address(visitor)
    second = change_address(visitor, to="newer@example.org")
    assert put_back(first) == 204
    assert put_back(second) == 404
    assert addresses(alice) == [("alice@example.org", True, True)]


def test_an_address_that_somebody_else_has_by_now_stays_theirs(
    visitor: Visitor, alice: User, bob: User
) -> None:
    token = change_address(visitor)
    EmailAddress.objects.create(user=bob, email="alice@example.org", verified=True)
    assert put_back(token) == 404
    assert addresses(alice) == [(NEW, True, True)]


@pytest.mark.parametrize("token", ["", "x", "x" * 101, "\x00", "nobody-has-this-one-nobody-has-this-one-now"])
def test_a_token_that_nobody_has_opens_nothing(token: str, db: None) -> None:
    assert put_back(token) in {400, 404}


def test_a_link_outlives_fifty_looks_of_a_scanner(visitor: Visitor) -> None:
    token = change_address(visitor)
    for _ in range(SCANS):
        assert Client().get("/put-back").status_code in {200, 503}
        assert Client().get(f"/put-back?token={token}").status_code in {200, 503}
        assert Client().get(PUT_BACK, {"token": token}).status_code == 405
        assert Client().head(PUT_BACK).status_code == 405
    assert put_back(token) == 204


def test_an_address_of_somebody_else_answers_the_same_and_changes_nothing(
    visitor: Visitor, alice: User, bob: User
) -> None:
    with_password(bob)
    assert visitor.post("account/email", email=bob.email)[0] == 200
    assert addresses(alice) == [("alice@example.org", True, True)]
    assert addresses(bob) == [("bob@example.org", True, True)]


def test_a_new_password_holds_new_sharing_for_a_day_and_says_until_when(
    alice: User, cleos_place: Membership, met: Connection, now: datetime, set_clock: SetClock
) -> None:
    with_password(alice)
    visitor = Visitor()
    visitor.post("auth/password/request", email=alice.email)
    set_clock(now)
    assert visitor.post("auth/password/reset", key=code_in_mail(), password="another quiet evening")[0] == 200
    assert visitor.me()[1]["held_until"] == (now + timedelta(hours=24)).isoformat().replace("+00:00", "Z")
    body = {"purpose": "review", "scopes": ["goals"], "membership": str(cleos_place.pk)}
    for moment, expected in ((now + timedelta(hours=24) - SECOND, 409), (now + timedelta(hours=24), 201)):
        set_clock(moment)
        visitor.post("auth/reauthenticate", password="another quiet evening")
        url = reverse("grant", kwargs={"pk": new_id()})
        answer = visitor.client.put(url, body, content_type="application/json")
        assert answer.status_code == expected, answer.content
    assert visitor.me()[1]["held_until"] is None


def test_a_new_password_signs_everybody_else_out(visitor: Visitor, alice: User) -> None:
    other = Visitor()
    other.post("auth/password/request", email=alice.email)
    other.post("auth/password/reset", key=code_in_mail(), password="another quiet evening")
    assert (visitor.me()[0], other.me()[0]) == (401, 200)
