"""Alice writes to Pat in a tunnel: her words wait in the thread, go out once, or are kept."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.common.ids import new_id
from recoveryapp.conversations.actions import close_conversation, send_message
from recoveryapp.conversations.models import Message
from tests.e2e.conftest import SignIn, axe_finds, open_page
from tests.e2e.phone import is_on_the_phone
from tests.e2e.test_together import work_together

pytestmark = pytest.mark.django_db(transaction=True)

WAITS = "Saved on this phone, will send"
HALF = "I will be ten minutes"


@pytest.fixture
def together(alice: User, pat: User) -> Assignment:
    both = work_together(alice, pat)
    values = {"words": "See you on Tuesday", "attached_kind": "", "attached_id": None}
    send_message(new_id(), assignment_id=both.pk, values=values, now=timezone.now(), by=pat)
    return both


def write(page: Page, words: str) -> None:
    page.get_by_label("Write to Pat").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("listitem").filter(has_text=words)).to_contain_text(WAITS)


def sent_by_alice() -> list[str]:
    return [message.words for message in Message.objects.filter(side="person").order_by("recorded_at")]


def test_a_message_written_without_a_signal_waits_goes_out_once_and_is_kept_where_it_cannot(
    sign_in: SignIn, alice: User, pat: User, together: Assignment, context: BrowserContext
) -> None:
    page = sign_in(alice)
    page.set_default_timeout(20_000)
    is_on_the_phone(page)
    place = f"/me/people/{together.pk}/messages"
    open_page(page, place)
    context.set_offline(True)
    page = half_written_and_closed(page, place)
    write(page, "I will be ten minutes late")
    write(page, "Sorry")
    write(page, "Not this one")
    page.get_by_role("listitem").filter(has_text="Not this one").get_by_role(
        "button", name="Take it back"
    ).click()
    expect(page.get_by_role("listitem").filter(has_text="Not this one")).to_have_count(0)
    assert axe_finds(page) == []

    context.set_offline(False)
    expect(page.get_by_role("main").get_by_text(WAITS)).to_have_count(0)
    expect(page.get_by_text("Not read yet")).to_have_count(2)
    assert sent_by_alice() == ["I will be ten minutes late", "Sorry"]

    context.set_offline(True)
    write(page, "Are you there?")
    close_conversation(assignment_id=together.pk, now=timezone.now(), by=pat)
    context.set_offline(False)
    row = page.get_by_role("listitem").filter(has_text="Are you there?")
    expect(row).to_contain_text("Not sent.")
    assert axe_finds(page) == []
    row.get_by_role("link", name="See why").click()
    expect(page.get_by_text(re.compile("closed for now, so it was not sent"))).to_be_visible()
    expect(page.get_by_text("Are you there?")).to_be_visible()
    assert axe_finds(page) == []
    assert sent_by_alice() == ["I will be ten minutes late", "Sorry"]


def half_written_and_closed(page: Page, place: str) -> Page:
    """What was there is there to read; what was begun survives the tab."""
    page.goto(place)
    expect(page.get_by_text("See you on Tuesday")).to_be_visible()
    page.get_by_label("Write to Pat").fill(HALF)
    page.wait_for_timeout(600)
    other = page.context.new_page()
    other.set_default_timeout(20_000)
    page.close()
    other.goto(place)
    expect(other.get_by_label("Write to Pat")).to_have_value(HALF)
    return other
