"""Passkeys, confirming that it is you, and a new address. Chromium plays the phone's own passkey dialog."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from recoveryapp.accounts import sign_in as rules
from recoveryapp.accounts.models import Session, User
from tests.accounts.door import Visitor, code_now, with_password
from tests.conftest import PASSWORD
from tests.e2e.conftest import SignIn, axe_finds, code_in_mail, open_page, sign_in_to
from tests.e2e.looks import demand_nothing_wrong

pytestmark = pytest.mark.django_db(transaction=True)

LATER = timedelta(0)


@pytest.fixture
def phone(context: BrowserContext, page: Page) -> Page:
    """A phone that holds passkeys, and whose owner always shows their finger."""
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def test_an_account_by_passkey_alone_from_the_first_code_to_the_second_sign_in(phone: Page) -> None:
    phone.goto("/sign-up")
    phone.get_by_role("link", name="Use a passkey instead of a password").click()
    phone.wait_for_url("**/sign-up/passkey")
    phone.get_by_label("Email address").fill("new@example.org")
    phone.get_by_role("button", name="Send me a code").click()
    code = phone.get_by_label("Code from the email")
    expect(code).to_be_visible()
    code.fill(code_in_mail())
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("button", name="Make my passkey").click()
    expect(phone.get_by_role("heading", name="Recovery codes")).to_be_visible()
    phone.get_by_role("button", name="I have kept them").click()
    phone.wait_for_url("**/welcome")
    user = User.objects.get()
    assert not user.has_usable_password()
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"webauthn", "recovery_codes"}

    user.welcomed_at = timezone.now()
    user.save()
    phone.context.clear_cookies()
    phone.goto("/sign-in")
    phone.get_by_role("button", name="Sign in with a passkey").click()
    phone.wait_for_url("**/today")


def test_what_is_changed_about_signing_in(
    phone: Page, sign_in: SignIn, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice.welcomed_at = timezone.now()
    alice.save()
    sign_in(alice)
    monkeypatch.setattr(rules, "RECENT", LATER)
    open_page(phone, "/me/security")
    phone.get_by_role("button", name="Change my address").click()
    phone.get_by_label("New email address").fill("newer@example.org")
    phone.get_by_role("button", name="Send me a code").click()
    confirm_by_password(phone, monkeypatch)
    phone.get_by_label("Code from the email").fill(code_in_mail())
    phone.get_by_role("button", name="Change it now").click()
    expect(phone.get_by_text("Your address is changed.")).to_be_visible()
    end_the_sign_in_elsewhere(phone, User.objects.get())
    add_a_passkey(phone)
    name_the_passkey(phone)
    put_the_address_back(phone)
    assert not Session.objects.filter(account=alice, began_at__gt=timezone.now()).exists()


def confirm_by_password(phone: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for in the middle of it, and then it goes on with what was typed."""
    dialog = phone.get_by_role("dialog", name="Is it you?")
    expect(dialog).to_be_visible()
    assert axe_finds(phone) == []
    monkeypatch.setattr(rules, "RECENT", timedelta(minutes=5))
    dialog.get_by_label("Password").fill("not the password")
    dialog.get_by_role("button", name="Go on").click()
    expect(dialog.get_by_text("This password is not right.")).to_be_visible()
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Go on").click()
    expect(dialog).to_be_hidden()
    expect(phone.get_by_text("A code is on its way to the new address.")).to_be_visible()


def add_a_passkey(phone: Page) -> None:
    phone.get_by_role("button", name="Add a passkey").click()
    expect(phone.get_by_role("heading", name="Recovery codes")).to_be_visible()
    phone.get_by_role("button", name="I have kept them").click()
    expect(phone.get_by_role("button", name="Take away: Passkey")).to_be_visible()
    expect(phone.get_by_text("10 codes are left.")).to_be_visible()


def name_the_passkey(phone: Page) -> None:
    phone.get_by_role("button", name="Rename: Passkey").click()
    dialog = phone.get_by_role("dialog", name="A name for this passkey")
    dialog.get_by_label("Name").fill("My blue phone")
    assert axe_finds(phone) == []
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(phone.get_by_role("button", name="Take away: My blue phone")).to_be_visible()


def end_the_sign_in_elsewhere(phone: Page, alice: User) -> None:
    """One of two others; the other one stays."""
    lost, kept = (Visitor(HTTP_USER_AGENT=f"{system} Firefox") for system in ("Windows", "Android"))
    for browser in (lost, kept):
        browser.sign_in(alice)
    phone.reload()
    phone.get_by_role("button", name="End this one: Firefox, Windows").click()
    expect(phone.get_by_text("You are signed out there.")).to_be_visible()
    expect(phone.get_by_role("button", name="End this one: Firefox, Windows")).to_be_hidden()
    assert [browser.me()[0] for browser in (lost, kept)] == [401, 200]


def put_the_address_back(phone: Page) -> None:
    told = next(message for message in mail.outbox if message.to == ["alice@example.org"])
    link = re.search(r"/put-back#\S+", str(told.body))
    assert link
    phone.goto(link.group())
    phone.get_by_role("button", name="Put my address back").click()
    expect(phone.get_by_text("Your old address is back")).to_be_visible()
    phone.goto("/today")
    phone.wait_for_url("**/sign-in?next=*")


def test_a_second_step_by_passkey_after_the_password(phone: Page, cleo: User) -> None:
    cleo.welcomed_at = timezone.now()
    cleo.save()
    sign_in_to(phone, cleo)
    open_page(phone, "/me/security")
    phone.get_by_role("button", name="Add a passkey").click()
    phone.get_by_role("button", name="I have kept them").click()
    phone.context.clear_cookies()
    give_password(phone, cleo)
    phone.get_by_role("button", name="Use my passkey").click()
    phone.wait_for_url("**/people")


def test_who_works_here_adds_a_second_step_before_anything_else(phone: Page, cleo: User) -> None:
    """With a code app on another phone; each page of it in every look."""
    cleo.welcomed_at = timezone.now()
    cleo.save()
    give_password(phone, with_password(cleo))
    phone.wait_for_url("**/second-step")
    add_app = phone.get_by_role("button", name="Add a code app")
    expect(add_app).to_be_visible()
    demand_nothing_wrong(phone, "/second-step")
    phone.goto("/people")
    phone.wait_for_url("**/second-step")
    add_app.click()
    phone.get_by_text("The app is on another phone").click()
    expect(phone.get_by_role("img", name="A picture for your code app to scan.")).to_be_visible()
    demand_nothing_wrong(phone, "a code app")
    key = phone.locator(".key").inner_text().replace(" ", "")
    phone.get_by_label("Code", exact=True).fill("123456")
    phone.get_by_role("button", name="Finish").click()
    expect(phone.get_by_text("This code is not right.")).to_be_visible()
    phone.get_by_label("Code", exact=True).fill(code_now(key))
    phone.get_by_role("button", name="Finish").click()
    expect(phone.get_by_role("heading", name="Recovery codes")).to_be_visible()
    demand_nothing_wrong(phone, "recovery codes")
    phone.get_by_role("button", name="I have kept them").click()
    phone.wait_for_url("**/people")


def give_password(phone: Page, user: User) -> None:
    phone.goto("/sign-in")
    phone.get_by_label("Email address").fill(user.email)
    phone.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.get_by_role("button", name="Sign in", exact=True).click()
