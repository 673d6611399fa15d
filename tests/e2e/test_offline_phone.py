"""Whose words are on the phone, and who gets at them: a lock, another person, a second device."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from recoveryapp.accounts.models import User
from recoveryapp.journal.actions import put_entry
from recoveryapp.journal.models import Entry
from tests.e2e.conftest import SignIn, axe_finds, open_page, sign_in_to
from tests.e2e.test_offline import NOW, has_a_goal, is_ready_for_no_signal

pytestmark = pytest.mark.django_db(transaction=True)

PIN = "heron 42"
WORDS = "A heron by the canal"


def writes(page: Page, words: str) -> None:
    page.goto("/journal/new")
    page.get_by_label("Your words").fill(words)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/journal/0*")


def turn_the_lock_on(page: Page) -> None:
    open_page(page, "/me/phone")
    page.get_by_label("Choose a PIN").fill(PIN)
    page.get_by_label("The same PIN again").fill(PIN)
    page.get_by_role("button", name="Turn the lock on").click()
    expect(page.get_by_role("button", name="Lock now")).to_be_visible()


def open_the_lock(page: Page) -> None:
    page.get_by_label("PIN").fill(PIN)
    page.get_by_role("button", name="Open").click()


def has_help(page: Page) -> None:
    page.get_by_role("banner").get_by_role("link", name="Help now").click()
    expect(page.locator("a[href^='tel:']").first).to_be_visible(timeout=1_000)


def test_a_locked_phone_shows_help_and_nothing_else(
    sign_in: SignIn, alice: User, context: BrowserContext
) -> None:
    has_a_goal(alice)
    page = sign_in(alice)
    is_ready_for_no_signal(page)
    turn_the_lock_on(page)
    assert axe_finds(page) == []
    context.set_offline(True)
    page.goto("/today")
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    expect(page.get_by_text("Buy seeds")).to_have_count(0)
    assert axe_finds(page) == []
    has_help(page)
    page.goto("/today")
    page.get_by_label("PIN").fill("heron 43")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("That was not the PIN")).to_be_visible()
    open_the_lock(page)
    expect(page.get_by_text("Buy seeds")).to_be_visible()


def test_another_person_on_this_phone_neither_sends_nor_sees_what_waits(
    sign_in: SignIn, alice: User, bob: User, context: BrowserContext
) -> None:
    for person in (alice, bob):
        has_a_goal(person)
    Entry.objects.all().delete()
    page = sign_in(alice)
    is_ready_for_no_signal(page)
    context.set_offline(True)
    writes(page, "Only mine")
    context.clear_cookies()
    context.set_offline(False)
    sign_in_to(page, bob)
    open_page(page, "/me/waiting")
    expect(page.get_by_text("Nothing is waiting")).to_be_visible()
    open_page(page, "/journal")
    expect(page.get_by_text("Only mine")).to_have_count(0)
    assert not Entry.objects.exists()
    context.clear_cookies()
    sign_in_to(page, alice)
    open_page(page, "/me/waiting")
    expect(page.get_by_text("Nothing is waiting")).to_be_visible()
    assert [(entry.owner, entry.words) for entry in Entry.objects.all()] == [(alice, "Only mine")]


def test_a_second_device_wrote_too_and_both_texts_are_shown(
    sign_in: SignIn, alice: User, context: BrowserContext
) -> None:
    has_a_goal(alice)
    entry = Entry.objects.get()
    page = sign_in(alice)
    is_ready_for_no_signal(page)
    open_page(page, f"/journal/{entry.pk}/edit")
    context.set_offline(True)
    page.get_by_label("Your words").fill(f"{WORDS}, twice")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("1 thing will be sent")).to_be_visible()
    values = {"recorded_at": NOW, "words": f"{WORDS}, on the laptop"}
    put_entry(entry.pk, version=1, values=values, by=alice)
    context.set_offline(False)
    page.goto("/me/waiting")
    expect(page.get_by_role("heading", name="There are two versions")).to_be_visible()
    expect(page.get_by_text(f"{WORDS}, twice")).to_be_visible()
    expect(page.get_by_text(f"{WORDS}, on the laptop")).to_be_visible()
    assert axe_finds(page) == []
    page.get_by_role("button", name="Keep both").click()
    expect(page.get_by_text("Nothing is waiting")).to_be_visible()
    found = set(Entry.objects.values_list("pk", flat=True))
    assert len(found) == 2
    assert {row.words for row in Entry.objects.all()} == {f"{WORDS}, twice", f"{WORDS}, on the laptop"}
