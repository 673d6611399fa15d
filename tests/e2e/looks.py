"""A page in every look it may be met in, changed while it is open: small phone, big text, dark, wide."""

from typing import Any, NamedTuple

from playwright.sync_api import Page

from tests.e2e.conftest import PHONE, axe_finds


class Look(NamedTuple):
    scheme: Any = "light"
    width: int = PHONE["width"]
    text: str = ""


LOOKS = {
    "wide": Look(width=1280),
    "narrow": Look(width=320),
    "big text": Look(text="200%"),
    "dark": Look(scheme="dark"),
    "light": Look(),
}
PUT_ON_TEXT = """size => {
    document.documentElement.style.fontSize = size;
    return new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}"""


def demand_nothing_wrong(page: Page, name: str) -> None:
    """In no look does axe find anything, is the page wider than its window, or help more than one tap away.

    Ends in light.
    """
    for called, look in LOOKS.items():
        put_on(page, look)
        assert axe_finds(page) == [], f"{name}, {called}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is cut, {called}"
        assert page.locator("a[href='/help']").first.is_visible(), f"no help from {name}, {called}"


def put_on(page: Page, look: Look) -> None:
    page.emulate_media(color_scheme=look.scheme)
    page.set_viewport_size({"width": look.width, "height": PHONE["height"]})
    page.evaluate(PUT_ON_TEXT, look.text)
