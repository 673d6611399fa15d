"""The manager's directory in Chromium: by hand, from a file, and what people say is wrong."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from recoveryapp.accounts.models import User
from recoveryapp.arrivals.models import Piece
from recoveryapp.resources.actions.uploads import read_upload
from recoveryapp.resources.models import (
    CrisisContact,
    DirectoryImport,
    DirectorySource,
    Link,
    Resource,
    ResourceReport,
    Service,
    Story,
    Term,
)
from recoveryapp.teams.models import Organisation, Team
from tests.conftest import sign_in_fully
from tests.e2e.conftest import DIRECTORY, axe_finds, line_that_breaks, open_page
from tests.e2e.looks import demand_nothing_wrong
from tests.teams.people import join

pytestmark = pytest.mark.django_db(transaction=True)


def enter(context: BrowserContext, live_server: LiveServer, user: User, now: datetime) -> None:
    """Signed in already: how is shown elsewhere."""
    user.welcomed_at = now
    user.save()
    client = Client()
    sign_in_fully(client, user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.clear_cookies()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])


@pytest.fixture
def max_(max_: User, now: datetime) -> User:
    join(
        max_, Team.objects.create(organisation=Organisation.objects.create(name="Harbour"), name="Quay"), now
    )
    return max_


@pytest.fixture
def directory(
    context: BrowserContext, page: Page, live_server: LiveServer, max_: User, now: datetime
) -> Page:
    """Max looks at the shipped directory."""
    call_command("import_directory", str(DIRECTORY), verbosity=0)
    call_command("load_crisis_contacts", verbosity=0)
    enter(context, live_server, max_, now)
    open_page(page, "/directory")
    return page


def test_max_adds_an_entry_finds_it_and_takes_it_away_for_a_moment(directory: Page) -> None:
    directory.get_by_role("link", name="Add an entry").click()
    directory.get_by_label("Name").fill("Tuesday table")
    directory.get_by_label("What kind of help").select_option("social_club")
    directory.get_by_role("textbox", name="Phone").fill("call me")
    directory.get_by_role("button", name="Save").click()
    expect(directory.get_by_text("This is not a phone number.")).to_be_visible()
    expect(directory.get_by_role("textbox", name="Phone")).to_be_focused()
    directory.get_by_role("textbox", name="Phone").fill("01632 960101")
    directory.get_by_role("button", name="Save").click()
    expect(directory.get_by_role("heading", name="Tuesday table")).to_be_visible()
    assert Resource.objects.get(name="Tuesday table").phone == "01632 960101"

    directory.get_by_role("button", name="Stop showing it").click()
    expect(directory.get_by_role("button", name="Show it again")).to_be_visible()
    assert Resource.objects.get(name="Tuesday table").status == "inactive"
    directory.get_by_role("button", name="Undo").click()
    expect(directory.get_by_role("button", name="Stop showing it")).to_be_visible()

    directory.get_by_role("link", name="All entries").click()
    directory.get_by_label("Part of the name").fill("tuesday tab")
    directory.get_by_role("button", name="Search").click()
    expect(directory.get_by_role("link", name=re.compile("Tuesday table"))).to_have_count(1)
    expect(directory.locator("main li")).to_have_count(1)


def test_a_file_comes_in_and_says_what_it_brought(directory: Page, now: datetime, tmp_path: Path) -> None:
    good = {"id": "s1", "name": "Sea swim", "status": "active", "description": "Cold."}
    path = tmp_path / "council.json"
    path.write_text(json.dumps([good, {**good, "id": "s2", "status": "open"}]))
    directory.get_by_role("link", name=re.compile("^Files in")).click()
    give(directory, path)
    expect(directory.get_by_text("It has arrived.")).to_be_visible()

    read_upload(now=now)

    directory.get_by_role("link", name="What it brought").click()
    expect(directory.get_by_text("1 refused")).to_be_visible()
    directory.get_by_text("1 refused").click()
    expect(directory.get_by_text("$[1].status")).to_be_visible()
    assert axe_finds(directory) == []
    assert Service.objects.get(source="Council").name == "Sea swim"

    open_page(directory, "/directory/place")
    directory.get_by_role("link", name=re.compile("Sea swim")).click()
    directory.get_by_label("What kind of help").select_option("nature")
    directory.get_by_role("button", name="Save").click()
    expect(directory.get_by_text("Placed. People can find it now.")).to_be_visible()
    assert Resource.objects.get(name="Sea swim").kind == "nature"


def test_a_large_file_comes_in_over_a_line_that_breaks(
    directory: Page, now: datetime, tmp_path: Path
) -> None:
    """In pieces; what has arrived is not sent again."""
    swim = {"name": "Sea swim", "status": "active", "description": "Cold. " * 100}
    path = tmp_path / "council.json"
    path.write_text(json.dumps([{**swim, "id": f"s{n}"} for n in range(450)]))
    open_page(directory, "/directory/files")
    broken = {1}
    sent = line_that_breaks(directory, broken)
    give(directory, path)
    expect(directory.get_by_role("progressbar", name="It does not get through just now.")).to_be_visible()
    demand_nothing_wrong(directory, "a directory that waits for a signal")
    broken.clear()
    expect(directory.get_by_text("It has arrived.")).to_be_visible(timeout=30_000)
    assert (sent.count(0), sent.count(2)) == (1, 1)
    assert not Piece.objects.exists()

    read_upload(now=now)

    assert Service.objects.filter(source="Council", name="Sea swim").count() == 450


def give(directory: Page, path: Path) -> None:
    directory.get_by_label("The file").set_input_files(path)
    directory.get_by_label("Who published it").first.fill("Council")
    directory.get_by_label("Licence").first.fill("OGL")
    directory.get_by_role("button", name="Give a file").click()


def test_alice_says_what_is_wrong_and_max_puts_it_right(
    directory: Page, context: BrowserContext, live_server: LiveServer, alice: User, max_: User, now: datetime
) -> None:
    resource = Resource.objects.filter(status="active").latest("pk")
    enter(context, live_server, alice, now)
    open_page(directory, "/me")
    open_page(directory, f"/ideas/{resource.pk}")
    directory.get_by_role("button", name="Something here is wrong").click()
    directory.get_by_text("The website does not open").click()
    directory.get_by_label("Anything else they should know?").fill("It asks for a password.")
    assert axe_finds(directory) == []
    directory.get_by_role("button", name="Send").click()
    expect(directory.get_by_text("Thank you. Somebody will look into it.")).to_be_visible()

    enter(context, live_server, max_, now)
    open_page(directory, "/me")
    open_page(directory, "/directory")
    directory.get_by_role("link", name=re.compile("1 person says something is wrong")).click()
    expect(directory.get_by_role("link", name=resource.name)).to_be_visible()
    directory.get_by_role("button", name="Read their words").click()
    expect(directory.get_by_text("It asks for a password.")).to_be_visible()
    directory.get_by_role("button", name="I put it right").click()
    expect(directory.get_by_text("Nothing is open")).to_be_visible()
    assert ResourceReport.objects.get().outcome == "corrected"


def test_every_page_in_every_look(directory: Page, alice: User, now: datetime) -> None:
    for path in pages(alice, now):
        open_page(directory, path)
        demand_nothing_wrong(directory, path)


def pages(alice: User, now: datetime) -> list[str]:
    """Each with something on it."""
    resource = Resource.objects.filter(status="active").latest("pk")
    twin = {"phone": "01632 960101", "kind": "nature", "assured_on": now.date() - timedelta(days=500)}
    for name in ("Slow walk", "The slow walk"):
        Resource.objects.create(name=name, url="https://walk.example.org/a/long/address", **twin)
    ResourceReport.objects.create(owner=alice, resource=resource, reason="closed", words="x", has_words=True)
    term = Term.objects.create(taxonomy="Council list", code="swim", name="Swim")
    place: dict[str, Any] = {"source": "council", "source_id": "s", "status": "active", "raw": {"id": "s"}}
    service = Service.objects.create(name="Sea swim", unknown_terms=[term.pk], **place)
    DirectorySource.objects.create(
        name="council", address="c.json", licence="OGL", every_hours=24, import_at=now, last_failure="gone"
    )
    contact = CrisisContact.objects.exclude(url="").exclude(country=None).earliest("pk")
    Link.objects.create(url=contact.url, state="broken", failures=3, checked_at=now, check_at=now)
    story = Story.objects.create(
        owner=alice, recorded_at=now, title="The hens", about="Hens.", words="Hens.", asked_at=now
    )
    return [
        "/directory",
        "/directory/crisis",
        "/directory/list",
        "/directory/list?q=nothing+has+this+name",
        "/directory/list/new",
        f"/directory/list/{resource.pk}",
        f"/directory/list/{resource.pk}/edit",
        "/directory/place",
        f"/directory/place/{service.pk}",
        "/directory/words",
        "/directory/doubles",
        "/directory/reports",
        "/directory/files",
        f"/directory/files/{DirectoryImport.objects.latest('pk').pk}",
        "/stories",
        f"/stories/{story.pk}",
    ]
