"""The pages of those at work, each in five looks: axe finds nothing, nothing is cut."""

from django.utils import timezone
from playwright.sync_api import Page

from recoveryapp.accounts.models import User
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.demo.actions import DEMO_PASSWORD, load_demo
from recoveryapp.goals.models import Goal
from recoveryapp.review.models import MeetingSheet, Remark
from recoveryapp.teams.actions.inviting import invite
from recoveryapp.teams.models import Organisation, Team
from tests.e2e.conftest import open_page, sign_in_as
from tests.e2e.looks import demand_nothing_wrong
from tests.teams.people import hold_place

PEOPLE = [
    "/people",
    "/people/{robin}?purpose=review",
    "/people/{robin}?purpose=support",
    "/people/{robin}/pages?purpose=review",
    "/people/{robin}/sheets?purpose=review",
    "/people/{robin}/sheets/{sheet}?purpose=review",
    "/people/{robin}/remarks?purpose=review",
    "/people/{nobody}",
    "/code",
    "/me",
    "/me/settings",
]
SERVICE = ["/me/security", "/team", "/team/invite", "/me"]


def test_pages_of_a_clinician(page: Page) -> None:
    people = {user.called: user for user in load_demo(now=timezone.now())}
    ids = {"robin": people["Robin"].pk, "nobody": people["Max"].pk, "sheet": sheet_of(people["Robin"]).pk}
    write_about(people["Robin"], by=people["Cleo"])
    sign_in_as(page, people["Cleo"].email, DEMO_PASSWORD)
    for pattern in PEOPLE:
        path = pattern.format(**ids)
        open_page(page, path)
        demand_nothing_wrong(page, path)


def sheet_of(robin: User) -> MeetingSheet:
    given = ConsentGrant.objects.filter(owner=robin, purpose="review").latest("starts_at")
    goals = list(Goal.objects.filter(owner=robin).values_list("pk", flat=True))
    return MeetingSheet.objects.create(
        owner=robin,
        recorded_at=timezone.now(),
        meeting_on=timezone.now().date(),
        words="Work, and the bed by the wall.",
        goal_ids=goals,
        grant=given,
    )


def write_about(robin: User, *, by: User) -> None:
    Remark.objects.create(
        owner=robin,
        writer=by,
        writer_role=by.role,
        purpose="review",
        about="review",
        recorded_at=timezone.now(),
        words="Four doors, and one of them asked your name.",
    )


def test_pages_of_a_manager(page: Page) -> None:
    max_ = load_demo(now=timezone.now())[-1]
    values = {
        "email": "nora@example.org",
        "role": "clinician",
        "job_title": "",
        "team": Team.objects.earliest("name").pk,
    }
    invite(values=values, now=timezone.now(), by=max_)
    sign_in_as(page, max_.email, DEMO_PASSWORD)
    for path in SERVICE:
        open_page(page, path)
        demand_nothing_wrong(page, path)
    for name in ("Add a team", "End Pat’s place"):
        open_page(page, "/team")
        page.get_by_role("button", name=name).click()
        page.get_by_role("dialog").wait_for()
        demand_nothing_wrong(page, name)


def test_the_page_of_an_invitation(page: Page, alice: User) -> None:
    team = Team.objects.create(organisation=Organisation.objects.create(name="Harbour"), name="Quay")
    _, token = hold_place(team, alice, timezone.now())
    for path in (f"/invitation#{token}", "/invitation"):
        open_page(page, path)
        demand_nothing_wrong(page, path)
