"""Every page in five looks, small phone and big text among them: axe finds nothing, nothing is cut."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from recoveryapp.demo.actions import DEMO_PASSWORD, load_demo
from recoveryapp.goals.models import Goal
from recoveryapp.journal.models import Entry
from tests.e2e.conftest import axe_finds
from tests.e2e.test_first_day import DIRECTORY

PUBLIC = ["/", "/sign-up", "/sign-in", "/reset", "/help", "/about", "/no/such/page"]
OWN = [
    "/today",
    "/goals",
    "/goals/new",
    "/goals/{goal}",
    "/goals/{goal}/edit",
    "/check-in",
    "/check-in/items",
    "/timeline",
    "/timeline/lines",
    "/timeline/new",
    "/then-and-now",
    "/journal",
    "/journal/new",
    "/journal/{entry}",
    "/ideas",
    "/me",
    "/me/settings",
    "/me/reminders",
    "/me/reminders/new",
    "/welcome",
]
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "wide": {"viewport": {"width": 1280, "height": 800}},
    "big text": {},
}


TWICE_AS_BIG = (
    "document.addEventListener('DOMContentLoaded', () => document.documentElement.style.fontSize = '200%')"
)


def open_page(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state("networkidle")


def demand_nothing_wrong(page: Page, path: str) -> None:
    assert axe_finds(page) == [], path
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is too wide"


@pytest.fixture(params=list(LOOKS))
def look(
    request: pytest.FixtureRequest,
    browser: Browser,
    live_server: LiveServer,
    browser_context_args: dict[str, object],
) -> Iterator[BrowserContext]:
    context = browser.new_context(**{**browser_context_args, **LOOKS[request.param]})
    if request.param == "big text":
        context.add_init_script(TWICE_AS_BIG)
    yield context
    context.close()


def test_pages_for_everybody(look: BrowserContext) -> None:
    page = look.new_page()
    for path in PUBLIC:
        open_page(page, path)
        demand_nothing_wrong(page, path)


def test_pages_of_ones_own(look: BrowserContext) -> None:
    call_command("import_directory", str(DIRECTORY))
    robin = load_demo(now=timezone.now())[0]
    ids = {
        "goal": Goal.objects.filter(owner=robin).order_by("created_at").first().pk,  # type: ignore[union-attr]
        "entry": Entry.objects.filter(owner=robin).order_by("created_at").first().pk,  # type: ignore[union-attr]
    }
    page = look.new_page()
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(robin.email)
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/today")
    for pattern in OWN:
        path = pattern.format(**ids)
        open_page(page, path)
        demand_nothing_wrong(page, path)
