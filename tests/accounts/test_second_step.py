"""The second step: demanded of those at work, offered to everybody, never walked around."""

from collections.abc import Callable

import pytest
from allauth.headless.mfa.views import ManageWebAuthnView
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client

from recoveryapp.accounts.allauth_views import PasskeysView
from recoveryapp.accounts.models import User
from recoveryapp.accounts.sessions import SessionStore
from recoveryapp.accounts.sign_in import SecondStep, has_second_step, second_step_of
from tests.accounts.door import (
    Visitor,
    code_in_mail,
    code_now,
    waits_for,
    with_code_app,
    with_password,
)
from tests.conftest import PASSWORD, sign_in_fully

PEOPLE = "/api/v1/people/"
TOTP, CODES = "account/authenticators/totp", "account/authenticators/recovery-codes"
PASSKEYS = "account/authenticators/webauthn"


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def set_up(visitor: Visitor) -> str:
    status, answer = visitor.ask("get", TOTP)
    assert status == 200, answer
    secret = str(answer["data"]["secret"])
    assert visitor.post(TOTP, code=code_now(secret))[0] == 200
    return secret


def enter_with_passkey(visitor: Visitor, user: User) -> None:
    """As after the phone's own dialog."""
    sign_in_fully(visitor.client, user)


def test_whoever_is_at_work_finds_nothing_before_a_second_step(visitor: Visitor, cleo: User) -> None:
    with_password(cleo)
    assert visitor.sign_in(cleo)[0] == 200
    assert visitor.me()[1]["second_step"] == "enrol"
    refused = visitor.client.get(PEOPLE)
    assert (refused.status_code, refused.json()["code"]) == (403, "second_step_needed")


def test_a_code_app_is_set_up_and_everything_opens(visitor: Visitor, cleo: User) -> None:
    with_password(cleo)
    visitor.sign_in(cleo)
    set_up(visitor)
    assert visitor.me()[1]["second_step"] == "not_needed"
    assert visitor.client.get(PEOPLE).status_code == 200
    status, answer = visitor.ask("get", CODES)
    assert (status, len(answer["data"]["unused_codes"])) == (200, 10)
    assert "unused_codes" not in visitor.ask("get", CODES)[1]["data"]


def test_a_passkey_has_the_name_that_its_owner_gives_it(visitor: Visitor, alice: User, bob: User) -> None:
    own, other = (
        Authenticator.objects.create(user=user, type="webauthn", data={"name": "Passkey"})
        for user in (alice, bob)
    )
    enter_with_passkey(visitor, alice)
    for step in (own, other):
        visitor.ask("put", PASSKEYS, {"id": step.pk, "name": "My blue phone"})
    for step in (own, other):
        step.refresh_from_db()
    assert (own.data["name"], other.data["name"]) == ("My blue phone", "Passkey")


def test_a_passkey_is_taken_away_and_the_last_one_is_not(visitor: Visitor, pat: User) -> None:
    first, last = (
        Authenticator.objects.create(user=pat, type="webauthn", data={"name": name}) for name in "ab"
    )
    enter_with_passkey(visitor, pat)
    assert visitor.ask("delete", PASSKEYS, {"authenticators": [first.pk]})[0] == 200
    refused = visitor.ask("delete", PASSKEYS, {"authenticators": [last.pk]})
    assert (refused[0], refused[1]["code"]) == (409, "last_second_step")
    assert list(Authenticator.objects.filter(user=pat, type="webauthn")) == [last]


@pytest.mark.parametrize("name", ["", "x" * 101])
def test_a_passkey_keeps_its_name_when_the_new_one_is_none(name: str, visitor: Visitor, alice: User) -> None:
    step = Authenticator.objects.create(user=alice, type="webauthn", data={"name": "Passkey"})
    enter_with_passkey(visitor, alice)
    status, answer = visitor.ask("put", PASSKEYS, {"id": step.pk, "name": name})
    assert (status, [error["param"] for error in answer["errors"]]) == (400, ["name"])


def test_a_page_that_loads_again_shows_the_same_secret_and_a_picture_of_it(
    visitor: Visitor, cleo: User
) -> None:
    with_password(cleo)
    visitor.sign_in(cleo)
    first, again = visitor.ask("get", TOTP)[1]["data"], visitor.ask("get", TOTP)[1]["data"]
    assert first == again
    assert first["secret"] in first["address"]
    assert {len(row) for row in first["qr"]} == {len(first["qr"])}


def test_signing_in_asks_for_the_second_step_of_whoever_has_one(visitor: Visitor, alice: User) -> None:
    with_code_app(with_password(alice))
    assert waits_for(visitor.sign_in(alice)) == ["mfa_authenticate"]
    assert visitor.me()[0] == 401
    assert visitor.post("auth/2fa/authenticate", code=code_now())[0] == 200
    assert visitor.me()[1]["second_step"] == "not_needed"


def test_a_recovery_code_opens_once(cleo: User) -> None:
    with_password(cleo)
    owner = Visitor()
    owner.sign_in(cleo)
    set_up(owner)
    code = owner.ask("get", CODES)[1]["data"]["unused_codes"][0]
    for expected in (200, 400):
        visitor = Visitor()
        visitor.sign_in(cleo)
        assert visitor.post("auth/2fa/authenticate", code=code)[0] == expected
        assert visitor.client.get(PEOPLE).status_code == (200 if expected == 200 else 401)


def test_secrets_and_codes_are_sealed_at_rest_while_being_set_up_too(visitor: Visitor, cleo: User) -> None:
    with_password(cleo)
    visitor.sign_in(cleo)
    secret = visitor.ask("get", TOTP)[1]["data"]["secret"]
    assert secret not in stored("accounts_session", "session_data")
    visitor.post(TOTP, code=code_now(secret))
    codes = visitor.ask("get", CODES)[1]["data"]["unused_codes"]
    at_rest = stored("mfa_authenticator", "data") + stored("accounts_session", "session_data")
    assert secret not in at_rest
    assert not [code for code in codes if code in at_rest]


def stored(table: str, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column}::text FROM {table}")  # noqa: S608 - names from this file
        return "".join(row[0] for row in cursor.fetchall())


def test_whoever_works_here_keeps_one_second_step(visitor: Visitor, cleo: User, alice: User) -> None:
    for user, expected in ((cleo, 409), (alice, 200)):
        with_code_app(with_password(user))
        visitor = Visitor()
        visitor.sign_in(user)
        visitor.post("auth/2fa/authenticate", code=code_now())
        status, answer = visitor.ask("delete", TOTP)
        assert status == expected
        assert Authenticator.objects.filter(user=user, type="totp").exists() == (expected == 409)
        assert answer.get("code") == ("last_second_step" if expected == 409 else None)


# What somebody tries who knows the password of a clinician, and nothing else.


def knows_the_password(cleo: User) -> Visitor:
    visitor = Visitor()
    visitor.sign_in(cleo)
    return visitor


def no_code(visitor: Visitor, cleo: User) -> None:
    """Simply goes on."""


def empty_code(visitor: Visitor, cleo: User) -> None:
    visitor.post("auth/2fa/authenticate", code="")


def wrong_code(visitor: Visitor, cleo: User) -> None:
    visitor.post("auth/2fa/authenticate", code=code_now("A" * 32))


def old_code(visitor: Visitor, cleo: User) -> None:
    visitor.post("auth/2fa/authenticate", code=code_now(later=-4))


def coming_code(visitor: Visitor, cleo: User) -> None:
    visitor.post("auth/2fa/authenticate", code=code_now(later=4))


def used_code(visitor: Visitor, cleo: User) -> None:
    other = knows_the_password(cleo)
    assert other.post("auth/2fa/authenticate", code=code_now())[0] == 200
    forget_what_the_library_remembers()
    visitor.post("auth/2fa/authenticate", code=code_now())
    for same in (f" {code_now()} ", "-".join(code_now()), f"{code_now()}."):
        forget_what_the_library_remembers()
        visitor.post("auth/2fa/authenticate", code=same)


def code_as_something_else(visitor: Visitor, cleo: User) -> None:
    for code in (
        [code_now()],
        {"code": code_now()},
        int(code_now()),
        True,
        None,
        0,
        "000000",
        "%",
        "' OR 1=1 --",
    ):
        visitor.post("auth/2fa/authenticate", code=code)


def another_persons_code(visitor: Visitor, cleo: User) -> None:
    mallory = with_password(User.objects.create(email="mallory@example.org", role="clinician"))
    other = Visitor()
    other.sign_in(mallory)
    visitor.post("auth/2fa/authenticate", code=code_now(set_up(other)))


def adds_a_step_of_their_own(visitor: Visitor, cleo: User) -> None:
    visitor.ask("get", TOTP)
    visitor.post(TOTP, code=code_now())
    visitor.ask("get", "account/authenticators/webauthn")


def takes_the_step_away(visitor: Visitor, cleo: User) -> None:
    visitor.ask("delete", TOTP)
    visitor.ask("delete", "account/authenticators/webauthn", {"authenticators": [1]})


def makes_recovery_codes(visitor: Visitor, cleo: User) -> None:
    visitor.ask("get", CODES)
    visitor.post(CODES)


def confirms_instead_of_signing_in(visitor: Visitor, cleo: User) -> None:
    visitor.post("auth/reauthenticate", password=PASSWORD)
    visitor.post("auth/2fa/reauthenticate", code=code_now())


def chooses_a_new_password(visitor: Visitor, cleo: User) -> None:
    """The mailbox in hand as well."""
    visitor.post("auth/password/request", email=cleo.email)
    visitor.post("auth/password/reset", key=code_in_mail(), password="another quiet evening")


def signs_up_with_the_address(visitor: Visitor, cleo: User) -> None:
    fresh = Visitor()
    fresh.post("auth/signup", email=cleo.email, password="another quiet evening")
    fresh.post("auth/webauthn/signup", email=cleo.email)
    visitor.client = fresh.client


def asks_for_a_sign_in_by_mailed_code(visitor: Visitor, cleo: User) -> None:
    visitor.post("auth/code/request", email=cleo.email)
    visitor.post("auth/code/confirm", code="123456")


def trusts_the_browser(visitor: Visitor, cleo: User) -> None:
    visitor.post("auth/2fa/trust", trust=True)
    visitor.client.cookies["mfa_trusted"] = "yes"


def passkey_out_of_thin_air(visitor: Visitor, cleo: User) -> None:
    visitor.ask("get", "auth/webauthn/login")
    visitor.ask("get", "auth/webauthn/authenticate")
    made_up = {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"userHandle": str(cleo.pk)}}
    for path in ("auth/webauthn/login", "auth/webauthn/authenticate"):
        visitor.post(path, credential=made_up)
        visitor.post(path, credential={})


def app_client(visitor: Visitor, cleo: User) -> None:
    """The library's door for phone apps, which knows no cookies."""
    body = {"email": cleo.email, "password": PASSWORD}
    answer = Client().post("/_allauth/app/v1/auth/login", body, content_type="application/json")
    assert answer.status_code == 404


def too_many_fields(visitor: Visitor, cleo: User) -> None:
    for more in ({"is_authenticated": True}, {"user": str(cleo.pk)}, {"mfa": False}):
        visitor.post("auth/login", email=cleo.email, password=PASSWORD, **more)


def headers_that_claim(visitor: Visitor, cleo: User) -> None:
    said = {
        "HTTP_X_SECOND_STEP": "done",
        "HTTP_AUTHORIZATION": f"Session {cleo.pk}",
        "HTTP_REMOTE_USER": cleo.email,
    }
    visitor.client = Client(**said)  # type: ignore[arg-type]
    visitor.sign_in(cleo)


def session_from_before_they_were_a_clinician(visitor: Visitor, cleo: User) -> None:
    """Signed in while nothing was asked for, with the step added elsewhere meanwhile."""
    steps = list(Authenticator.objects.filter(user=cleo))
    Authenticator.objects.filter(user=cleo).delete()
    User.objects.filter(pk=cleo.pk).update(role="service_user")
    visitor.sign_in(cleo)
    User.objects.filter(pk=cleo.pk).update(role="clinician")
    Authenticator.objects.bulk_create(steps)
    assert visitor.me()[1]["second_step"] == "confirm"
    visitor.ask("get", TOTP)
    visitor.ask("delete", TOTP)
    visitor.post("auth/reauthenticate", password=PASSWORD)


PATHS = [
    no_code,
    empty_code,
    wrong_code,
    old_code,
    coming_code,
    used_code,
    code_as_something_else,
    another_persons_code,
    adds_a_step_of_their_own,
    takes_the_step_away,
    makes_recovery_codes,
    confirms_instead_of_signing_in,
    chooses_a_new_password,
    signs_up_with_the_address,
    asks_for_a_sign_in_by_mailed_code,
    trusts_the_browser,
    passkey_out_of_thin_air,
    app_client,
    too_many_fields,
    headers_that_claim,
    session_from_before_they_were_a_clinician,
]


def forget_what_the_library_remembers() -> None:
    """Its note of a used code is gone after half a minute."""
    for key in cache._cache.get_client().keys("*allauth.mfa.totp.used*"):  # type: ignore[attr-defined]
        cache._cache.get_client().delete(key)  # type: ignore[attr-defined]


@pytest.mark.parametrize("way", PATHS, ids=lambda way: way.__name__)
def test_no_way_leads_around_the_second_step(way: Callable[[Visitor, User], None], cleo: User) -> None:
    with_code_app(with_password(cleo))
    visitor = knows_the_password(cleo)
    way(visitor, cleo)
    for path in (PEOPLE, "/api/v1/my-team/", "/api/v1/connections/", "/api/v1/me/sign-ins/"):
        answer = visitor.client.get(path)
        assert answer.status_code in {401, 403}, (way.__name__, path, answer.content)
    assert Authenticator.objects.filter(user=cleo).count() == 1


def test_the_paths_around_are_at_least_twenty() -> None:
    assert len(PATHS) >= 20


def test_only_a_code_app_or_a_passkey_of_ones_own_is_a_second_step(alice: User, bob: User) -> None:
    """Neither somebody else's, nor the recovery codes of one that was taken away."""
    with_code_app(bob)
    Authenticator.objects.create(user=alice, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not has_second_step(alice)
    assert has_second_step(bob)
    Authenticator.objects.create(user=alice, type=Authenticator.Type.WEBAUTHN, data={})
    assert has_second_step(alice)


def test_who_adds_a_passkey_has_shown_it(cleo: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the library makes of a key is tried in a browser: tests/e2e/test_signing_in.py."""
    monkeypatch.setattr(ManageWebAuthnView, "post", lambda *args, **kwargs: HttpResponse())
    request = HttpRequest()
    request.user, request.session = cleo, SessionStore()
    assert second_step_of(request, cleo) == SecondStep.ENROL
    assert PasskeysView().post(request).status_code == 200
    assert second_step_of(request, cleo) == SecondStep.NOT_NEEDED
