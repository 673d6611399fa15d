"""Setting a reminder of each sort of plan, choosing the ways, trying one, and stopping mails by one press."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from recoveryapp.accounts.models import User
from recoveryapp.notifications.push.keys import new_private_key
from recoveryapp.reminders.models import Reminder, Stop
from tests.e2e.conftest import SignIn, open_page


@pytest.fixture
def at_home(page: Page, sign_in: SignIn, alice: User) -> Page:
    User.objects.filter(pk=alice.pk).update(welcomed_at=datetime.now(UTC))
    alice.refresh_from_db()
    sign_in(alice)
    return page


def pick(page: Page, words: str) -> None:
    page.locator("label.pick", has_text=words).click()


def test_an_appointment_with_ways_in_ones_own_order(at_home: Page, alice: User, settings: object) -> None:
    settings.PUSH_PRIVATE_KEY = new_private_key()  # type: ignore[attr-defined]
    open_page(at_home, "/me/reminders/new")
    pick(at_home, "Before an appointment")
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date()
    at_home.get_by_label("Which day is it on?").fill(tomorrow.isoformat())
    at_home.get_by_label("When does it begin?").fill("10:30")
    at_home.get_by_label("How long before?").select_option("1 hour before")
    pick(at_home, "By e-mail")
    pick(at_home, "On my phone")
    at_home.get_by_role("button", name=re.compile("Move .*On my phone.* up")).click()
    at_home.get_by_role("button", name="Save").click()
    at_home.wait_for_url(re.compile("/me/reminders$"))
    expect(at_home.get_by_text(re.compile("1 hour before: .* at 10:30"))).to_be_visible()
    stored = Reminder.objects.get(owner=alice)
    assert (stored.kind, stored.lead_minutes, stored.channels) == (
        "appointment",
        60,
        ["push", "email", "in_app"],
    )


def test_what_a_kind_needs_is_said_beside_the_field(at_home: Page) -> None:
    open_page(at_home, "/me/reminders/new")
    at_home.get_by_role("button", name="Save").click()
    expect(at_home.get_by_text("Choose at least one day.")).to_be_visible()
    pick(at_home, "After a check-in")
    at_home.get_by_role("button", name="Save").click()
    at_home.wait_for_url(re.compile("/me/reminders$"))
    expect(at_home.get_by_text("2 hours after a check-in")).to_be_visible()


def test_a_test_mail_and_the_press_in_it_that_stops_the_rest(at_home: Page, alice: User) -> None:
    open_page(at_home, "/me/reminders/ways")
    at_home.get_by_role("button", name=re.compile("Send me a test.*By e-mail")).click()
    expect(at_home.get_by_text("Sent. It can take a minute or two.")).to_be_visible()
    address = mail.outbox[-1].extra_headers["List-Unsubscribe"].strip("<>")
    open_page(at_home, urlsplit(address).path)
    assert not Stop.objects.exists()
    at_home.get_by_role("button", name="Stop them").click()
    expect(at_home.get_by_text("Done. No more e-mails come to this address.")).to_be_visible()
    open_page(at_home, "/me/reminders/ways")
    expect(at_home.get_by_text("You asked for no more e-mails.")).to_be_visible()
    at_home.get_by_role("button", name="Send e-mails again").click()
    expect(at_home.get_by_text("You asked for no more e-mails.")).to_be_hidden()
    assert not Stop.objects.filter(owner=alice).exists()


def test_a_calendar_address_is_shown_once_and_ended(at_home: Page) -> None:
    open_page(at_home, "/me/reminders/ways")
    at_home.get_by_role("button", name="Make an address").click()
    address = at_home.get_by_label("The address for your calendar app").input_value()
    assert at_home.request.get(urlsplit(address).path).status == 200
    at_home.get_by_role("button", name="End the address").click()
    expect(at_home.get_by_label("The address for your calendar app")).to_be_hidden()
    assert at_home.request.get(urlsplit(address).path).status == 404
