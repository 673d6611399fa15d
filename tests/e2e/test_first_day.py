"""A service user's day, end to end, by hand."""

import re
from datetime import UTC, datetime, timedelta

from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Page, expect

from recoveryapp.accounts.models import User
from recoveryapp.goals.models import Goal
from recoveryapp.journal.models import Entry
from recoveryapp.outcomes.models import CheckIn
from recoveryapp.reminders.dispatch import dispatch_due
from recoveryapp.reminders.models import Occurrence, Reminder
from tests.conftest import PASSWORD
from tests.e2e.conftest import DIRECTORY, code_in_mail

GOAL = "Get out of the house and meet a few people who like gardening"


def test_from_the_start_page_to_a_reminder_received(page: Page) -> None:
    call_command("import_directory", str(DIRECTORY))
    make_an_account(page)
    answer_the_first_questions(page)
    write_a_goal(page)
    check_in(page)
    write_in_the_journal(page)
    see_ideas_with_reasons(page)
    set_a_reminder(page)
    receive_it(page)


def make_an_account(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Create an account").first.click()
    page.get_by_label("Email address").fill("new@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create my account").click()
    code = page.get_by_label("Code from the email")
    expect(code).to_be_visible()
    code.fill(code_in_mail())
    page.get_by_role("button", name="Go on").click()


def answer_the_first_questions(page: Page) -> None:
    page.wait_for_url("**/welcome")
    page.get_by_label(re.compile("call you")).fill("Ash")
    page.get_by_role("button", name="Let’s begin").click()
    page.wait_for_url("**/today")
    me = User.objects.get()
    assert (me.called, me.time_zone, me.language) == ("Ash", "Europe/London", "en")
    assert me.welcomed_at is not None


def write_a_goal(page: Page) -> None:
    page.get_by_role("link", name="Goals", exact=True).click()
    page.get_by_role("link", name="Write one small thing").click()
    page.get_by_label("What would you like?").fill(GOAL)
    page.get_by_role("button", name="Save goal").click()
    expect(page.get_by_text(GOAL).first).to_be_visible()
    assert Goal.objects.get().words == GOAL


def check_in(page: Page) -> None:
    page.get_by_role("link", name="Check in", exact=True).click()
    for area, level in [
        ("Daily life", "Some"),
        ("What life means to me", "A lot"),
        ("Other people", "A little"),
    ]:
        page.get_by_role("group", name=area).get_by_text(level, exact=True).click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.", exact=True).first).to_be_visible()
    row = CheckIn.objects.get()
    assert (row.functional, row.existential, row.social) == ("some", "a_lot", "a_little")


def write_in_the_journal(page: Page) -> None:
    page.goto("/journal/new")
    page.get_by_label("Your words").fill("Sat outside for a while. A robin came.")
    page.get_by_text("Never share this page").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Your page is saved.")).to_be_visible()
    entry = Entry.objects.get()
    assert (entry.words, entry.is_never_shared) == ("Sat outside for a while. A robin came.", True)


def see_ideas_with_reasons(page: Page) -> None:
    page.get_by_role("link", name="Ideas", exact=True).click()
    expect(page.get_by_text("Why this one").first).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def set_a_reminder(page: Page) -> None:
    page.goto("/me/reminders/new")
    page.get_by_label("What it says").fill("Kettle on")
    page.get_by_role("button", name="Every day").click()
    page.get_by_label(re.compile("^Time")).first.fill("09:30")
    page.get_by_text("By e-mail", exact=True).click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/me/reminders")
    expect(page.get_by_text("Kettle on").first).to_be_visible()
    assert Reminder.objects.get().words == "Kettle on"


def receive_it(page: Page) -> None:
    due_at = Occurrence.objects.get().due_at
    assert due_at > datetime.now(UTC)
    dispatch_due(clock=lambda: due_at + timedelta(seconds=5))
    assert Occurrence.objects.get(due_at=due_at).state == "sent"
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (["new@example.org"], "Reminder")
    page.goto("/today")
    expect(page.get_by_text("Kettle on").first).to_be_visible()
    page.goto("/me/reminders")
    page.get_by_role("link", name="The last 30 days").or_(page.get_by_text("The last 30 days")).first.click()
    expect(page.get_by_text(re.compile("sent", re.IGNORECASE)).first).to_be_visible()
