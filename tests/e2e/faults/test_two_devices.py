"""Two devices of one person, both without a signal, with clocks that are wrong: neither text is lost."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.journal.actions import put_entry
from recoveryapp.journal.models import Entry
from tests.e2e.conftest import open_page
from tests.e2e.faults.words import AT_ONCE, hashes, often, page_of
from tests.e2e.phone import Phone
from tests.e2e.test_offline import NOW

pytestmark = pytest.mark.django_db(transaction=True)

HOURS, DAYS = timedelta(hours=5), timedelta(days=40)
CLOCKS = [NOW, NOW + HOURS, NOW - HOURS, NOW + DAYS, NOW - DAYS, datetime(1970, 1, 1, tzinfo=UTC)]


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
    for first in range(0, times, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, times))
        both_write_over({number: begun_by(alice, number) for number in numbers}, devices)
        for device in random.Random(first).sample(devices, 2):
            comes_back(device)
        for number in numbers:
            said = hashes(words for _, words in texts_of(devices, number))
            assert set(said) <= texts_now(), f"schedule {number}"
    assert len(texts_now()) == Entry.objects.count() == 2 * times


def begun_by(owner: User, number: int) -> UUID:
    values = {"recorded_at": NOW, "words": f"As it was {number}"}
    return put_entry(new_id(), version=0, values=values, by=owner).row.pk


def both_write_over(entries: dict[int, UUID], devices: list[Page]) -> None:
    for device in devices:
        open_page(device, "/journal")
        device.context.set_offline(True)
    for number, entry in entries.items():
        chance = random.Random(number)
        for device, words in chance.sample(texts_of(devices, number), 2):
            device.context.clock.set_system_time(chance.choice(CLOCKS))
            writes_over(device, entry, words)


def texts_of(devices: list[Page], number: int) -> list[tuple[Page, str]]:
    return [(device, f"{page_of(number)} of device {at}") for at, device in enumerate(devices)]


def texts_now() -> set[str]:
    return set(hashes(entry.words for entry in Entry.objects.all()))


def writes_over(device: Page, entry: UUID, words: str) -> None:
    device.goto(f"/journal/{entry}/edit")
    device.get_by_label("Your words").fill(words)
    device.get_by_role("button", name="Save", exact=True).click()
    device.wait_for_url(f"**/journal/{entry}")


def comes_back(device: Page) -> None:
    """Where the other one was first, the person keeps both texts."""
    device.goto("/me/waiting")
    device.context.set_offline(False)
    nothing, both = device.get_by_text("Nothing is waiting"), device.get_by_role("button", name="Keep both")
    expect(nothing.or_(both).first).to_be_visible(timeout=30_000)
    expect(device.get_by_text("To be sent")).to_have_count(0, timeout=30_000)
    for left in reversed(range(both.count())):
        both.first.click()
        expect(both).to_have_count(left)
    expect(nothing).to_be_visible(timeout=30_000)
