"""A phone told to save data: nothing is fetched that nobody asked for, and what was used stays."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect
from pytest_django import Settings

from recoveryapp.accounts.models import User
from tests.e2e.conftest import sign_in_to
from tests.e2e.faults.deploying import deployed
from tests.e2e.phone import IMMUTABLE, Line, Phone, is_on_the_phone
from tests.e2e.test_offline import NOW
from tests.e2e.test_offline_phone import has_help, writes

pytestmark = pytest.mark.django_db(transaction=True)

SAVES = "Object.defineProperty(navigator.connection, 'saveData', {get: () => true});\n"
CODE_KEPT = "caches.open('code').then(code => code.keys()).then(kept => kept.length)"


def for_savers(build: Path, to: Path) -> Path:
    """Chromium lets a test tell a page, but no worker, to save data: this one hears it in its first line."""
    shutil.copytree(build, to, ignore=shutil.ignore_patterns("service-worker.js.*"))
    worker = to / "service-worker.js"
    worker.write_text(SAVES + worker.read_text())
    return to


def test_only_what_was_used_is_fetched_and_it_is_there_without_a_signal(
    playwright: Playwright,
    line: Line,
    alice: User,
    tmp_path: Path,
    settings: Settings,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
) -> None:
    alice.welcomed_at = NOW
    alice.save()
    options = {**browser_type_launch_args, **browser_context_args, "base_url": line.url}
    build = for_savers(Path(settings.FRONTEND_DIR), tmp_path / "build")
    phone = Phone(playwright, tmp_path / "saver", options)
    with deployed(line, build, settings):
        page = phone.switch_on()
        phone.context.add_init_script(SAVES)
        page.goto("/sign-in")
        is_on_the_phone(page)
        sign_in_to(page, alice)
        writes(page, "Sun on the wall")
        assert 0 < kept(page) < len([*(build / IMMUTABLE).rglob("*.js")]) / 3
        phone.context.set_offline(True)
        writes(page, "Rain on the roof")
        expect(page.get_by_text("Rain on the roof")).to_be_visible()
        has_help(page)
    phone.switch_off()


def kept(page: Page) -> int:
    count: int = page.evaluate(CODE_KEPT)
    return count
