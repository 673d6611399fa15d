"""A story in Chromium: written, given with a yes, read by two, found among ideas, taken back."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from recoveryapp.accounts.models import User
from recoveryapp.resources.models import Resource, Story
from recoveryapp.teams.models import Organisation, Team
from tests.e2e.conftest import axe_finds, open_page
from tests.e2e.looks import demand_nothing_wrong
from tests.e2e.test_directory import enter
from tests.teams.people import join

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "I stayed in bed for a winter. Then a neighbour asked me to feed her hens."


@pytest.fixture(autouse=True)
def _readers(pat: User, max_: User, now: datetime) -> None:
    team = Team.objects.create(organisation=Organisation.objects.create(name="Harbour"), name="Quay")
    for reader in (pat, max_):
        join(reader, team, now)


def test_a_story_from_its_first_word_to_its_last_reader(
    context: BrowserContext,
    page: Page,
    live_server: LiveServer,
    alice: User,
    bob: User,
    pat: User,
    max_: User,
    now: datetime,
) -> None:
    def as_(user: User, path: str) -> None:
        enter(context, live_server, user, now)
        open_page(page, "/me")
        open_page(page, path)

    as_(alice, "/ideas/stories/new")
    page.get_by_label("A title").fill("The hens next door")
    page.get_by_label("What it is about, in a sentence").fill("How hens got me up in the morning.")
    page.get_by_label("Your story").fill(WORDS)
    page.get_by_label("Before people read it").fill("Speaks of a long time in bed.")
    demand_nothing_wrong(page, "/ideas/stories/new")
    page.get_by_role("button", name="Save for myself").click()
    expect(page.get_by_text("Only for you", exact=True)).to_be_visible()
    assert Story.objects.get().words == WORDS
    page.get_by_role("button", name="Give it to its readers").click()
    page.get_by_label("Yes, I want this story").check()
    assert axe_finds(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Give it to its readers").click()
    expect(page.get_by_text("Waiting for its readers")).to_be_visible()

    for reader in (pat, max_):
        as_(reader, "/stories")
        page.get_by_role("link", name=re.compile("The hens next door")).click()
        expect(page.get_by_text(WORDS)).to_have_count(0)
        page.get_by_role("button", name="Read it").click()
        expect(page.get_by_text(WORDS)).to_be_visible()
        page.get_by_label("It can be told as it is").check()
        demand_nothing_wrong(page, "/stories/…")
        page.get_by_role("button", name="Say so").click()
        expect(page.get_by_text("Thank you. When two find it fine, it is told.")).to_be_visible()

    card = Resource.objects.get(source="stories")
    as_(bob, f"/ideas/{card.pk}")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text(WORDS)).to_be_visible()

    as_(alice, "/ideas/stories")
    page.get_by_role("link", name=re.compile("The hens next door")).click()
    demand_nothing_wrong(page, "/ideas/stories/…")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("It is yours alone again.")).to_be_visible()

    as_(bob, f"/ideas/{card.pk}")
    expect(page.get_by_text("This has closed.")).to_be_visible()
    expect(page.get_by_text("hens")).to_have_count(0)


def test_a_peer_worker_writes_a_story_of_their_own(
    context: BrowserContext, page: Page, live_server: LiveServer, pat: User, now: datetime
) -> None:
    enter(context, live_server, pat, now)
    open_page(page, "/stories")
    places = page.get_by_role("navigation", name="Places")
    demand_nothing_wrong(page, "/stories")
    page.get_by_role("link", name="My stories").click()
    expect(page.get_by_role("heading", name="My stories")).to_be_visible()
    expect(places.get_by_role("link", name="Stories")).to_have_attribute("aria-current", "page")
    demand_nothing_wrong(page, "/ideas/stories")
    page.get_by_role("link", name="Write a story").click()
    page.get_by_label("A title").fill("Nights on the ward")
    page.get_by_label("What it is about, in a sentence").fill("How I came to do this work.")
    page.get_by_label("Your story").fill(WORDS)
    page.get_by_role("button", name="Save for myself").click()
    expect(page.get_by_text("Only for you", exact=True)).to_be_visible()
    assert Story.objects.get(owner=pat).words == WORDS

    page.get_by_role("link", name="My stories").click()
    expect(page.get_by_role("link", name="Nights on the ward")).to_be_visible()
    page.get_by_role("link", name="Stories to read").click()
    expect(page.get_by_role("heading", name="Stories to read")).to_be_visible()
