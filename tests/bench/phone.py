"""The app on an emulated phone, in Chromium: its weight, how soon it is there, how soon something is saved.

Lighthouse has a folder of its own (`npm ci` in frontend/audit): without it its rows are left out, and that
is said. It comes to the app as everybody does, through the proxy, and in the same run to an app of the same
kind in which there is nothing, and to the start pages of others that run where PEERS says:
`PEERS="wger=https://localhost:8443/en/software/features"`, with a space between two.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

import psycopg
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from tests.bench.measuring import Row
from tests.bench.proxy import proxied, served
from tests.bench.requests import PEOPLE
from tests.bench.servers import ROOT, both_running, run
from tests.e2e.phone import Line, is_on_the_phone

PHONE: ViewportSize = {"width": 360, "height": 740}
SLOWER = 4
AUDIT = ROOT / "frontend" / "audit"
VITE = ROOT / "frontend" / "node_modules" / "vite" / "bin" / "vite.js"
PLACES = ("/today", "/check-in", "/journal", "/goals", "/timeline", "/ideas")
KB = 1_000
DEBUG_PORT = 9_333
SCORES = {"performance": 95, "accessibility": 100, "best-practices": 100}
FIRST_LOADS = {"start": "/", "sign in": "/sign-in"}
MOST_LCP = 1_500
MOST_TBT = 50
ROUNDS = 3
TRIES = 3
EMPTY = "an empty app"
SETTLED_SECONDS = 4
"""A browser that has just been started is busy with its own windows."""
WORK_TOGETHER = """
import django; django.setup()
from django.utils import timezone
from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.models import Assignment
from recoveryapp.teams.models import Membership
from recoveryapp.accounts.models import User
now, alice = timezone.now(), User.objects.get(email="alice@example.org")
times = {"agreed_at": now, "started_at": now}
place = Membership.objects.get()
print(Assignment.objects.create(owner=alice, membership=place, began=Began.values[0], **times).pk)
"""


def rows() -> Iterator[Row]:
    yield from sizes()
    with both_running() as both:
        people = json.loads(run(both.app.env, "-", stdin=PEOPLE.read_text()))
        with psycopg.connect(both.database_url, autocommit=True) as connection:
            connection.execute("UPDATE accounts_user SET welcomed_at = now()")
        two = run(both.app.env, "-", stdin=WORK_TOGETHER).strip()
        line = Line(both.app.port)
        with chromium() as browser, phone(browser, line.url, people["alice"]) as page:
            open_once(page, f"/me/people/{two}/messages")
            yield day_of_use(page, line, two)
            yield second_start(page)
            yield saved_offline(page)
        line.stop()
        if not (AUDIT / "node_modules").is_dir():
            sys.stdout.write("  Lighthouse is not there: `npm ci` in frontend/audit\n")
            return
        with served(empty_app()) as empty, proxied(both.app.port) as proxy:
            yield from lighthouse(proxy.address, people, empty=empty)


def sizes() -> Iterator[Row]:
    """Of the last build: `first-screen-size.js` ends with an error where it is too much."""
    said = subprocess.run(
        [_node(), "scripts/first-screen-size.js"],
        cwd=ROOT / "frontend",
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    ).stdout
    for line in said.splitlines():
        name, _, rest = line.partition(": ")
        yield Row(f"script of {name}, compressed", float(rest.split()[0]), "KB", most=60)


def _node() -> str:
    return shutil.which("node", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}") or "node"


@contextmanager
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    args = ["--disable-background-networking", f"--remote-debugging-port={DEBUG_PORT}"]
    args += ["--ignore-certificate-errors"]  # nobody knows who signed for the proxy here
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*args, *as_root])
        yield browser
        browser.close()


@contextmanager
def phone(browser: Browser, address: str, session: str) -> Iterator[Page]:
    """Signed in, with the app itself on the phone and each place looked at once."""
    context = browser.new_context(base_url=address, viewport=PHONE, has_touch=True, is_mobile=True)
    context.add_cookies([{"name": "session", "value": session, "url": address}])
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto("/today")
    is_on_the_phone(page)
    look_around(page)
    yield page
    context.close()


def look_around(page: Page) -> None:
    for path in PLACES:
        open_once(page, path)


def open_once(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state("networkidle")


def day_of_use(page: Page, line: Line, two: str) -> Row:
    """Five starts, and each time something is done. Every byte between phone and server, headers and the
    worker's own among them; without what TLS adds, and what HTTP/2 saves."""
    before = line.carried
    for deed in (check_in, write_a_page, tick_a_step, look_at_ideas):
        open_once(page, "/today")
        deed(page)
    open_once(page, f"/me/people/{two}/messages")
    write_to_somebody(page)
    page.wait_for_load_state("networkidle")
    return Row("a day's use after the first visit", (line.carried - before) / KB, "KB", most=100)


def goes_to(page: Page, place: str) -> None:
    page.get_by_role("link", name=place, exact=True).first.click()
    page.get_by_role("heading", level=1, name=place).wait_for()
    page.wait_for_load_state("networkidle")


def check_in(page: Page) -> None:
    goes_to(page, "Check in")
    page.get_by_role("group", name="Daily life").get_by_text("Some", exact=True).click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.", exact=True).first).to_be_visible()


def write_a_page(page: Page) -> None:
    goes_to(page, "Journal")
    page.get_by_role("link", name="Write", exact=True).first.click()
    page.get_by_label("Your words").fill("Rain on the roof, and nothing else to do. " * 5)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/journal/0*")


def tick_a_step(page: Page) -> None:
    goes_to(page, "Goals")
    page.get_by_role("link", name="Paint again 0").click()
    page.get_by_role("checkbox").first.check()
    expect(page.get_by_role("button", name="Undo").first).to_be_visible()


def look_at_ideas(page: Page) -> None:
    goes_to(page, "Ideas")


def write_to_somebody(page: Page) -> None:
    page.get_by_label("Write to Cleo").fill("I will be ten minutes late on Tuesday.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Not read yet").first).to_be_visible()


def second_start(page: Page) -> Row:
    """No signal, a processor four times slower: until Today shows what was there."""
    context = page.context
    context.set_offline(True)
    fresh = slowed(context)
    fresh.goto("/today", wait_until="commit")
    fresh.get_by_role("heading", level=1).wait_for()
    fresh.locator("main section").first.wait_for()
    took = float(fresh.evaluate("performance.now()"))
    fresh.close()
    context.set_offline(False)
    return Row("second start shows Today, no signal, 4x slower", took, most=1_000)


def slowed(context: BrowserContext) -> Page:
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page


def saved_offline(page: Page) -> Row:
    page.context.set_offline(True)
    page.goto("/check-in")
    page.get_by_role("group", name="Daily life").get_by_text("Some", exact=True).click()
    page.evaluate(
        """() => {
            addEventListener('click', () => (window.tapped = performance.now()), true);
            window.saved = new Promise((saved) => new MutationObserver(() => {
                if (document.body.innerText.includes('Saved.')) saved(performance.now());
            }).observe(document.body, { childList: true, subtree: true }));
        }"""
    )
    page.get_by_role("button", name="Save", exact=True).click()
    took = float(page.evaluate("window.saved.then((saved) => saved - window.tapped)"))
    page.context.set_offline(False)
    return Row("check-in saved after the tap, no signal", took, most=100)


def empty_app() -> Path:
    """Its build."""
    folder = AUDIT / "empty"
    subprocess.run([_node(), str(VITE), "build", "--logLevel=error"], cwd=folder, check=True)
    return folder / "build"


def lighthouse(address: str, people: dict[str, str], *, empty: str) -> Iterator[Row]:
    """The middle of rounds that go through all screens: one screen's figures are never one moment's."""
    review = f"/people/{people['person']}?{urlencode({'show': 'review'})}"
    screens = {
        **{name: (address, path, "") for name, path in FIRST_LOADS.items()},
        "Today": (address, "/today", people["alice"]),
        "check-in": (address, "/check-in", people["alice"]),
        "review": (address, review, people["cleo"]),
        EMPTY: (empty, "/", ""),
    }
    peers = dict(peer.split("=", 1) for peer in os.environ.get("PEERS", "").split())
    screens |= {name: (peer, "", "") for name, peer in peers.items()}
    rounds = [{name: _seen(*where) for name, where in screens.items()} for _ in range(ROUNDS)]
    middle = {name: _middle([found[name] for found in rounds]) for name in screens}
    for name in screens:
        if name not in {EMPTY, *peers}:
            yield from _rows_of(name, middle[name], middle[EMPTY])
    for name in peers:
        yield from _first_load_of(name, middle[name], middle[EMPTY])


def _middle(found: list[dict[str, Any]]) -> dict[str, Any]:
    scores = {category: median(one["scores"].get(category, 0) for one in found) for category in SCORES}
    times = {name: median(one[name] for one in found) for name in ("lcp", "tbt", "own")}
    return {"scores": scores, **times, "wanting": found[-1]["wanting"]}


def _rows_of(name: str, found: dict[str, Any], plain: dict[str, Any]) -> Iterator[Row]:
    for category, least in SCORES.items():
        score = found["scores"][category]
        yield Row(f"{name}: {category}, points short of {least}", max(0, least - score), "", most=0)
    is_first = name in FIRST_LOADS
    yield from _first_load_of(name, found, plain, most=(MOST_LCP, MOST_TBT) if is_first else (None, None))
    if found["wanting"]:
        sys.stdout.write(f"    {', '.join(found['wanting'])}\n")


def _first_load_of(
    name: str,
    found: dict[str, Any],
    plain: dict[str, Any],
    *,
    most: tuple[int | None, int | None] = (None, None),
) -> Iterator[Row]:
    yield Row(f"{name}: largest paint, slow 4G", found["lcp"], plain=plain["lcp"], most=most[0])
    yield Row(f"{name}: blocked, 4x slower", found["tbt"], plain=plain["tbt"], most=most[1])
    yield Row(f"{name}: of that by its own work", found["own"], plain=plain["own"])


def _seen(*where: str) -> dict[str, Any]:
    """Now and then Lighthouse sees no paint on a busy machine, and gives no times: then once more."""
    for _ in range(TRIES):
        found = _lighthouse(*where)
        if {"lcp", "tbt"} <= set(found):
            return found
    raise AssertionError(f"Lighthouse saw nothing painted at {where}: {found}")


def _lighthouse(address: str, path: str, session: str) -> dict[str, Any]:
    """In the profile of a new browser, in which there is nothing but a sign-in."""
    cookies = [{"name": "session", "value": session, "url": address}] if session else []
    command = [_node(), "run.js", str(DEBUG_PORT), address + path]
    with chromium() as browser:
        browser.new_browser_cdp_session().send("Storage.setCookies", {"cookies": cookies})
        time.sleep(SETTLED_SECONDS)
        said = subprocess.run(command, cwd=AUDIT, stdout=subprocess.PIPE, text=True, check=True).stdout
    found: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
    assert found["at"] == address + path, "somebody else's screen was measured"
    return found
