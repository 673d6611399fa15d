"""A day with no signal, by hand: nothing written is lost, and the screens go on."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.goals.actions import put_goal, put_step
from recoveryapp.goals.models import Goal, GoalRating, GoalStep
from recoveryapp.journal.actions import put_entry
from recoveryapp.journal.models import Entry
from recoveryapp.outcomes.models import CheckIn
from tests.e2e.conftest import SignIn, open_page
from tests.e2e.phone import is_on_the_phone

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SEEN = ["/goals", "/journal", "/timeline", "/check-in", "/today"]


pytestmark = pytest.mark.django_db(transaction=True)


def has_a_goal(owner: User) -> Goal:
    owner.welcomed_at = NOW
    owner.save()
    goal = put_goal(
        new_id(),
        version=0,
        values={"recorded_at": NOW, "words": "Grow tomatoes", "domains": ["functional"]},
        by=owner,
    ).row
    step = {"words": "Buy seeds", "position": 0, "done_at": None}
    put_step(new_id(), goal_id=goal.pk, values=step, at=NOW, by=owner)
    put_entry(new_id(), version=0, values={"recorded_at": NOW, "words": "A heron by the canal"}, by=owner)
    return goal


def is_ready_for_no_signal(page: Page) -> None:
    """The app is on the phone, and each place has been looked at once."""
    is_on_the_phone(page)
    for path in SEEN:
        open_page(page, path)


def no_signal(context: BrowserContext, page: Page) -> None:
    context.set_offline(True)
    page.reload()


def test_a_day_without_a_signal_arrives_whole(sign_in: SignIn, alice: User, context: BrowserContext) -> None:
    goal = has_a_goal(alice)
    page = sign_in(alice)
    is_ready_for_no_signal(page)
    no_signal(context, page)
    expect(page.get_by_text("Buy seeds")).to_be_visible()
    check_in(page)
    write_a_page(page)
    rate_and_tick(page, goal)
    looks_back(page)
    page.close()
    page = context.new_page()
    context.set_offline(False)
    page.goto("/me/waiting")
    expect(page.get_by_text("Nothing is waiting")).to_be_visible()
    assert CheckIn.objects.get().functional == "some"
    assert {entry.words for entry in Entry.objects.all()} == {"A heron by the canal", "Rain on the roof"}
    assert GoalRating.objects.get().value == 6
    assert GoalStep.objects.get().done_at is not None


def check_in(page: Page) -> None:
    page.goto("/check-in")
    page.get_by_role("group", name="Daily life").get_by_text("Some", exact=True).click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.", exact=True).first).to_be_visible()
    expect(page.get_by_text("Saved on this phone. 1 thing will be sent.")).to_be_visible()


def write_a_page(page: Page) -> None:
    page.goto("/journal/new")
    page.get_by_label(re.compile("words|mind|page", re.IGNORECASE)).first.fill("Rain on the roof")
    page.get_by_role("button", name="Save", exact=False).first.click()
    expect(page.get_by_text("Rain on the roof")).to_be_visible()


def rate_and_tick(page: Page, goal: Goal) -> None:
    page.goto(f"/goals/{goal.pk}")
    page.get_by_role("checkbox", name="Buy seeds").check()
    page.get_by_role("group", name="How close does it feel today?").get_by_text("6", exact=True).click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("4 things will be sent.")).to_be_visible()


def looks_back(page: Page) -> None:
    page.goto("/journal")
    expect(page.get_by_text("Rain on the roof")).to_be_visible()
    expect(page.get_by_text("A heron by the canal")).to_be_visible()
    page.goto("/timeline")
    expect(page.get_by_role("heading", name=re.compile("^Check-in"))).to_be_visible()
    page.goto("/me/waiting")
    expect(page.get_by_text("Journal page")).to_be_visible()
