"""The built app in Chromium, served by Django with a real database."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route
from pytest_django.live_server_helper import LiveServer

from recoveryapp.accounts.models import User
from recoveryapp.accounts.sign_in import has_second_step, is_at_work
from recoveryapp.demo.actions import DEMO_PASSWORD
from recoveryapp.demo.second_step import DEMO_KEY
from tests.accounts.door import SECRET, code_now, with_code_app
from tests.conftest import PASSWORD
from tests.e2e.browsers import TEST_SECONDS, Browsers, ended_after

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's event loop runs in the test's own thread

ROOT = Path(__file__).resolve().parents[2]
DIRECTORY = ROOT / "recoveryapp" / "resources" / "seed" / "directory.hsds.json"
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 360, "height": 740}
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
]
SignIn = Callable[[User], Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "no Chromium on PATH: `make test` installs it or says how"
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": chromium, "args": [*QUIET, *as_root]}


@pytest.fixture(scope="session")
def browsers(launch_browser: Callable[[], Browser]) -> Iterator[Browsers]:
    opened = Browsers(launch_browser)
    yield opened
    opened.close()


@pytest.fixture
def browser(browsers: Browsers, request: pytest.FixtureRequest) -> Iterator[Browser]:
    if request.node.get_closest_marker("audit"):
        yield browsers.one_that_answers()
        return
    with ended_after(TEST_SECONDS):
        yield browsers.one_that_answers()


@pytest.fixture
def browser_context_args(live_server: LiveServer) -> dict[str, Any]:
    return {
        "base_url": live_server.url,
        "viewport": PHONE,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "reduced_motion": "reduce",
    }


@pytest.fixture(autouse=True)
def _built() -> None:
    page = settings.FRONTEND_DIR / "app.html"
    assert page.is_file(), "the front end is not built: `make test` builds it"


@pytest.fixture(autouse=True)
def nothing_goes_wrong_unseen(context: BrowserContext, live_server: LiveServer) -> Iterator[None]:
    """No script error, no breach of the content policy, no request to anybody else."""
    troubles: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            troubles.append(message.text)

    def see(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            troubles.append(f"request to {request.url}")

    context.on("console", hear)
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    context.on("request", see)
    yield
    assert not troubles


@pytest.fixture
def sign_in(context: BrowserContext, page: Page) -> SignIn:
    """Signs the person in by the sign-in page, with the password every persona has."""

    def signed_in(user: User) -> Page:
        sign_in_to(page, user)
        return page

    return signed_in


def sign_in_to(page: Page, user: User) -> None:
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    sign_in_as(page, user.email, PASSWORD)


def sign_in_as(page: Page, email: str, password: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    user = User.objects.get(email=email)
    if is_at_work(user) and not has_second_step(user):
        with_code_app(user)
    page.get_by_role("button", name="Sign in", exact=True).click()
    if has_second_step(user):
        page.wait_for_url(re.compile("/sign-in/second"))
        cache.clear()  # one code serves once, and somebody may sign in twice within half a minute
        key = DEMO_KEY if password == DEMO_PASSWORD else SECRET
        page.get_by_label("Code", exact=True).fill(code_now(key))
        page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile("/(today|welcome|people|team)$"))


def open_page(page: Page, path: str) -> None:
    """Go there and wait until it has said what it has to say."""
    page.set_default_timeout(15_000)
    page.goto(path)
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state("networkidle")


def line_that_breaks(page: Page, broken: set[int]) -> list[int]:
    """At the pieces that are `broken` just then. Answers, and goes on counting, which were sent."""
    sent: list[int] = []

    def bring_or_lose(route: Route) -> None:
        number = int(route.request.url.split("/")[-2])
        sent.append(number)
        route.abort() if number in broken else route.continue_()

    page.route("**/me/arriving/*/*/", bring_or_lose)
    return sent


def code_in_mail() -> str:
    found = re.search(r"^\s+([A-Z0-9-]{6,})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found.group(1)


def axe_finds(page: Page) -> list[str]:
    """What axe-core has to say about the page as it is: rule and place, one line each."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']}: {node['target']} {node.get('failureSummary', '')}"
        for v in found["violations"]
        for node in v["nodes"]
    ]
