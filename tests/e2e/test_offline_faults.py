"""Nothing written is ever lost: the phone dies, the server is away, the store is full, a new version comes.

Each promise is one function; the numbers behind `audit` are the ones the promise is made with.
"""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, Playwright, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from recoveryapp.accounts.models import Session, User
from recoveryapp.common.ids import new_id
from recoveryapp.journal.actions import put_entry
from recoveryapp.journal.models import Entry
from tests.e2e.conftest import open_page, sign_in_to
from tests.e2e.phone import Line, Phone, clear_storage, next_build, quota
from tests.e2e.test_offline import NOW, is_on_the_phone
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
HOURS, DAYS = timedelta(hours=5), timedelta(days=40)
CLOCKS = [NOW, NOW + HOURS, NOW - HOURS, NOW + DAYS, NOW - DAYS, datetime(1970, 1, 1, tzinfo=UTC)]
A_MINUTE_OF_TRIES = 90
"""Seconds. Twelve tries a minute are the most, and each start without an answer is one."""


def often(few: int, many: int) -> pytest.MarkDecorator:
    """The same promise in small in every run, and with its full number in an audit."""
    return pytest.mark.parametrize("times", [few, pytest.param(many, marks=pytest.mark.audit)])


@pytest.fixture(scope="module")
def at_the_server(live_server: LiveServer) -> Iterator[Line]:
    line = Line(live_server.thread.port)
    yield line
    line.stop()


@pytest.fixture
def line(at_the_server: Line, live_server: LiveServer) -> Line:
    at_the_server.reach(live_server.thread.port)
    return at_the_server


@pytest.fixture(scope="module")
def with_the_app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile in which nobody was signed in yet; the first test fills it."""
    return tmp_path_factory.mktemp("phone") / "profile"


@pytest.fixture
def phone(
    playwright: Playwright,
    line: Line,
    tmp_path: Path,
    with_the_app: Path,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
) -> Iterator[Phone]:
    context = {**browser_context_args, "base_url": line.url}
    new = Phone(playwright, with_the_app, {**browser_type_launch_args, **context})
    if not with_the_app.exists():
        page = new.switch_on()
        page.goto("/help")
        is_on_the_phone(page)
        new.switch_off()
    phone = new.twin(tmp_path / "profile")
    yield phone
    phone.pull_out_the_battery()


@pytest.fixture
def page(phone: Phone, alice: User) -> Page:
    """Alice's phone: she has signed in, and looked into her journal."""
    alice.welcomed_at = NOW
    alice.save()
    page = phone.switch_on()
    sign_in_to(page, alice)
    open_page(page, "/journal")
    return page


def end_every_session() -> None:
    Session.objects.all().delete()


def write_all(page: Page, count: int) -> list[str]:
    words = [f"Page {number} of {count}" for number in range(count)]
    for one in words:
        writes(page, one)
    return words


def has_sent_everything(page: Page, seconds: int = 30) -> None:
    page.goto("/me/waiting")
    expect(page.get_by_text("Nothing is waiting")).to_be_visible(timeout=seconds * 1_000)


def on_the_server() -> list[str]:
    """As they arrived."""
    return [entry.words for entry in Entry.objects.order_by("created_at")]


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
    has_sent_everything(phone.switch_on(), A_MINUTE_OF_TRIES)
    assert on_the_server() == words


@often(1, 200)
def test_a_phone_that_dies_after_each_saved_has_lost_nothing(
    page: Page, phone: Phone, line: Line, times: int
) -> None:
    phone.switch_off()  # a browser takes half a minute to put a sign-in on the disk
    page = phone.switch_on()
    line.stop()
    for number in range(times):
        writes(page, f"Page {number}")
        phone.pull_out_the_battery()
        page = phone.switch_on()
    line.start()
    has_sent_everything(page, A_MINUTE_OF_TRIES)
    assert on_the_server() == [f"Page {number}" for number in range(times)]


@often(3, 1_000)
def test_a_connection_that_breaks_anywhere_makes_no_row_too_many_and_none_too_few(
    page: Page, phone: Phone, line: Line, times: int
) -> None:
    phone.context.set_offline(True)
    words = write_all(page, times)
    page.goto("/me/waiting")
    phone.context.set_offline(False)
    chance = random.Random(times)
    line.cut = lambda: chance.randrange(3_000) if chance.random() < 0.5 else None
    for _ in range(times):
        page.get_by_role("button", name="Send now").click()
        page.wait_for_timeout(500)
        if page.get_by_text("Nothing is waiting").is_visible():
            break
    line.cut = lambda: None
    has_sent_everything(page, A_MINUTE_OF_TRIES)
    assert on_the_server() == words


@often(1, 100)
def test_five_tabs_and_the_worker_that_send_at_once_send_once(page: Page, phone: Phone, times: int) -> None:
    tabs = [phone.context.new_page() for _ in range(4)]
    for tab in tabs:
        open_page(tab, "/me/waiting")
    for number in range(times):
        phone.context.set_offline(True)
        writes(page, f"Page {number}")
        page.evaluate("navigator.serviceWorker.ready.then(worker => worker.sync.register('outbox'))")
        phone.context.set_offline(False)
        for tab in tabs:
            expect(tab.get_by_text("Nothing is waiting")).to_be_visible()
    has_sent_everything(page)
    assert on_the_server() == [f"Page {number}" for number in range(times)]
    assert {entry.version for entry in Entry.objects.all()} == {1}


@pytest.fixture
def laptop(phone: Phone, page: Page, tmp_path: Path) -> Iterator[Page]:
    """Alice's second device, as the first one is now."""
    phone.switch_off()
    other = phone.twin(tmp_path / "laptop")
    phone.switch_on()
    yield other.switch_on()
    other.pull_out_the_battery()


@often(1, 500)
def test_two_devices_without_a_signal_and_with_wrong_clocks_lose_neither_text(
    phone: Phone, laptop: Page, alice: User, times: int
) -> None:
    devices = [phone.context.pages[0], laptop]
    for number in range(times):
        chance = random.Random(number)
        entry = put_entry(
            new_id(), version=0, values={"recorded_at": NOW, "words": "As it was"}, by=alice
        ).row
        texts = [f"{device} wrote in {number}" for device in ("The phone", "The laptop")]
        for device, words in zip(devices, texts, strict=True):
            device.context.clock.set_fixed_time(chance.choice(CLOCKS))
            writes_over(device, entry.pk, words)
        for device in chance.sample(devices, 2):
            comes_back(device)
        found = {row.words for row in Entry.objects.filter(created_at__gte=entry.created_at)}
        assert found == set(texts), f"schedule {number}"


def writes_over(device: Page, entry: UUID, words: str) -> None:
    open_page(device, f"/journal/{entry}/edit")
    device.context.set_offline(True)
    device.get_by_label("Your words").fill(words)
    device.get_by_role("button", name="Save", exact=True).click()
    expect(device.get_by_text("1 thing will be sent")).to_be_visible()


def comes_back(device: Page) -> None:
    """Where the other one was first, the person keeps both texts."""
    device.goto("/me/waiting")
    device.context.set_offline(False)
    nothing, both = device.get_by_text("Nothing is waiting"), device.get_by_role("button", name="Keep both")
    expect(nothing.or_(both)).to_be_visible()
    if both.is_visible():
        both.click()
    expect(nothing).to_be_visible()


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
    assert on_the_server() == words
    assert {entry.owner for entry in Entry.objects.all()} == {alice}


def test_a_store_that_was_cleared_begins_anew_and_says_so(page: Page, line: Line) -> None:
    writes(page, "Sent before")
    page.goto("about:blank")
    clear_storage(page, line.url)
    page.goto("/journal")
    expect(page.get_by_text("browser has cleared what the app had kept here")).to_be_visible()
    expect(page.get_by_text("Sent before")).to_be_visible()
    writes(page, "Written after")
    assert on_the_server() == ["Sent before", "Written after"]


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
        assert on_the_server() == words


@contextmanager
def deployed(line: Line, build: Path, settings: Settings) -> Iterator[None]:
    """Another server with another build takes over behind the same address."""
    settings.FRONTEND_DIR = settings.WHITENOISE_ROOT = build
    server = LiveServer("localhost")
    line.reach(server.thread.port)
    yield
    line.stop()
    server.stop()


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
