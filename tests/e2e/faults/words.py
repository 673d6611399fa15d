"""What people write, as it is written, and as it has arrived."""

import hashlib
from collections.abc import Iterable

import pytest
from playwright.sync_api import Page, expect

from recoveryapp.journal.models import Entry
from tests.e2e.test_offline_phone import writes

ODD = (
    "Rain on the roof",
    "Crème brûlée, año, Straße 🌱👩‍👩‍👧",
    "\"Said\" he & <b>she</b> \\ 100 % 'so'",
    "One line\n\nand another\twith a tab",
    "नमस्ते · שלום · 你好",
    "e\u0301 beside é, \u00a0 and \u200b within",
    "A long day. " * 300,
)
"""What people write is not only letters."""
AT_ONCE = 20
"""So many pages wait on a phone before there is a signal again."""


def often(few: int, many: int) -> pytest.MarkDecorator:
    """The same promise in small in every run, and with its full number in an audit."""
    return pytest.mark.parametrize("times", [few, pytest.param(many, marks=pytest.mark.audit)])


def page_of(number: int) -> str:
    return f"{ODD[number % len(ODD)]} ({number})"


def write_all(page: Page, count: int) -> list[str]:
    words = [page_of(number) for number in range(count)]
    for one in words:
        writes(page, one)
    return words


def write_in_one_go(page: Page, numbers: Iterable[int]) -> list[str]:
    """By the app's own links, without starting it each time."""
    words = [page_of(number) for number in numbers]
    for one in words:
        page.get_by_role("link", name="Journal", exact=True).first.click()
        page.get_by_role("link", name="Write", exact=True).first.click()
        page.get_by_label("Your words").fill(one)
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_url("**/journal/0*")
    return words


def has_sent_everything(page: Page, seconds: int = 30) -> None:
    page.goto("/me/waiting")
    expect(page.get_by_text("Nothing is waiting")).to_be_visible(timeout=seconds * 1_000)


def on_the_server() -> list[str]:
    """What arrived, in its order, each by its hash."""
    return hashes(entry.words for entry in Entry.objects.order_by("created_at"))


def hashes(texts: Iterable[str]) -> list[str]:
    """The same only for the same bytes, the last space among them."""
    return [hashlib.sha256(text.encode()).hexdigest() for text in texts]
