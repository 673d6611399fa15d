"""Nothing written is ever lost: the phone dies, the server is away, the store is full, a new version comes.

Each promise is one function; the numbers behind `audit` are the ones the promise is made with.
"""

import random
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect
from pytest_django import Settings

from recoveryapp.accounts.models import Session, User
from recoveryapp.journal.models import Entry
from tests.e2e.conftest import open_page, sign_in_to
from tests.e2e.faults.deploying import deployed
from tests.e2e.faults.words import (
    AT_ONCE,
    has_sent_everything,
    hashes,
    often,
    on_the_server,
    page_of,
    write_all,
    write_in_one_go,
)
from tests.e2e.phone import Line, Phone, clear_storage, crash, next_build, quota, until
from tests.e2e.test_offline import NOW
from tests.e2e.test_offline_phone import has_help, open_the_lock, turn_the_lock_on, writes

pytestmark = pytest.mark.django_db(transaction=True)

CANARY = "zebrafinch over marmalade"
IN_CLEAR = "anybody may read this"
PUT_IN_CLEAR = """words => {
    const asked = indexedDB.open('control', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('words').put(words, 1);
    return new Promise(done => asked.onsuccess = done).then(() => asked.result.close());
}"""
SMALL = 200_000
A_MINUTE = 60


def end_every_session() -> None:
    Session.objects.all().delete()


@often(4, 50)
@pytest.mark.parametrize("away", ["signal", "server"])
def test_pages_written_while_it_is_away_arrive_in_their_order(
    page: Page, phone: Phone, line: Line, away: str, times: int
) -> None:
    if away == "server":
        line.stop()
    else:
        phone.context.set_offline(True)
    words = write_all(page, times)
    assert on_the_server() == []
    phone.switch_off()
    if away == "server":
        line.start()
    has_sent_everything(phone.switch_on())
    assert on_the_server() == hashes(words)


@often(3, 200)
def test_a_phone_that_dies_after_each_saved_has_lost_nothing(
    page: Page, phone: Phone, line: Line, times: int
) -> None:
    phone.switch_off()  # a browser takes half a minute to put a sign-in on the disk
    page = phone.switch_on()
    line.stop()
    for number in range(times):
        writes(page, page_of(number))
        page = WAYS_TO_DIE[number % 3](phone, page)
    line.start()
    has_sent_everything(page, 3 * A_MINUTE)  # each start was a try, and of those there are twelve a minute
    assert on_the_server() == hashes(page_of(number) for number in range(times))


def reloaded(_: Phone, page: Page) -> Page:
    page.reload()
    return page


def killed(phone: Phone, page: Page) -> Page:
    """The tab alone, as a phone does that is short of memory."""
    other = phone.context.new_page()
    crash(page)
    page.close()
    return other


def without_power(phone: Phone, _: Page) -> Page:
    phone.pull_out_the_battery()
    return phone.switch_on()


WAYS_TO_DIE = (reloaded, killed, without_power)


@often(3, 1_000)
def test_a_connection_that_breaks_anywhere_makes_no_row_too_many_and_none_too_few(
    page: Page, phone: Phone, line: Line, times: int
) -> None:
    words: list[str] = []
    for first in range(0, times, AT_ONCE):
        open_page(page, "/journal")
        phone.context.set_offline(True)
        words += write_in_one_go(page, range(first, min(first + AT_ONCE, times)))
        page.goto("/me/waiting")
        phone.context.set_offline(False)
        line.cut = somewhere(random.Random(first))
        until(lambda: sends_some(page), seconds=3 * A_MINUTE)
        line.cut = lambda: None
        has_sent_everything(page, A_MINUTE)
    assert on_the_server() == hashes(words)


def somewhere(chance: random.Random) -> Callable[[], int | None]:
    """Half of all connections break, on the way there or back, in the first request or the tenth."""
    return lambda: chance.randrange(chance.choice((3_000, 30_000))) if chance.random() < 0.5 else None


def sends_some(page: Page) -> bool:
    """Presses once more where something is left."""
    send, nothing = page.get_by_role("button", name="Send now"), page.get_by_text("Nothing is waiting")
    expect(send.or_(nothing).first).to_be_visible()
    if nothing.is_visible():
        return True
    with suppress(PlaywrightError):
        send.click(timeout=2_000)
    return False


@often(1, 100)
def test_five_tabs_and_the_worker_that_send_at_once_send_once(page: Page, phone: Phone, times: int) -> None:
    tabs = [phone.context.new_page() for _ in range(4)]
    for tab in tabs:
        open_page(tab, "/me/waiting")
    for number in range(times):
        phone.context.set_offline(True)
        writes(page, page_of(number))
        page.evaluate("navigator.serviceWorker.ready.then(worker => worker.sync.register('outbox'))")
        phone.context.set_offline(False)
        for tab in tabs:
            expect(tab.get_by_text("Nothing is waiting")).to_be_visible()
    has_sent_everything(page)
    assert on_the_server() == hashes(page_of(number) for number in range(times))
    assert {entry.version for entry in Entry.objects.all()} == {1}


def test_a_session_that_ended_without_a_signal_keeps_everything_for_the_same_person(
    page: Page, phone: Phone, alice: User, bob: User
) -> None:
    bob.welcomed_at = NOW
    bob.save()
    phone.context.set_offline(True)
    words = write_all(page, 2)
    end_every_session()
    phone.context.set_offline(False)
    page.goto("/today")
    page.wait_for_url("**/sign-in**")
    sign_in_to(page, bob)
    open_page(page, "/me/waiting")
    expect(page.get_by_text("Nothing is waiting")).to_be_visible()
    assert not any(page.get_by_text(one).count() for one in words)
    assert on_the_server() == []
    phone.context.clear_cookies()
    sign_in_to(page, alice)
    has_sent_everything(page)
    assert on_the_server() == hashes(words)
    assert {entry.owner for entry in Entry.objects.all()} == {alice}


def test_a_store_that_was_cleared_begins_anew_and_says_so(page: Page, line: Line) -> None:
    writes(page, "Sent before")
    page.goto("about:blank")
    clear_storage(page, line.url)
    page.goto("/journal")
    expect(page.get_by_text("browser has cleared what the app had kept here")).to_be_visible()
    expect(page.get_by_text("Sent before")).to_be_visible()
    writes(page, "Written after")
    assert on_the_server() == hashes(["Sent before", "Written after"])


def test_a_full_phone_says_that_it_does_not_keep_the_words_and_offers_to_copy_them(
    page: Page, phone: Phone, line: Line
) -> None:
    words = "A long day. " * 100
    phone.switch_off()
    page = phone.switch_on()
    with quota(page, line.url, SMALL):
        phone.context.set_offline(True)
        page.goto("/journal/new")
        page.get_by_label("Your words").fill(words)
        expect(page.get_by_text("Not saved on this phone")).to_be_visible()
        expect(page.get_by_role("button", name="Copy my words")).to_be_visible()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.get_by_text("Saved.", exact=True)).to_have_count(0)
        expect(page.get_by_label("Your words")).to_have_value(words)
        has_help(page)


def test_a_new_version_loses_nothing_and_leaves_no_white_screen(
    page: Page,
    phone: Phone,
    line: Line,
    tmp_path: Path,
    settings: Settings,
) -> None:
    open_tab = phone.context.new_page()
    open_page(open_tab, "/today")
    phone.context.set_offline(True)
    words = write_all(page, 3)
    with deployed(line, next_build(settings.FRONTEND_DIR, tmp_path / "next"), settings):
        phone.context.set_offline(False)
        open_tab.evaluate("navigator.serviceWorker.getRegistration().then(worker => worker.update())")
        walks_on(open_tab)
        has_sent_everything(page)
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert on_the_server() == hashes(words)


def walks_on(page: Page) -> None:
    """By links, so that code that was never asked for before is needed now."""
    for place in ("Journal", "Goals", "Me"):
        page.get_by_role("link", name=place, exact=True).first.click()
        expect(page.get_by_role("heading", level=1, name=re.compile(place))).to_be_visible()


def test_a_locked_phone_holds_no_word_in_clear(page: Page, phone: Phone) -> None:
    turn_the_lock_on(page)
    phone.context.set_offline(True)
    page.goto("/journal/new")
    open_the_lock(page)
    page.get_by_label("Your words").fill(CANARY)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/journal/0*")
    page.goto("/journal/new")
    page.evaluate(PUT_IN_CLEAR, IN_CLEAR)
    open_the_lock(page)
    page.get_by_label("Your words").fill(f"{CANARY}, not yet saved")
    expect(page.get_by_text("Kept on this phone as you write.")).to_be_visible()
    phone.switch_off()
    assert phone.files_with(IN_CLEAR), "the search finds what is there"
    assert phone.files_with(CANARY) == []


def test_help_is_there_whatever_else_is_not(page: Page, phone: Phone, line: Line) -> None:
    line.stop()
    page.goto("/today")
    has_help(page)
    line.start()
    end_every_session()
    page.goto("/today")
    page.wait_for_url("**/sign-in**")
    has_help(page)
    phone.context.clear_cookies()
    phone.switch_off()
    page = phone.switch_on()
    with quota(page, line.url, SMALL):
        phone.context.set_offline(True)
        page.goto("/sign-in")
        has_help(page)
