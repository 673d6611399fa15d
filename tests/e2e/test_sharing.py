"""Sharing, between a phone and a clinician's screen in the same room: granted, read, seen, stopped."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Scope
from recoveryapp.goals.models import Attainment
from recoveryapp.journal.models import Entry, SharedLine
from recoveryapp.review.models import MeetingSheet, Remark, RemarkAnswer
from recoveryapp.teams.actions.connections import make_code
from recoveryapp.teams.models import Connection, Membership
from tests.conftest import PASSWORD, ApiFor
from tests.consent.conftest import Grant, cleos_place, grant, met, team
from tests.e2e.conftest import SignIn, axe_finds, open_page, sign_in_to

__all__ = ["cleos_place", "grant", "met", "team"]

pytestmark = pytest.mark.django_db(transaction=True)

GOAL = "Grow something on the allotment and give it away"
PAGE = "Sat on the bucket. A robin came. Did not tell anybody about the letter."
STOP = re.compile("Stop sharing.*Cleo")
AGAIN = re.compile("Share again.*Cleo")
SEEN_WITHIN = 5_000
GONE_WITHIN = 10_000


@pytest.fixture(autouse=True)
def goal(alice: User, cleo: User, cleos_place: Membership, api: ApiFor) -> str:
    for user in (alice, cleo):
        user.welcomed_at = timezone.now()
        user.save()
    body = {"version": 0, "recorded_at": timezone.now().isoformat(), "words": GOAL}
    path = f"/api/v1/goals/{new_id()}/"
    assert api(alice).put(path, body, format="json").status_code == 201
    return GOAL


@pytest.fixture
def page_of_journal(alice: User) -> Entry:
    return Entry.objects.create(owner=alice, words=PAGE, recorded_at=timezone.now())


@pytest.fixture
def phone(sign_in: SignIn, alice: User) -> Page:
    return sign_in(alice)


@pytest.fixture
def desk(new_context: Callable[..., BrowserContext], cleo: User) -> Page:
    """The clinician's own browser, wide."""
    page = new_context().new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in_to(page, cleo)
    return page


def code_on(desk: Page) -> str:
    desk.goto("/code")
    said = desk.get_by_text(re.compile(r"Code: [A-Z0-9 ]+"))
    expect(said).to_be_visible()
    return said.inner_text().removeprefix("Code:").replace(" ", "")


def meet(phone: Page, code: str) -> None:
    phone.goto("/me")
    phone.get_by_role("link", name="Sharing").click()
    phone.get_by_role("link", name="Connect with somebody").click()
    phone.get_by_label("The code they show you").fill(code.lower())
    phone.get_by_role("button", name="Who is this?").click()
    expect(phone.get_by_text("Cleo", exact=True)).to_be_visible()
    expect(phone.get_by_text("Harbour", exact=True)).to_be_visible()
    phone.get_by_role("button", name="Yes, connect").click()
    phone.wait_for_url("**/me/sharing/new?*step=what")


def share_the_usual_set(phone: Page) -> None:
    phone.get_by_role("button", name="Take the usual set").click()
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_text("Only what Alice chose to share with you")).to_be_visible()
    expect(phone.get_by_role("heading", name=GOAL)).to_be_visible()
    assert not ConsentGrant.objects.exists()
    phone.get_by_role("button", name="Share this now").click()
    expect(phone.get_by_role("button", name=STOP)).to_be_visible()


def read_at(desk: Page) -> None:
    desk.goto("/people")
    desk.get_by_role("link", name=re.compile("Alice")).click()
    expect(desk.get_by_role("heading", name=GOAL)).to_be_visible()


def test_granted_in_the_room_read_seen_and_stopped(phone: Page, desk: Page) -> None:
    meet(phone, code_on(desk))
    share_the_usual_set(phone)

    phone.get_by_role("link", name="See every look").click()
    expect(phone.get_by_text("Nobody has looked yet")).to_be_visible()
    read_at(desk)
    line = phone.get_by_role("listitem").filter(has_text="Cleo, a clinician at Harbour")
    expect(line).to_be_visible(timeout=SEEN_WITHIN)
    expect(line).to_contain_text("looked at your goals")
    expect(line).to_contain_text("to look back together with you")

    phone.get_by_role("link", name="Sharing").click()
    phone.get_by_role("button", name=STOP).click()
    expect(phone.get_by_text("You stopped this.")).to_be_visible()
    expect(desk.get_by_text(GOAL)).to_have_count(0, timeout=GONE_WITHIN)
    expect(desk.get_by_text("There is nothing here for you to see now.")).to_be_visible()
    desk.reload()
    expect(desk.get_by_text("There is nothing here for you to see now.")).to_be_visible()


@pytest.mark.usefixtures("met")
def test_four_taps_share(phone: Page) -> None:
    open_page(phone, "/me/sharing/new")
    phone.get_by_role("button", name=re.compile("Cleo")).click()
    expect(phone.get_by_role("heading", name="What may they see?")).to_be_focused()
    phone.get_by_role("button", name="Take the usual set").click()
    expect(phone.get_by_role("heading", name="For how long?")).to_be_focused()
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("button", name="Share this now").click()
    expect(phone.get_by_text("Shared. You can stop at any time.")).to_be_visible()
    shared = ConsentGrant.objects.get()
    assert Scope.GOALS in shared.scopes
    assert Scope.JOURNAL not in shared.scopes
    assert shared.expires_at - shared.starts_at < timedelta(days=92)


@pytest.mark.usefixtures("met")
def test_one_goal_some_days_and_an_end_are_chosen(phone: Page, alice: User) -> None:
    open_page(phone, "/me/sharing/new")
    phone.get_by_role("button", name=re.compile("Cleo")).click()
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_text("Tick at least one thing.")).to_be_visible()
    expect(phone.get_by_role("checkbox").first).to_be_focused()
    phone.get_by_role("checkbox", name=re.compile("^My goals")).check()
    phone.get_by_role("radio", name="Only some").check()
    phone.get_by_role("checkbox", name=GOAL).check()
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("radio", name="From one day to another").check()
    phone.get_by_label("From", exact=True).fill("2026-01-01")
    phone.get_by_label("Until", exact=True).fill("2026-01-31")
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_text("1 of your goals")).to_be_visible()
    phone.get_by_role("button", name="Share this now").click()
    expect(phone.get_by_text("Shared. You can stop at any time.")).to_be_visible()
    shared = ConsentGrant.objects.get()
    assert (shared.scopes, len(shared.goal_ids)) == ([Scope.GOALS], 1)
    assert (shared.data_from, shared.data_to) == (at("2026-01-01"), at("2026-02-01"))


def at(day: str) -> datetime:
    """London's midnight, in winter."""
    return datetime.fromisoformat(f"{day}T00:00:00+00:00")


def test_the_code_of_the_picture_stands_in_no_address(phone: Page, cleos_place: Membership) -> None:
    code = make_code(cleos_place.pk, now=timezone.now(), by=cleos_place.user).code.replace(" ", "")
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(f"/connect#{code}")
    expect(phone.get_by_text("Is this who you are sitting with?")).to_be_visible()
    assert code not in phone.url
    assert not [url for url in asked if code in url.partition("#")[0]]
    assert axe_finds(phone) == []
    phone.get_by_role("button", name="No, this is somebody else").click()
    expect(phone.get_by_label("The code they show you")).to_be_focused()
    assert not Connection.objects.exists()


def test_whoever_has_to_sign_in_first_finds_the_code_again(
    page: Page, alice: User, cleos_place: Membership
) -> None:
    shown = make_code(cleos_place.pk, now=timezone.now(), by=cleos_place.user)
    alice.set_password(PASSWORD)
    alice.save()
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    page.goto(f"/connect#{shown.code.replace(' ', '')}")
    page.get_by_label("Email address").fill(alice.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Is this who you are sitting with?")).to_be_visible()


def test_a_code_that_does_not_work_says_so_and_shares_nothing(phone: Page) -> None:
    open_page(phone, "/connect")
    phone.get_by_label("The code they show you").fill("ABCD")
    phone.get_by_role("button", name="Who is this?").click()
    expect(phone.get_by_text("A code has eight letters and numbers. This one has 4.")).to_be_visible()
    phone.get_by_label("The code they show you").fill("abcd 2345")
    phone.get_by_role("button", name="Who is this?").click()
    expect(phone.get_by_text("This code does not work.")).to_be_visible()
    assert axe_finds(phone) == []


def test_pausing_everything_empties_the_open_page_and_going_on_fills_it(
    phone: Page, desk: Page, grant: Grant
) -> None:
    grant(Scope.GOALS)
    read_at(desk)
    open_page(phone, "/me/sharing")
    phone.get_by_label("Pause everything").check()
    expect(phone.get_by_text("Everything is paused.", exact=True)).to_be_visible()
    expect(desk.get_by_text(GOAL)).to_have_count(0, timeout=GONE_WITHIN)
    phone.get_by_label("Pause everything").uncheck()
    expect(phone.get_by_text("Sharing goes on as you set it up.")).to_be_visible()
    read_at(desk)


@pytest.mark.usefixtures("met")
def test_what_was_stopped_is_shared_again_only_as_a_new_grant(phone: Page, grant: Grant) -> None:
    before = grant(Scope.GOALS)
    open_page(phone, "/me/sharing")
    phone.get_by_role("button", name=STOP).click()
    again = phone.get_by_role("button", name=AGAIN)
    expect(again).to_be_focused()
    again.click()
    expect(phone.get_by_role("button", name=STOP)).to_be_focused()
    before.refresh_from_db()
    assert before.revoked_at is not None
    after = ConsentGrant.objects.exclude(pk=before.pk).get()
    assert (after.revoked_at, after.expires_at) == (None, before.expires_at)
    open_page(phone, "/me/sharing/ended")
    expect(phone.get_by_text("You stopped it on")).to_be_visible()


def test_with_somebody_one_has_disconnected_from_it_is_not_shared_again(phone: Page, grant: Grant) -> None:
    grant(Scope.GOALS)
    open_page(phone, "/me/sharing")
    phone.get_by_role("button", name=STOP).click()
    phone.get_by_role("button", name=AGAIN).click()
    expect(phone.get_by_text("You are not connected with them any more.")).to_be_visible()
    assert ConsentGrant.objects.get().revoked_at is not None


@pytest.mark.usefixtures("met")
def test_disconnecting_is_asked_about_for_it_takes_a_meeting_to_come_back(phone: Page) -> None:
    open_page(phone, "/me/sharing")
    phone.get_by_role("button", name="Disconnect from Cleo").click()
    assert axe_finds(phone) == []
    phone.get_by_role("button", name="Disconnect", exact=True).click()
    expect(phone.get_by_text("You are no longer connected.")).to_be_visible()
    assert Connection.objects.get().ended_at is not None


def test_a_goal_has_a_number_only_for_whoever_wants_one(phone: Page, alice: User) -> None:
    open_page(phone, "/goals")
    phone.get_by_role("link", name=re.compile(GOAL)).first.click()
    phone.get_by_text("A number for this goal").click()
    phone.get_by_role("link", name="Say what each step would be").click()
    phone.get_by_label("As hoped for").fill("A bag for two neighbours")
    phone.get_by_role("button", name="Save the steps").click()
    expect(phone.get_by_text("The steps are saved.")).to_be_visible()
    phone.get_by_text("A number for this goal").click()
    phone.get_by_role("radio", name=re.compile("^More than hoped for")).check()
    expect(phone.get_by_text("Your number: 60. It is of 1 goal.")).to_be_visible()
    assert axe_finds(phone) == []
    phone.get_by_role("button", name="Undo").click()
    expect(phone.get_by_text("You have not said yet.")).to_be_visible()
    assert not Attainment.objects.filter(owner=alice).exists()


def test_looking_as_them_before_and_after_is_one_page(phone: Page, grant: Grant) -> None:
    given = grant(Scope.GOALS)
    open_page(phone, f"/me/sharing/{given.pk}")
    phone.get_by_role("button", name="See what they see").click()
    expect(phone.get_by_text("Only what Alice chose to share with you")).to_be_visible()
    expect(phone.get_by_role("heading", name=GOAL)).to_be_visible()
    assert axe_finds(phone) == []
    open_page(phone, "/me/sharing/looks")
    expect(phone.get_by_text("Nobody has looked yet")).to_be_visible()


def test_a_line_goes_without_its_page(phone: Page, desk: Page, grant: Grant, page_of_journal: Entry) -> None:
    grant(Scope.JOURNAL)
    open_page(phone, f"/journal/{page_of_journal.pk}")
    phone.get_by_role("button", name="Take out a line").click()
    phone.get_by_label("The line to share").fill("A robin came.")
    phone.get_by_role("button", name="Share this line").click()
    expect(phone.get_by_role("button", name=re.compile("Take it back"))).to_be_focused()
    assert axe_finds(phone) == []
    desk.goto("/people")
    desk.get_by_role("link", name=re.compile("Alice")).click()
    expect(desk.get_by_text("A robin came.")).to_be_visible()
    assert "letter" not in desk.locator("body").inner_html()
    phone.get_by_role("button", name=re.compile("Take it back")).click()
    expect(phone.get_by_text("The line is taken back.")).to_be_visible()
    assert not SharedLine.objects.exists()


def test_a_deleted_page_comes_back_with_its_lines(phone: Page, alice: User, page_of_journal: Entry) -> None:
    SharedLine.objects.create(
        id=new_id(), owner=alice, entry=page_of_journal, words="A robin came.", recorded_at=timezone.now()
    )
    open_page(phone, f"/journal/{page_of_journal.pk}")
    phone.get_by_role("button", name="Delete").click()
    phone.get_by_role("button", name="Undo").click()
    expect(phone.get_by_role("button", name=re.compile("Take it back"))).to_be_visible()
    assert SharedLine.objects.get().words == "A robin came."


def test_a_page_is_marked_for_sharing_or_never_shared_but_not_both(
    phone: Page, page_of_journal: Entry
) -> None:
    open_page(phone, f"/journal/{page_of_journal.pk}/edit")
    phone.get_by_label("Never share this page").check()
    phone.get_by_label("This page may be shared").check()
    expect(phone.get_by_label("Never share this page")).not_to_be_checked()
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(phone.get_by_text("Your page is saved.")).to_be_visible()
    expect(phone.get_by_text("May be shared")).to_be_visible()
    page_of_journal.refresh_from_db()
    assert page_of_journal.marked_for_sharing_at is not None


def test_what_was_written_about_me_can_be_answered(phone: Page, alice: User, cleo: User) -> None:
    Remark.objects.create(
        id=new_id(),
        owner=alice,
        recorded_at=timezone.now(),
        writer=cleo,
        writer_role=cleo.role,
        purpose="review",
        about="review",
        words="It looks calmer than in spring.",
    )
    open_page(phone, "/me/sharing")
    phone.get_by_role("link", name="What they wrote to you").click()
    expect(phone.get_by_text("It looks calmer than in spring.")).to_be_visible()
    phone.get_by_label("Your answer").fill("It only looks like that.")
    phone.get_by_role("button", name="Answer").click()
    expect(phone.get_by_text("Your answer is there.")).to_be_visible()
    assert RemarkAnswer.objects.get().words == "It only looks like that."
    assert axe_finds(phone) == []
    phone.get_by_role("button", name="Take their words away").click()
    phone.get_by_role("button", name="Take them away").click()
    expect(phone.get_by_text("It looks calmer than in spring.")).to_have_count(0)
    assert Remark.objects.get().words == ""


def test_a_sheet_holds_what_is_ticked_and_is_handed_over(phone: Page, grant: Grant) -> None:
    grant(Scope.GOALS)
    open_page(phone, "/me/sheets/new")
    phone.get_by_label("What do you want to talk about?").fill("The letter.")
    phone.locator("summary").filter(has_text="Goals").click()
    phone.get_by_role("checkbox", name=GOAL).check()
    phone.get_by_label("Who gets it?").select_option(label="Cleo, a clinician at Harbour")
    phone.get_by_role("button", name="Save the sheet").click()
    expect(phone.get_by_text("Handed to Cleo, a clinician at Harbour.")).to_be_visible()
    expect(phone.get_by_text("The letter.")).to_be_visible()
    assert len(MeetingSheet.objects.get().goal_ids) == 1
    assert axe_finds(phone) == []
    phone.get_by_role("button", name="See what they see of it").click()
    expect(phone.get_by_text("This is the sheet as they have it.")).to_be_visible()
    with phone.expect_download() as file:
        phone.get_by_role("link", name="Save as a file (PDF)").click()
    assert file.value.path().read_bytes().startswith(b"%PDF")


def test_the_log_is_narrowed_and_saved_as_a_table(phone: Page, desk: Page, grant: Grant) -> None:
    grant(Scope.GOALS)
    read_at(desk)
    open_page(phone, "/me/sharing/looks")
    phone.get_by_text("Choose what is listed").click()
    phone.get_by_label("What they looked at").select_option(label="From my journal")
    expect(phone.get_by_text("No looks like this")).to_be_visible()
    assert axe_finds(phone) == []
    phone.get_by_label("What they looked at").select_option(label="My goals")
    with phone.expect_download() as file:
        phone.get_by_role("link", name="Save as a table (CSV)").click()
    assert "Cleo" in file.value.path().read_text()


def test_without_a_signal_nothing_is_stopped_in_silence(
    phone: Page, context: BrowserContext, grant: Grant
) -> None:
    given = grant(Scope.GOALS)
    open_page(phone, "/me/sharing")
    context.set_offline(True)
    phone.get_by_role("button", name=STOP).click()
    expect(phone.get_by_text("Sharing needs a signal")).to_be_visible(timeout=15_000)
    expect(phone.get_by_role("button", name=STOP)).to_be_visible()
    context.set_offline(False)
    phone.get_by_role("button", name=STOP).click()
    expect(phone.get_by_text("You stopped this.")).to_be_visible()
    given.refresh_from_db()
    assert given.revoked_at is not None
