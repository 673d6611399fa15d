"""Takes the README's pictures: `make screenshots`. Not a test; pytest only lends its servers and browser."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page

from recoveryapp.accounts.models import User
from recoveryapp.demo.actions import DEMO_PASSWORD, load_demo
from tests.e2e.conftest import DIRECTORY, open_page, sign_in_as

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
PICTURES = {
    "today": "/today",
    "check-in": "/check-in",
    "goals": "/goals",
    "ideas": "/ideas",
    "over-time": "/timeline/lines",
    "help": "/help",
}


@pytest.fixture
def robin(transactional_db: None) -> User:
    call_command("import_directory", str(DIRECTORY))
    return load_demo(now=timezone.now())[0]


@pytest.mark.parametrize("look", ["light", "dark"])
def test_take(robin: User, page: Page, look: str) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.emulate_media(color_scheme="dark" if look == "dark" else "light")
    sign_in_as(page, robin.email, DEMO_PASSWORD)
    for name, path in PICTURES.items():
        open_page(page, path)
        page.screenshot(path=SCREENS / f"{name}-{look}.png")
        assert (SCREENS / f"{name}-{look}.png").stat().st_size > 0
