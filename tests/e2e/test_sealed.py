"""A page that only its writer can open: written on one phone, read on another by the code."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from recoveryapp.accounts.models import User
from recoveryapp.journal.models import Entry
from tests.conftest import PASSWORD
from tests.e2e.conftest import SignIn, open_page, sign_in_as
from tests.e2e.looks import demand_nothing_wrong
from tests.export.canaries import rows_with

CANARY = "Canary4711 sang"
WRONG = "0" * 28

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent(context: BrowserContext) -> list[str]:
    """Everything that left the first phone."""
    return overheard(context)


def overheard(context: BrowserContext) -> list[str]:
    heard: list[str] = []

    def hear(request: Request) -> None:
        heard.append(f"{request.url} {request.post_data or ''}")

    context.on("request", hear)
    return heard


@contextmanager
def another_phone(browser: Browser, args: dict[str, object]) -> Iterator[BrowserContext]:
    context = browser.new_context(**args)  # type: ignore[arg-type]
    yield context
    context.close()


def turn_on(page: Page) -> str:
    open_page(page, "/journal/sealed")
    demand_nothing_wrong(page, "before it is on")
    page.get_by_role("button", name="Turn on sealed pages").click()
    code = "".join(
        page.get_by_role("list", name="Your recovery code").get_by_role("listitem").all_inner_texts()
    )
    demand_nothing_wrong(page, "the code")
    page.get_by_role("button", name="I have written it down").click()
    page.get_by_label("The last four signs of your code").fill("nope")
    page.get_by_role("button", name="Use this code").click()
    expect(page.get_by_text("These are not the last four")).to_be_visible()
    page.get_by_label("The last four signs of your code").fill(code[-4:].lower())
    page.get_by_role("button", name="Use this code").click()
    expect(page.get_by_text("Your sealed pages are open on this phone")).to_be_visible()
    demand_nothing_wrong(page, "open here")
    return code


def write_sealed(page: Page, words: str) -> None:
    open_page(page, "/journal/new")
    page.get_by_label("Your words").fill(words)
    page.get_by_label("Seal this page").check()
    demand_nothing_wrong(page, "writing")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile("/journal/[0-9a-f-]{36}$"))
    expect(page.get_by_text(words)).to_be_visible()


def open_by(page: Page, code: str) -> None:
    page.get_by_label("Recovery code").fill(code)
    page.get_by_role("button", name="Open", exact=True).click()


def test_only_the_code_opens_a_sealed_page_elsewhere(
    sign_in: SignIn,
    alice: User,
    browser: Browser,
    browser_context_args: dict[str, object],
    sent: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    alice.welcomed_at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    alice.save()
    page = sign_in(alice)
    code = turn_on(page)
    write_sealed(page, CANARY)
    entry = Entry.objects.get()
    assert (entry.words, entry.is_never_shared, entry.is_sealed) == ("", True, True)

    with another_phone(browser, browser_context_args) as other:
        also_sent = overheard(other)
        tablet = other.new_page()
        sign_in_as(tablet, alice.email, PASSWORD)
        open_page(tablet, f"/journal/{entry.pk}")
        demand_nothing_wrong(tablet, "closed")
        expect(tablet.get_by_text(CANARY)).to_have_count(0)
        open_by(tablet, WRONG)
        expect(tablet.get_by_text("This code does not open them. Nothing is lost.")).to_be_visible()
        open_by(tablet, code.lower())
        expect(tablet.get_by_text(CANARY)).to_be_visible()
        finds_it(tablet)
        nobody_else_has(sent + also_sent, CANARY, code)
        nobody_was_told(caplog.text, CANARY, code)
        closes_it(tablet)
        turns_off(page)
    entry.refresh_from_db()
    assert (entry.words, entry.is_never_shared, entry.is_sealed) == (CANARY, True, False)


def finds_it(page: Page) -> None:
    open_page(page, "/journal")
    page.get_by_text("Look for something").click()
    page.get_by_label("Words to look for").fill("canary4711")
    page.get_by_role("button", name="Look", exact=True).click()
    expect(page.get_by_text(CANARY)).to_be_visible()


def nobody_else_has(sent: list[str], words: str, code: str) -> None:
    """Neither on the way nor in the database. What was looked for was typed to be looked for."""
    looked_for = "/journal/entries/search/"
    told = [one for one in sent if looked_for not in one]
    assert len(told) > 20
    assert [one for one in told if re.search(f"{words}|{words[:10]}|{code}", one, re.IGNORECASE)] == []
    assert rows_with(words, code) == {}


def nobody_was_told(log: str, words: str, code: str) -> None:
    """Not at DEBUG either: neither what was written, nor what was looked for, nor the code."""
    assert "signed in" in log
    assert re.findall(f"{words[:10]}|{code}", log, re.IGNORECASE) == []


def closes_it(page: Page) -> None:
    open_page(page, "/journal/sealed")
    page.get_by_role("button", name="Close them on this phone").click()
    expect(page.get_by_label("Recovery code")).to_be_visible()
    open_page(page, "/journal")
    expect(page.get_by_text("A sealed page. It is closed on this phone.")).to_be_visible()
    demand_nothing_wrong(page, "the journal with a closed page")


def turns_off(page: Page) -> None:
    open_page(page, "/journal/sealed")
    page.get_by_role("button", name="Make them ordinary pages").click()
    page.get_by_role("button", name="Yes, make them ordinary").click()
    expect(page.get_by_role("button", name="Turn on sealed pages")).to_be_visible()
