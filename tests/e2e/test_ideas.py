"""Ideas in Chromium: a no costs nothing, what is ruled out never appears, one's own is among them."""

import re

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from recoveryapp.accounts.models import User
from recoveryapp.goals.models import Goal
from recoveryapp.matching.models import OwnIdea, SuggestionResponse, Wishes
from recoveryapp.resources.models import Resource
from tests.e2e.conftest import DIRECTORY, SignIn, axe_finds, open_page
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def goal(alice: User) -> Goal:
    call_command("import_directory", str(DIRECTORY))
    alice.welcomed_at = timezone.now()
    alice.save()
    words = "Grow something on the allotment and give it away"
    return Goal.objects.create(owner=alice, words=words, domains=["existential"], recorded_at=timezone.now())


@pytest.fixture
def ideas(sign_in: SignIn, alice: User, goal: Goal) -> Page:
    page = sign_in(alice)
    open_page(page, f"/ideas?goal={goal.pk}")
    return page


def first_card(page: Page) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", level=3)).first


def test_no_costs_nothing_and_can_be_taken_back(ideas: Page, alice: User) -> None:
    card = first_card(ideas)
    name = card.get_by_role("heading").inner_text()
    card.get_by_role("button", name="Not for me").click()
    expect(card.get_by_role("button", name="Take it back")).to_be_focused()
    card.get_by_text("Why not, if you like").click()
    card.get_by_text("Too far away").click()
    expect(ideas.get_by_text("Noted.")).to_be_visible()
    assert SuggestionResponse.objects.get().reason == "too_far"

    ideas.get_by_role("button", name="Show others in their place").click()
    expect(ideas.get_by_role("heading", name=name)).to_have_count(0)

    ideas.get_by_role("link", name="What you put aside").click()
    expect(ideas.get_by_role("heading", name=name)).to_be_visible()
    assert axe_finds(ideas) == []
    ideas.get_by_role("button", name="Take it back").click()
    expect(ideas.get_by_text("Back among your ideas.")).to_be_visible()
    assert not SuggestionResponse.objects.exists()


def test_tried_it_and_what_she_wrote_about_it_outlives_a_reload(ideas: Page) -> None:
    card = first_card(ideas)
    card.get_by_role("button", name="I tried it").click()
    card.get_by_text("A bit", exact=True).click()
    note = card.get_by_label(re.compile("What do you want to remember"))
    note.fill("The stove was warm.")
    ideas.wait_for_timeout(600)
    ideas.reload()
    ideas.goto("/ideas/saved?show=tried")
    ideas.get_by_role("button", name="Change what you said").click()
    expect(ideas.get_by_label(re.compile("What do you want to remember"))).to_have_value(
        "The stove was warm."
    )
    ideas.get_by_role("button", name="Save note").click()
    expect(ideas.get_by_text("Your note is saved.")).to_be_visible()
    row = SuggestionResponse.objects.get()
    assert (row.state, row.helped, row.note) == ("tried", "a_bit", "The stove was warm.")


def test_what_she_rules_out_never_appears_until_the_chip_is_taken_away(ideas: Page) -> None:
    ideas.get_by_role("link", name="What to leave out").click()
    ideas.get_by_text("Online, or by myself").click()
    expect(ideas.get_by_text("Saved.", exact=True)).to_be_visible()
    assert Wishes.objects.get().wishes == ["online_only"]

    ideas.get_by_role("link", name="Look at my ideas").click()
    expect(ideas.get_by_text("Why this one").first).to_be_visible()
    shown = ideas.get_by_role("heading", level=3).all_inner_texts()
    ways = [set(r.delivery) for r in Resource.objects.filter(name__in=shown)]
    assert ways
    assert all(way & {"online", "self_guided"} for way in ways)

    ideas.get_by_role("button", name="Take away: Only online, or by myself").click()
    expect(ideas.get_by_text("Taken away. More ideas can show up now.")).to_be_visible()
    assert Wishes.objects.get().wishes == []


def test_her_own_idea_is_among_them_and_can_be_deleted_and_brought_back(ideas: Page, goal: Goal) -> None:
    ideas.get_by_label("What do you think could help?").fill("Ask Mo to come along")
    ideas.get_by_role("button", name="Keep this idea").click()
    card = ideas.get_by_role("listitem").filter(has_text="Ask Mo to come along")
    card.get_by_role("button", name="Delete").click()
    expect(card).to_have_count(0)
    wait_until(lambda: not OwnIdea.objects.exists())  # the screen does not wait for the server

    ideas.get_by_role("button", name="Undo").click()
    expect(card).to_be_visible()
    wait_until(OwnIdea.objects.exists)
    assert [(idea.words, idea.goal_id) for idea in OwnIdea.objects.all()] == [
        ("Ask Mo to come along", goal.pk)
    ]


def test_two_stand_side_by_side_as_a_table_for_ears_too(ideas: Page) -> None:
    names = ideas.get_by_role("heading", level=3).all_inner_texts()
    ideas.get_by_role("link", name="Compare two ideas").click()
    table = ideas.get_by_role("table", name="Compare two ideas")
    expect(table.get_by_role("columnheader").nth(1)).to_have_text(names[0])
    expect(table.get_by_role("rowheader", name="What it costs")).to_be_visible()

    ideas.get_by_label("Beside this one").select_option(names[2])
    expect(table.get_by_role("columnheader").nth(2)).to_have_text(names[2])
    assert axe_finds(ideas) == []
    assert ideas.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_one_that_closed_says_so_and_its_page_gives_nothing_away_in_the_title(
    ideas: Page, goal: Goal
) -> None:
    closed = Resource.objects.exclude(url="").get(status="closed")
    open_page(ideas, f"/ideas/{closed.pk}?goal={goal.pk}")
    expect(ideas.get_by_text("This has closed.")).to_be_visible()
    assert closed.name not in ideas.title()
    site = ideas.get_by_role("link", name="Open the website")
    assert {"noreferrer", "noopener"} <= set((site.get_attribute("rel") or "").split())
    assert axe_finds(ideas) == []


def test_what_she_tried_makes_her_own_picture_with_its_counts(ideas: Page) -> None:
    card = first_card(ideas)
    name = card.get_by_role("heading").inner_text()
    card.get_by_role("button", name="I tried it").click()
    card.get_by_text("A bit", exact=True).click()
    expect(ideas.get_by_text("Noted.")).to_be_visible()

    ideas.get_by_role("link", name="What helped").click()

    expect(ideas.get_by_text("You tried 1. 1 helped.")).to_be_visible()
    expect(ideas.get_by_text("A thicker line means more often.")).to_be_visible()
    ideas.get_by_text("The same as a table").click()
    expect(ideas.get_by_role("table").get_by_role("cell", name=name)).to_be_visible()
    expect(ideas.get_by_text("do not mean that one brings the other")).to_be_visible()
    assert axe_finds(ideas) == []


def test_what_an_answer_changed_is_listed_and_forgotten_and_brought_back(ideas: Page) -> None:
    card = first_card(ideas)
    name = card.get_by_role("heading").inner_text()
    card.get_by_role("button", name="Save").click()
    expect(ideas.get_by_text("Saved. You find it")).to_be_visible()

    ideas.get_by_role("link", name="What your answers changed").click()
    expect(ideas.get_by_role("listitem").filter(has_text=name)).to_contain_text("You see more like this.")
    assert axe_finds(ideas) == []

    ideas.get_by_role("button", name="Begin anew").click()
    expect(ideas.get_by_text("Nothing learnt")).to_be_visible()
    ideas.get_by_role("button", name="Undo").click()
    expect(ideas.get_by_role("link", name=name)).to_be_visible()

    ideas.get_by_role("switch", name="Learn from my answers").uncheck()
    expect(ideas.get_by_text("Your answers are kept")).to_be_visible()
    wait_until(lambda: not Wishes.objects.get().learns)
    assert SuggestionResponse.objects.get().state == "saved"


def test_without_a_signal_the_ideas_seen_last_are_there(ideas: Page) -> None:
    names = ideas.get_by_role("heading", level=3).all_inner_texts()
    ideas.get_by_role("link", name="Compare two ideas").click()
    expect(ideas.get_by_role("table")).to_be_visible()

    ideas.context.set_offline(True)
    ideas.get_by_role("main").get_by_role("link", name="Ideas").click()

    expect(ideas.get_by_text("No signal. You can go on")).to_be_visible()
    expect(ideas.get_by_role("heading", level=3)).to_have_text(names)
    ideas.context.set_offline(False)
