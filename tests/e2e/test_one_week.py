"""One week in the life: from asking for support to meeting, and on with somebody else. Three people."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment, Availability
from recoveryapp.caseload.models import HandOver, PeerProfile, SupervisionQuestion, SupportRequest
from recoveryapp.common.ids import new_id
from recoveryapp.goals.models import Goal
from recoveryapp.teams.models import Membership, Organisation, Team
from tests.conftest import person
from tests.e2e.conftest import SignIn, open_page, sign_in_to
from tests.e2e.looks import demand_nothing_wrong
from tests.e2e.test_together import ask_for_a_time, make_an_agenda, say_yes_and_write
from tests.teams.people import join

pytestmark = pytest.mark.django_db(transaction=True)

LATER = 20_000
WORDS = "The forms for the flat"


@pytest.fixture
def quay() -> Team:
    return Team.objects.create(organisation=Organisation.objects.create(name="Harbour"), name="Quay")


@pytest.fixture
def robin(quay: Team) -> User:
    robin = person("Robin", Role.PEER_WORKER)
    join(robin, quay, timezone.now())
    return robin


@pytest.fixture
def pats_place(pat: User, quay: Team) -> Membership:
    place = join(pat, quay, timezone.now())
    Availability.objects.create(
        membership=place, capacity=12, weekdays=[1, 2, 4], begins="09:00", ends="17:00"
    )
    told = {"words": "I lost a flat once, and found one.", "interests": ["Bees"], "languages": ["English"]}
    at = timezone.now()
    PeerProfile.objects.create(owner=pat, recorded_at=at, shown_at=at, **told)
    return place


@pytest.fixture
def goal(alice: User, pats_place: Membership, robin: User) -> Goal:
    User.objects.update(welcomed_at=timezone.now())
    return Goal.objects.create(owner=alice, recorded_at=timezone.now(), words="Swim again")


@pytest.fixture
def desk(new_context: Callable[..., BrowserContext], pat: User, goal: Goal) -> Page:
    pat.refresh_from_db()
    page = new_context().new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in_to(page, pat)
    return page


@pytest.fixture
def phone(sign_in: SignIn, alice: User, goal: Goal) -> Page:
    alice.refresh_from_db()
    return sign_in(alice)


def ask_for_support(phone: Page, goal: Goal) -> None:
    open_page(phone, f"/goals/{goal.pk}")
    phone.get_by_role("link", name="Ask for support with this").click()
    phone.get_by_label("I would like some support with …").fill(WORDS)
    expect(phone.get_by_role("heading", name="Pat")).to_be_visible()
    phone.get_by_role("button", name="Ask Quay").click()
    expect(phone.get_by_text("Quay has it. Nobody has picked it up yet.")).to_be_visible()


def pick_it_up(desk: Page) -> None:
    open_page(desk, "/people")
    desk.get_by_role("link", name="Requests: one waits").click()
    expect(desk.get_by_text(WORDS)).to_have_count(0)
    desk.get_by_role("link", name=re.compile("Alice")).click()
    expect(desk.get_by_text(WORDS)).to_be_visible()
    expect(desk.get_by_text("Swim again")).to_have_count(0)
    desk.get_by_role("button", name="Pick it up").click()
    expect(desk.get_by_role("heading", name="Alice", level=1)).to_be_visible()
    expect(desk.get_by_text("Nothing is shared with you now.")).to_be_visible()


def meet_and_share(phone: Page, desk: Page) -> None:
    """The code in the room, and then what Alice chooses."""
    desk.get_by_role("link", name="Show my code").click()
    said = desk.get_by_text(re.compile(r"Code: [A-Z0-9 ]+"))
    expect(said).to_be_visible()
    code = said.inner_text().removeprefix("Code:").replace(" ", "")
    open_page(phone, "/me/support")
    expect(phone.get_by_text("Pat has picked it up.")).to_be_visible()
    open_page(phone, "/connect")
    phone.get_by_label("The code they show you").fill(code.lower())
    phone.get_by_role("button", name="Who is this?").click()
    phone.get_by_role("button", name="Yes, connect").click()
    phone.wait_for_url("**/me/sharing/new?*step=what")
    phone.get_by_role("button", name="Take the usual set").click()
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("button", name="Share this now").click()
    phone.get_by_text("Shared. You can stop at any time.").wait_for()


def write_to_each_other(phone: Page, desk: Page, together: Assignment) -> None:
    open_page(phone, f"/me/people/{together.pk}/messages")
    phone.get_by_label("Write to Pat").fill("See you at the library")
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_text("Not read yet")).to_be_visible()
    open_page(desk, f"/people/{together.owner_id}/together/messages")
    expect(desk.get_by_text("See you at the library")).to_be_visible()


def hand_over(phone: Page, desk: Page, together: Assignment) -> None:
    open_page(desk, f"/people/with/{together.pk}")
    desk.get_by_text("Hand over", exact=True).click()
    desk.get_by_label("Who could go on").select_option(label="Robin, Quay")
    desk.get_by_label("A few words to Alice").fill("I change teams in May.")
    desk.get_by_role("button", name="Ask Alice").click()
    expect(desk.get_by_role("button", name="Take the question back")).to_be_visible()
    open_page(phone, "/me/support")
    expect(phone.get_by_text("I change teams in May.")).to_be_visible()
    phone.get_by_role("button", name="Yes, with Robin").click()
    phone.get_by_text("You work with Robin now.").wait_for()
    expect(phone.get_by_role("heading", name="Robin", exact=True)).to_be_visible()
    expect(phone.get_by_role("heading", name="Pat", exact=True)).to_have_count(0)


def test_from_asking_to_meeting_and_on_with_somebody_else(
    phone: Page, desk: Page, goal: Goal, alice: User, robin: User
) -> None:
    for each in (phone, desk):
        each.set_default_timeout(LATER)
    ask_for_support(phone, goal)
    pick_it_up(desk)
    meet_and_share(phone, desk)
    together = Assignment.objects.get()
    open_page(desk, "/people")
    expect(desk.get_by_role("link", name=re.compile("Alice.*Newly shared", re.DOTALL))).to_be_visible()
    open_page(desk, f"/people/{alice.pk}")
    expect(desk.get_by_role("heading", name="Swim again")).to_be_visible()

    ask_for_a_time(phone)
    make_an_agenda(phone)
    open_page(desk, f"/people/{alice.pk}/together")
    say_yes_and_write(desk)
    write_to_each_other(phone, desk, together)

    hand_over(phone, desk, together)
    for path in (f"/people/{alice.pk}/together", f"/people/with/{together.pk}", f"/people/{alice.pk}"):
        open_page(desk, path)
        expect(desk.get_by_text("Swim again")).to_have_count(0)
        expect(desk.get_by_text("See you at the library")).to_have_count(0)
    open_page(desk, "/people")
    expect(desk.get_by_text("Alice")).to_have_count(0)
    robin.refresh_from_db()
    desk.context.clear_cookies()
    sign_in_to(desk, robin)
    open_page(desk, "/people")
    expect(desk.get_by_role("link", name=re.compile("Alice.*Nothing is shared", re.DOTALL))).to_be_visible()


def fill(alice: User, pat: User, quay: Team, goal: Goal) -> dict[str, str]:
    """Something on every page: asked, picked up, offered, asked of the lead."""
    now = timezone.now()
    place, robins = Membership.objects.get(user=pat), Membership.objects.get(user__called="Robin")
    Membership.objects.filter(pk=place.pk).update(lead_since=now)
    Availability.objects.create(
        membership=robins, away_from=now.date(), away_until=now.date() + timedelta(days=9), cover=place
    )
    mine = {"owner": alice, "recorded_at": now, "asked_at": now, "team": quay, "words": WORDS}
    waiting = SupportRequest.objects.create(**mine, goal=goal)
    both = {"owner": alice, "began": "request", "agreed_at": now, "started_at": now}
    together = Assignment.objects.create(**both, membership=place)
    Assignment.objects.create(**both, membership=robins, cover_agreed_at=now)
    SupportRequest.objects.create(**mine, assignment=together, picked_up_at=now)
    HandOver.objects.create(
        owner=alice, assignment=together, to=robins, words="I change teams in May.", offered_at=now
    )
    SupervisionQuestion.objects.create(
        id=new_id(), owner=pat, recorded_at=now, asked_at=now, team=quay, words="How do I end a meeting?"
    )
    return {"goal": str(goal.pk), "request": str(waiting.pk), "together": str(together.pk)}


def test_pages_of_support_on_both_sides(
    phone: Page, desk: Page, alice: User, pat: User, quay: Team, goal: Goal
) -> None:
    """Each in five looks: axe finds nothing, nothing is cut."""
    own = ["/me/support", "/me/support/new?goal={goal}"]
    at_work = [
        "/people",
        "/people/requests",
        "/people/requests/{request}",
        "/people/with/{together}",
        "/people/hours",
        "/people/profile",
        "/supervision",
    ]
    ids = fill(alice, pat, quay, goal)
    for page, paths in ((phone, own), (desk, at_work)):
        for pattern in paths:
            open_page(page, pattern.format(**ids))
            demand_nothing_wrong(page, pattern)
