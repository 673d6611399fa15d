"""Every page in five looks, small phone and big text among them: axe finds nothing, nothing is cut."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Scope
from recoveryapp.demo.actions import DEMO_PASSWORD, load_demo
from recoveryapp.goals.models import Goal
from recoveryapp.journal.models import Entry
from recoveryapp.outcomes.models import Milestone
from recoveryapp.plans.models import SECTIONS, FormerPlan, SharingWish, WellbeingPlan
from recoveryapp.resources.models import Resource
from recoveryapp.review.models import MeetingSheet, Remark
from recoveryapp.teams.models import Supporter
from tests.conftest import person
from tests.e2e.conftest import DIRECTORY, open_page, sign_in_as
from tests.e2e.looks import demand_nothing_wrong
from tests.teams.people import stand_by

PUBLIC = [
    "/",
    "/sign-up",
    "/sign-in",
    "/reset",
    "/sign-up/passkey",
    "/sign-in/second",
    "/put-back",
    "/put-back#nobody-has-it",
    "/help",
    "/about",
    "/standing-by",
    "/stop/token",
    "/closed",
    "/no/such/page",
]
OWN = [
    "/today",
    "/goals",
    "/goals/new",
    "/goals/{goal}",
    "/goals/{goal}/edit",
    "/goals/{goal}/scale",
    "/check-in",
    "/check-in/items",
    "/timeline",
    "/timeline/lines",
    "/timeline/new",
    "/then-and-now",
    "/journal",
    "/journal/new",
    "/journal/{entry}",
    "/journal/sealed",
    "/ideas",
    "/ideas/saved",
    "/ideas/saved?show=aside",
    "/ideas/wishes",
    "/ideas/compare",
    "/ideas/helped",
    "/ideas/learnt",
    "/ideas/{resource}?goal={goal}",
    "/me",
    "/me/settings",
    "/me/security",
    "/me/export",
    "/me/close",
    "/me/phone",
    "/me/waiting",
    "/me/reminders",
    "/me/reminders/new",
    "/me/reminders/ways",
    "/me/reminders/history",
    "/welcome",
]
PLAN = [
    "/me/plan",
    "/me/plan/wishes",
    "/me/plan/former",
    "/me/plan/former/{former}",
    "/me/plan/button",
    "/me/supporters",
    "/supporting",
    "/supporting/{person}",
    "/me/sharing/new?supporter={supporter}&step=what",
]
SHARING = [
    "/connect",
    "/me/sharing",
    "/me/sharing/new",
    "/me/sharing/ended",
    "/me/sharing/looks",
    "/me/sharing/remarks",
    "/me/sheets",
    "/me/sheets/new",
    "/me/sheets/{sheet}",
    "/me/sheets/{sheet}/edit",
    "/me/sharing/{grant}",
]


def test_pages_for_everybody(page: Page) -> None:
    for path in PUBLIC:
        open_page(page, path)
        demand_nothing_wrong(page, path)


def test_pages_of_ones_own(page: Page) -> None:
    call_command("import_directory", str(DIRECTORY))
    robin = load_demo(now=timezone.now())[0]
    ids = {
        "goal": Goal.objects.filter(owner=robin).latest("recorded_at").pk,
        "entry": Entry.objects.filter(owner=robin).latest("recorded_at").pk,
        "resource": Resource.objects.filter(status="active").latest("pk").pk,
    }
    sign_in_as(page, robin.email, DEMO_PASSWORD)
    for pattern in OWN:
        path = pattern.format(**ids)
        open_page(page, path)
        demand_nothing_wrong(page, path)


def test_pages_of_sharing(page: Page) -> None:
    call_command("import_directory", str(DIRECTORY))
    robin = load_demo(now=timezone.now())[0]
    grant = ConsentGrant.objects.filter(owner=robin).latest("starts_at")
    write_about(robin, by=grant.membership.user if grant.membership else None)
    ids = {"grant": grant.pk, "sheet": sheet_of_all(robin, grant).pk}
    sign_in_as(page, robin.email, DEMO_PASSWORD)
    for pattern in SHARING:
        path = pattern.format(**ids)
        open_page(page, path)
        demand_nothing_wrong(page, path)
    page.get_by_role("button", name="See what they see").click()
    page.get_by_text("Only what Robin chose to share with you").wait_for()
    demand_nothing_wrong(page, "the page they see")


def test_pages_of_the_plan_and_of_those_who_stand_by(page: Page) -> None:
    """Robin has the demo's plan and a button; a friend lets Robin support them, and Robin asked somebody."""
    robin, now = load_demo(now=timezone.now())[0], timezone.now()
    own = {"owner": robin, "recorded_at": now}
    words = {name: f"{name}: Tea with Ana, 020 7946 0000" for name in SECTIONS}
    plan = WellbeingPlan.objects.get(owner=robin)
    former = FormerPlan.objects.create(plan=plan, **own, number=1, **words)
    friend = person("Frances")
    asked = stand_by(friend, robin, now, name="My friend Frances")
    stand_by(robin, friend, now)
    SharingWish.objects.create(**own, supporter=asked)
    WellbeingPlan.objects.create(id=friend.pk, owner=friend, recorded_at=now, **words)
    Goal.objects.create(owner=friend, recorded_at=now, words="Grow beans", together_with="Robin")
    share_with_supporter(friend, scopes=[Scope.WELLBEING_PLAN, Scope.GOALS])
    ids = {"former": former.pk, "person": friend.pk, "supporter": asked.pk}
    sign_in_as(page, robin.email, DEMO_PASSWORD)
    for pattern in PLAN:
        path = pattern.format(**ids)
        open_page(page, path)
        demand_nothing_wrong(page, path)


def share_with_supporter(friend: User, *, scopes: list[str]) -> None:
    now = timezone.now()
    ConsentGrant.objects.create(
        id=new_id(),
        owner=friend,
        supporter=Supporter.objects.get(owner=friend),
        purpose="support",
        scopes=scopes,
        starts_at=now,
        expires_at=now + timedelta(days=7),
    )


def write_about(robin: User, *, by: User | None) -> None:
    about = {"about": "review", "purpose": "review", "words": "The allotment weeks look lighter."}
    Remark.objects.create(
        id=new_id(), owner=robin, recorded_at=timezone.now(), writer=by, writer_role="clinician", **about
    )


def sheet_of_all(robin: User, grant: ConsentGrant) -> MeetingSheet:
    """Something of each kind, compared and handed over."""
    today = timezone.now().date()
    return MeetingSheet.objects.create(
        id=new_id(),
        owner=robin,
        recorded_at=timezone.now(),
        words="Can I try the garden centre without losing my benefits?",
        meeting_on=today,
        then_on=today - timedelta(weeks=13),
        now_on=today,
        domains=["functional", "existential", "social"],
        goal_ids=[goal.pk for goal in Goal.objects.filter(owner=robin)[:5]],
        milestone_ids=[milestone.pk for milestone in Milestone.objects.filter(owner=robin)[:5]],
        grant=grant,
    )
