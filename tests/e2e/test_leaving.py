"""Taking everything along, and closing an account that is kept after all."""

import zipfile
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from recoveryapp.accounts.models import User
from recoveryapp.export.models import Closing, Export
from recoveryapp.export.progress import progress_key
from recoveryapp.export.working import work
from recoveryapp.goals.models import Goal
from tests.e2e.conftest import SignIn, open_page
from tests.e2e.looks import demand_nothing_wrong

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "Swim in the lake before the summer ends"


def test_everything_is_taken_along_and_the_account_is_kept_after_all(
    page: Page, sign_in: SignIn, alice: User, tmp_path: Path
) -> None:
    alice.welcomed_at = timezone.now()
    alice.save()
    Goal.objects.create(owner=alice, recorded_at=timezone.now(), words=WORDS)
    sign_in(alice)
    take_everything(page, to=tmp_path / "everything.zip")
    close_in_seven_days(page, alice)
    keep_it(page)


def take_everything(page: Page, *, to: Path) -> None:
    """The file arrives on the phone, and opens; from the server it can be taken away."""
    open_page(page, "/me/export")
    page.get_by_role("button", name="Make my file").click()
    expect(page.get_by_text("Your file is being made.")).to_be_visible()
    cache.set(progress_key(Export.objects.get().pk), 40)
    expect(page.get_by_role("progressbar", name="Your file is being made.")).to_have_js_property("value", 40)
    demand_nothing_wrong(page, "a file that is being made")
    work(clock=timezone.now)
    with page.expect_download() as arriving:
        page.get_by_role("button", name="Save the file").click()
    assert arriving.value.suggested_filename == "everything.zip"
    arriving.value.save_as(to)
    with zipfile.ZipFile(to) as archive:
        assert archive.testzip() is None
        for part in ("read-me.html", "record.json", "fhir-r4b.json", "tables/goal.csv"):
            assert WORDS in archive.read(part).decode(), part
    demand_nothing_wrong(page, "a file that is ready")
    page.get_by_role("button", name="Remove it from here").click()
    expect(page.get_by_role("button", name="Make my file")).to_be_visible()
    assert not Export.objects.exists()


def close_in_seven_days(page: Page, user: User) -> None:
    open_page(page, "/me/close")
    page.get_by_label("Type your email address").fill("somebody@example.org")
    page.get_by_role("button", name="Close my account").click()
    expect(page.get_by_text("This is not the address of this account.")).to_be_visible()
    page.get_by_label("Type your email address").fill(user.email)
    page.get_by_role("button", name="Close my account").click()
    expect(page.get_by_text("Your account closes on")).to_be_visible()
    demand_nothing_wrong(page, "an account that closes")
    assert Closing.objects.filter(owner=user).exists()


def keep_it(page: Page) -> None:
    """From where anybody looks first; the page of closing then offers it anew."""
    open_page(page, "/me")
    page.get_by_role("button", name="Keep my account").click()
    expect(page.get_by_text("Your account stays.")).to_be_visible()
    expect(page.get_by_text("Your account closes on")).to_be_hidden()
    open_page(page, "/me/close")
    expect(page.get_by_role("button", name="Close my account")).to_be_visible()
    assert not Closing.objects.exists()
