"""A phone on a line of its own, on which Alice has signed in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright
from pytest_django.live_server_helper import LiveServer

from recoveryapp.accounts.models import User
from tests.e2e.conftest import open_page, sign_in_to
from tests.e2e.phone import Line, Phone, is_on_the_phone
from tests.e2e.test_offline import NOW


@pytest.fixture(scope="module")
def at_the_server(live_server: LiveServer) -> Iterator[Line]:
    line = Line(live_server.thread.port)
    yield line
    line.stop()


@pytest.fixture
def line(at_the_server: Line, live_server: LiveServer) -> Line:
    at_the_server.reach(live_server.thread.port)
    return at_the_server


@pytest.fixture(scope="module")
def with_the_app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile in which nobody was signed in yet; the first test fills it."""
    return tmp_path_factory.mktemp("phone") / "profile"


@pytest.fixture
def phone(
    playwright: Playwright,
    line: Line,
    tmp_path: Path,
    with_the_app: Path,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
) -> Iterator[Phone]:
    context = {**browser_context_args, "base_url": line.url}
    new = Phone(playwright, with_the_app, {**browser_type_launch_args, **context})
    if not with_the_app.exists():
        page = new.switch_on()
        page.goto("/help")
        is_on_the_phone(page)
        new.switch_off()
    phone = new.twin(tmp_path / "profile")
    yield phone
    phone.pull_out_the_battery()


@pytest.fixture
def page(phone: Phone, alice: User) -> Page:
    """Alice's phone: she has signed in, and looked into her journal."""
    alice.welcomed_at = NOW
    alice.save()
    page = phone.switch_on()
    sign_in_to(page, alice)
    open_page(page, "/journal")
    return page
