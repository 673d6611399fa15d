"""Alice and Pat: an agenda, a meeting, what they agree on, a message, and the end of it. Two phones."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from recoveryapp.accounts.models import User
from recoveryapp.assignments.actions import end_assignment, start_assignment
from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.models import Assignment
from recoveryapp.goals.models import Goal
from recoveryapp.journal.models import Entry
from recoveryapp.teams.models import Organisation, Team
from tests.e2e.conftest import SignIn, open_page, sign_in_to
from tests.e2e.kept import is_kept
from tests.teams.people import join

LATER = 20_000


@pytest.fixture
def together(alice: User, pat: User) -> Assignment:
    return work_together(alice, pat)


def work_together(alice: User, pat: User) -> Assignment:
    now = timezone.now()
    quay = Team.objects.create(organisation=Organisation.objects.create(name="Harbour"), name="Quay")
    place = join(pat, quay, now)
    for each in (alice, pat):
        each.welcomed_at = now
        each.save()
    Goal.objects.create(owner=alice, recorded_at=now, words="Swim again")
    Entry.objects.create(owner=alice, recorded_at=now, words="Secret page", is_never_shared=True)
    return start_assignment(owner=alice, membership=place, began=Began.CODE, agreed_at=now, now=now, by=alice)


@pytest.fixture
def pats_page(
    browser: Browser, browser_context_args: dict[str, Any], pat: User, together: Assignment
) -> Iterator[Page]:
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    sign_in_to(page, pat)
    yield page
    context.close()


def ask_for_a_time(page: Page) -> None:
    open_page(page, "/me/support")
    page.get_by_role("link", name="Meetings and messages").click()
    page.get_by_text("Ask for a time to meet").click()
    page.get_by_label("Day").fill((timezone.now() + timedelta(days=3)).date().isoformat())
    page.get_by_label("Where").fill("The library")
    page.get_by_role("button", name="Ask for this time").click()
    page.get_by_role("heading", name="What I want to talk about").wait_for()


def make_an_agenda(page: Page) -> None:
    """A line of her own, and a goal; a page that is never shared is not offered."""
    page.get_by_label("A line of my own").fill("The letter")
    page.get_by_role("button", name="Put it on the list").click()
    expect(page.get_by_role("listitem").filter(has_text="The letter")).to_be_visible()
    page.get_by_text("Pick from what I wrote").click()
    page.get_by_role("checkbox", name="Swim again").check()
    expect(page.get_by_text("Secret page")).to_have_count(0)


def say_yes_and_write(page: Page) -> None:
    page.get_by_role("button", name="Yes, it suits me").click()
    page.get_by_text("You both said yes.").wait_for()
    page.get_by_role("link", name="10:00").click()
    expect(page.get_by_text("The letter")).to_be_visible()
    expect(page.get_by_text("Swim again")).to_be_visible()
    page.get_by_role("button", name="Write").click()
    page.get_by_label("Our notes").fill("Alice swam as a child.")
    page.get_by_role("button", name="Save the notes").click()
    expect(page.get_by_text("Alice swam as a child.")).to_be_visible()
    page.get_by_text("Add something").click()
    page.get_by_label("What?").fill("Ask about the pool")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Ask about the pool")).to_be_visible()


def mark_and_be_reminded(page: Page) -> None:
    page.reload()
    expect(page.get_by_text("Alice swam as a child.")).to_be_visible()
    page.get_by_role("button", name="It happened").click()
    page.get_by_text("Noted: it happened.").wait_for()
    page.get_by_role("button", name="Remind me").click()
    page.get_by_text("You will be reminded an hour before.").wait_for()


def test_from_an_agenda_to_a_message_and_to_the_end(
    alice: User, together: Assignment, sign_in: SignIn, pats_page: Page
) -> None:
    page = sign_in(alice)
    for each in (page, pats_page):
        each.set_default_timeout(LATER)
    at_work = f"/people/{alice.pk}/together"
    ask_for_a_time(page)
    make_an_agenda(page)
    open_page(pats_page, at_work)
    say_yes_and_write(pats_page)
    mark_and_be_reminded(page)

    open_page(page, f"/me/people/{together.pk}/messages")
    page.get_by_label("Write to Pat").fill("See you at the library")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Not read yet")).to_be_visible()
    open_page(pats_page, f"{at_work}/messages")
    expect(pats_page.get_by_text("See you at the library")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Read on")).to_be_visible()
    pats_page.get_by_label("Write to Alice").fill("canary-draft")
    assert not is_kept(pats_page, "canary")

    end_assignment(together.pk, now=timezone.now(), by=alice)
    expect(pats_page.get_by_text("See you at the library")).to_have_count(0, timeout=LATER)
    assert not is_kept(pats_page, "See you at the library")
    page.reload()
    expect(page.get_by_text("See you at the library")).to_be_visible()
    expect(page.get_by_label("Write to Pat")).to_have_count(0)
