"""At work: a review while it is shared; nothing left on the machine."""

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect
from pypdf import PdfReader

from recoveryapp.accounts.models import User
from recoveryapp.audit.queries import reads_by_others
from recoveryapp.common.ids import new_id
from recoveryapp.consent.actions import revoke_grant
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.review import looks
from recoveryapp.review.models import MeetingSheet, Remark
from recoveryapp.teams.models import Membership, Team
from tests.conftest import ApiFor
from tests.consent.conftest import Grant, cleos_place, grant, team
from tests.e2e.conftest import SignIn, sign_in_to
from tests.e2e.kept import everything_kept
from tests.teams.people import join

__all__ = ["cleos_place", "grant", "team"]

pytestmark = pytest.mark.django_db(transaction=True)

GOAL = "Grow a canary-yellow courgette"
GONE_WITHIN = 10_000
GONE = "There is nothing here for you to see now."
WIDE: ViewportSize = {"width": 1280, "height": 800}


@pytest.fixture
def goal(alice: User, api: ApiFor) -> str:
    goal_id = str(new_id())
    body = {"version": 0, "recorded_at": timezone.now().isoformat(), "words": GOAL}
    assert api(alice).put(f"/api/v1/goals/{goal_id}/", body, format="json").status_code == 201
    return goal_id


@pytest.fixture
def desk(sign_in: SignIn, cleo: User) -> Page:
    """The clinician's screen, wide."""
    cleo.welcomed_at = timezone.now()
    page = sign_in(cleo)
    page.set_viewport_size(WIDE)
    return page


def read_at(desk: Page) -> None:
    desk.goto("/people")
    desk.get_by_role("link", name=re.compile("Alice")).click()
    expect(desk.get_by_role("heading", name=GOAL)).to_be_visible()


def test_ending_a_place_says_what_it_does_and_closes_what_is_open(
    desk: Page,
    goal: str,
    grant: Grant,
    max_: User,
    team: Team,
    now: datetime,
    new_context: Callable[..., BrowserContext],
) -> None:
    grant(Scope.GOALS)
    read_at(desk)
    join(max_, team, now)
    max_.welcomed_at = now
    office = new_context().new_page()
    sign_in_to(office, max_)
    office.get_by_role("button", name="End Cleo’s place").click()
    expect(office.get_by_text("At once, Cleo sees nothing")).to_be_visible()
    office.get_by_role("button", name="End it now").click()
    expect(office.get_by_text("Cleo’s place has ended.")).to_be_visible()
    expect(desk.get_by_text(GOAL)).to_have_count(0, timeout=GONE_WITHIN)


# A review, while it is shared


def test_a_review_is_there_while_it_is_shared_and_gone_when_it_is_not(
    desk: Page, goal: str, grant: Grant, alice: User
) -> None:
    given = grant(Scope.GOALS)
    read_at(desk)
    expect(desk.get_by_text("Only what Alice chose to share with you")).to_be_visible()
    expect(desk.get_by_text("This is not the clinical record.")).to_be_visible()
    assert desk.title() == "What is shared with you · Daybook"
    for part in (
        "Three areas of life",
        "Areas of life",
        "From the journal",
        "What helped",
        "Things that happened",
    ):
        expect(desk.get_by_role("heading", name=part)).to_have_count(0)
    revoke_grant(given.pk, now=timezone.now(), by=alice)
    expect(desk.get_by_text(GOAL)).to_have_count(0, timeout=GONE_WITHIN)
    expect(desk.get_by_text(GONE)).to_be_visible()


def test_what_is_new_since_the_last_look_is_said_first_and_leads_there(
    desk: Page, goal: str, grant: Grant, alice: User, api: ApiFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "VISIT_ENDS_AFTER", timedelta(0))
    grant(Scope.GOALS)
    read_at(desk)
    expect(desk.get_by_text("This is the first time you look")).to_be_visible()
    for value in (3, 6):
        body = {"recorded_at": timezone.now().isoformat(), "value": value, "note": ""}
        path = f"/api/v1/goals/{goal}/ratings/{new_id()}/"
        assert api(alice).put(path, body, format="json").status_code == 201
    desk.reload()
    new = desk.get_by_role("region", name="What changed since you last looked")
    expect(new).to_contain_text("2 numbers for goals.")
    new.get_by_role("link", name="How close it feels: 6 out of 10").click()
    expect(desk.locator(f"#goal-{goal}")).to_be_in_viewport()


def test_two_days_are_compared(desk: Page, goal: str, grant: Grant) -> None:
    grant(Scope.GOALS)
    read_at(desk)
    desk.get_by_text("Choose the days").click()
    then, now = desk.get_by_label("Then", exact=True), desk.get_by_label("Now", exact=True)
    then.fill("2026-03-02")
    now.fill("2026-03-01")
    desk.get_by_role("button", name="Compare these days").click()
    expect(desk.get_by_text("The later day comes second.")).to_be_visible()
    now.fill("2026-04-01")
    with desk.expect_response(re.compile("then=2026-03-02&now=2026-04-01")) as answer:
        desk.get_by_role("button", name="Compare these days").click()
    assert answer.value.status == 200
    expect(desk.get_by_role("heading", name=GOAL)).to_be_visible()


def test_asking_whether_it_is_still_shared_is_no_look(
    desk: Page, goal: str, grant: Grant, alice: User
) -> None:
    grant(Scope.GOALS)
    read_at(desk)
    with desk.expect_response(re.compile("/api/v1/people/$")):
        desk.evaluate("window.dispatchEvent(new Event('focus'))")
    assert reads_by_others(alice.pk).count() == 1


def test_a_part_that_is_stopped_goes_and_the_rest_stays(
    desk: Page, goal: str, grant: Grant, alice: User
) -> None:
    grant(Scope.GOALS)
    more = grant(Scope.MILESTONES, expires_at=timezone.now() + timedelta(days=9))
    read_at(desk)
    expect(desk.get_by_role("heading", name="Things that happened")).to_be_visible()
    revoke_grant(more.pk, now=timezone.now(), by=alice)
    expect(desk.get_by_role("heading", name="Things that happened")).to_have_count(0, timeout=GONE_WITHIN)
    expect(desk.get_by_role("heading", name=GOAL)).to_be_visible()


def test_a_stranger_and_an_id_that_never_was_look_the_same(
    desk: Page, cleos_place: Membership, bob: User
) -> None:
    said = []
    for who in (bob.pk, new_id()):
        desk.goto(f"/people/{who}?purpose=review")
        expect(desk.get_by_text(GONE)).to_be_visible()
        said.append(desk.locator("main").inner_text())
    assert said[0] == said[1]


def test_without_a_signal_it_is_hidden_and_comes_back(
    desk: Page, goal: str, grant: Grant, context: BrowserContext
) -> None:
    grant(Scope.GOALS)
    read_at(desk)
    context.set_offline(True)
    for _ in range(2):
        desk.evaluate("window.dispatchEvent(new Event('focus'))")
        desk.wait_for_timeout(200)
    expect(desk.get_by_text("We cannot reach the service, so this is hidden.")).to_be_visible()
    expect(desk.get_by_text(GOAL)).to_have_count(0)
    context.set_offline(False)
    expect(desk.get_by_role("heading", name=GOAL)).to_be_visible(timeout=GONE_WITHIN)


def test_why_they_look_is_chosen_where_both_are_shared(
    desk: Page, goal: str, grant: Grant, alice: User
) -> None:
    grant(Scope.GOALS)
    grant(Scope.GOALS, purpose=Purpose.SUPPORT)
    read_at(desk)
    desk.get_by_text("To support them", exact=True).click()
    expect(desk.get_by_text("It is shared so that you can support Alice.")).to_be_visible()
    assert list(reads_by_others(alice.pk).values_list("purpose", flat=True)) == ["support", "review"]


def test_what_is_written_goes_to_the_person_it_is_about(
    desk: Page, goal: str, grant: Grant, alice: User, api: ApiFor
) -> None:
    grant(Scope.GOALS)
    read_at(desk)
    expect(desk.get_by_text("Alice sees this at once, with your name")).to_be_visible()
    desk.get_by_label("What it is about").select_option(goal)
    desk.get_by_label("Your words").fill("Well grown.")
    desk.get_by_role("button", name="Send it to Alice").click()
    expect(desk.get_by_text("Sent. Alice can read it now.")).to_be_visible()
    remark = Remark.objects.get()
    assert (remark.words, str(remark.about_id), remark.owner) == ("Well grown.", goal, alice)
    body = {"recorded_at": timezone.now().isoformat(), "words": "They grew by themselves."}
    path = f"/api/v1/remarks/{remark.pk}/answers/{new_id()}/"
    assert api(alice).put(path, body, format="json").status_code == 201
    desk.get_by_role("link", name="What you wrote").click()
    expect(desk.get_by_text("They grew by themselves.")).to_be_visible()


def test_a_sheet_that_was_handed_over_is_read_and_saved_as_a_file(
    desk: Page, goal: str, grant: Grant, alice: User
) -> None:
    given = grant(Scope.GOALS)
    MeetingSheet.objects.create(
        owner=alice, recorded_at=timezone.now(), words="The courgettes, please.", goal_ids=[goal], grant=given
    )
    read_at(desk)
    desk.get_by_role("link", name="Sheets for a meeting").click()
    desk.get_by_role("link", name=re.compile("For no fixed day")).click()
    expect(desk.get_by_text("The courgettes, please.")).to_be_visible()
    expect(desk.get_by_text(GOAL)).to_be_visible()
    assert len(PdfReader(io.BytesIO(desk.pdf(format="A4"))).pages) == 1
    with desk.expect_download() as loading:
        desk.get_by_role("link", name="Save as a file (PDF)").click()
    assert loading.value.suggested_filename == "sheet.pdf"
    revoke_grant(given.pk, now=timezone.now(), by=alice)
    expect(desk.get_by_text(GOAL)).to_have_count(0, timeout=GONE_WITHIN)


# Nothing is left on the machine


def test_nothing_of_another_person_is_kept_on_the_machine(
    desk: Page, goal: str, grant: Grant, alice: User, cleo: User
) -> None:
    grant(Scope.GOALS)
    read_at(desk)
    desk.get_by_label("Your words").fill("A remark that was not sent, also a canary.")
    desk.reload()
    expect(desk.get_by_role("heading", name=GOAL)).to_be_visible()
    kept = everything_kept(desk)
    assert any(str(cleo.pk) in text for text in kept), "the machine remembers who works at it"
    assert [text for text in kept if "canary" in text or "Alice" in text or str(alice.pk) in text] == []
    assert [text for text in kept if "/api/" in text and text.startswith("http")] == []
