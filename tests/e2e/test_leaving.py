"""Taking everything along, and closing an account that is kept after all."""

import random
import zipfile
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from recoveryapp.accounts.models import User
from recoveryapp.arrivals.models import Piece
from recoveryapp.export.archive.making import archive_of
from recoveryapp.export.models import Closing, Export
from recoveryapp.export.progress import progress_key
from recoveryapp.export.working import work
from recoveryapp.goals.models import Goal
from tests.conftest import person
from tests.e2e.conftest import SignIn, line_that_breaks, open_page
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


def test_a_file_is_brought_over_a_line_that_breaks_and_goes_on(
    page: Page, sign_in: SignIn, alice: User, tmp_path: Path
) -> None:
    """What has arrived is not sent again, neither when the signal returns nor when the page was closed."""
    alice.welcomed_at = timezone.now()
    alice.save()
    path = archive_of_three_pieces(tmp_path / "everything.zip")
    sign_in(alice)
    broken = {1}
    sent = line_that_breaks(page, broken)
    bring(page, path)
    expect(page.get_by_role("progressbar", name="It does not get through just now.")).to_be_visible()
    page.context.set_offline(True)
    demand_nothing_wrong(page, "a file that waits for a signal")
    broken ^= {1, 2}
    with page.expect_request("**/me/arriving/*/2/"):
        page.context.set_offline(False)
    assert sent.count(0) == 1

    broken.clear()
    before = len(sent)
    bring(page, path)
    expect(page.get_by_text("Your file is being read.")).to_be_visible()
    assert sent[before:] == [2]
    assert not Piece.objects.exists()
    assert work(clock=timezone.now) == 1
    expect(page.get_by_text("One thing was brought in.")).to_be_visible()
    assert Goal.objects.get(owner=alice).words == WORDS


def archive_of_three_pieces(path: Path) -> Path:
    """Beside what is read there is something that does not pack."""
    zoe = person("Zoe")
    Goal.objects.create(owner=zoe, recorded_at=timezone.now(), words=WORDS)
    path.write_bytes(archive_of(zoe, now=timezone.now()))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("noise", random.Random(1).randbytes(300 * 1024))
    zoe.delete()
    return path


def bring(page: Page, path: Path) -> None:
    open_page(page, "/me/export")
    page.get_by_label("The file you saved").set_input_files(path)
    page.get_by_role("button", name="Bring it in").click()
