"""A place at work: from an invitation to a code, and what is said where that cannot go on."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.teams.models import Invitation, Membership, Team
from tests.accounts.door import code_now
from tests.conftest import PASSWORD, person
from tests.consent.conftest import team
from tests.e2e.conftest import SignIn, code_in_mail
from tests.teams.people import hold_place, join, token_in_mail

__all__ = ["team"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(sign_in: SignIn, max_: User, team: Team, now: datetime) -> Page:
    """The manager's screen."""
    join(max_, team, now)
    max_.welcomed_at = now
    return sign_in(max_)


def test_invited_accepted_confirmed_and_ready_to_meet(
    office: Page, new_context: Callable[..., BrowserContext]
) -> None:
    invite(office, "nora@example.org")
    home = new_context().new_page()
    accept(home, token_in_mail())
    home.goto("/code")
    expect(home.get_by_text("A manager has to confirm you first")).to_be_visible()
    confirm(office)
    home.reload()
    expect(home.get_by_text(re.compile(r"Code: [A-Z0-9 ]+"))).to_be_visible()
    expect(home.get_by_role("img", name="The same code as a picture")).to_be_visible()
    expect(home.get_by_text("They see Nora, peer worker at Harbour")).to_be_visible()


def invite(office: Page, email: str) -> None:
    office.get_by_role("link", name="Invite somebody").click()
    office.get_by_role("button", name="Go on").click()
    expect(office.get_by_text("Choose what they will do here.")).to_be_visible()
    office.get_by_role("radio", name=re.compile("^Peer worker")).check(force=True)
    office.get_by_label("Their email address").fill(email)
    office.get_by_role("button", name="Go on").click()
    expect(office.get_by_role("heading", name="Where will they work?")).to_be_focused()
    office.get_by_label(re.compile("Job title")).fill("Peer support worker")
    office.get_by_role("button", name="Send the invitation").click()
    expect(office.get_by_text(f"The invitation to {email} is on its way.")).to_be_visible()


def accept(home: Page, token: str) -> None:
    home.goto(f"/invitation#{token}")
    expect(home.get_by_text("Harbour")).to_be_visible()
    assert token not in home.url
    home.get_by_role("link", name="Create an account").click()
    home.get_by_label("Email address").fill("nora@example.org")
    home.get_by_label("Password", exact=True).fill(PASSWORD)
    home.get_by_role("button", name="Create my account").click()
    code = home.get_by_label("Code from the email")
    expect(code).to_be_visible()
    code.fill(code_in_mail())
    home.get_by_role("button", name="Go on").click()
    home.get_by_role("button", name="Accept the invitation").click()
    add_a_code_app(home)
    home.get_by_label("Your name").fill("Nora")
    home.locator("form button[type=submit]").click()
    expect(home.get_by_text("Nobody shares anything with you yet")).to_be_visible()


def add_a_code_app(home: Page) -> None:
    home.get_by_role("button", name="Add a code app").click()
    key = home.get_by_text(re.compile("^[A-Z2-7 ]{32,}$")).inner_text().replace(" ", "")
    home.get_by_label("Code", exact=True).fill("000000")
    home.get_by_role("button", name="Finish").click()
    expect(home.get_by_text("This code is not right.")).to_be_visible()
    home.get_by_label("Code", exact=True).fill(code_now(key))
    home.get_by_role("button", name="Finish").click()
    expect(home.get_by_role("heading", name="Recovery codes")).to_be_visible()
    home.get_by_role("button", name="I have kept them").click()


def confirm(office: Page) -> None:
    office.goto("/team")
    office.get_by_role("button", name="Confirm Nora").click()
    office.get_by_role("button", name="Yes, I know this is them").click()
    expect(office.get_by_text("Nora is confirmed.")).to_be_visible()
    assert Membership.objects.get(user__email="nora@example.org").verified_at


def test_an_invitation_is_sent_again_and_taken_back(office: Page, page: Page) -> None:
    invite(office, "nora@example.org")
    first = token_in_mail()
    office.get_by_role("button", name=re.compile("Send again.*nora@example.org")).click()
    expect(office.get_by_text("A new invitation is on its way to nora@example.org")).to_be_visible()
    assert token_in_mail() != first
    office.get_by_role("button", name=re.compile("Take it back.*nora@example.org")).click()
    expect(office.get_by_text("No open invitations.")).to_be_visible()
    assert Invitation.objects.get().revoked_at


def test_an_address_is_not_invited_twice(office: Page) -> None:
    invite(office, "nora@example.org")
    office.goto("/team/invite")
    office.get_by_role("radio", name=re.compile("^Clinician")).check(force=True)
    office.get_by_label("Their email address").fill("nora@example.org")
    office.get_by_role("button", name="Go on").click()
    office.get_by_role("button", name="Send the invitation").click()
    expect(office.get_by_text("This address is invited already.")).to_be_visible()


@pytest.mark.parametrize("state", ["used", "ended", "taken back", "never there"])
def test_an_invitation_that_is_over_says_so_calmly(page: Page, team: Team, now: datetime, state: str) -> None:
    nora = person("Nora")
    how: dict[str, dict[str, Any]] = {
        "used": {"accepted_at": now, "accepted_by": nora},
        "ended": {"expires_at": now - timedelta(seconds=1)},
        "taken back": {"revoked_at": now},
        "never there": {},
    }
    _, token = hold_place(team, nora, now, **how[state])
    page.goto(f"/invitation#{'A' * 22 if state == 'never there' else token}")
    expect(page.get_by_text("This invitation is over")).to_be_visible()


def test_another_address_is_told_to_sign_in_with_the_one_that_was_invited(
    sign_in: SignIn, team: Team, now: datetime, alice: User
) -> None:
    alice.welcomed_at = now
    page = sign_in(alice)
    _, token = hold_place(team, person("Nora"), now)
    page.goto(f"/invitation#{token}")
    page.get_by_role("button", name="Accept the invitation").click()
    expect(page.get_by_text("This invitation is for another address")).to_be_visible()
    page.get_by_role("button", name="Sign out and use another address").click()
    expect(page.get_by_text("Use the address the invitation was sent to: n…@example.org")).to_be_visible()
    alice.refresh_from_db()
    assert alice.role == Role.SERVICE_USER


def test_the_last_manager_cannot_leave(office: Page) -> None:
    office.get_by_role("button", name="End Max’s place").click()
    office.get_by_role("button", name="End it now").click()
    expect(office.get_by_text("Somebody has to run this service.")).to_be_visible()
