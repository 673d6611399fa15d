"""A plan written on a good day, a button for a hard one, and a sister who stands by: on two phones."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.plans.models import FormerPlan, WellbeingPlan
from tests.conftest import person
from tests.e2e.conftest import SignIn, axe_finds, open_page, sign_in_to
from tests.teams.people import stand_by, support_token_in_mail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ana(transactional_db: None) -> User:
    return person("Ana")


@pytest.fixture(autouse=True)
def _welcomed(alice: User, ana: User) -> None:
    for user in (alice, ana):
        user.welcomed_at = timezone.now()
        user.save()


@pytest.fixture
def other_phone(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context().new_page()


def write_part(page: Page, link: str, words: str) -> None:
    page.get_by_role("link", name=re.compile(link)).click()
    page.get_by_role("textbox").fill(words)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(words)).to_be_visible()


def test_from_a_good_day_to_a_hard_one(sign_in: SignIn, alice: User, ana: User, other_phone: Page) -> None:
    phone = sign_in(alice)
    open_page(phone, "/me/plan")
    expect(phone.get_by_text("A plan you can lean on")).to_be_visible()
    write_part(phone, "Begin", "Walks before nine")
    write_part(phone, "Write this part.*Who to call", "Ana 020 7946 0000")
    expect(phone.get_by_role("link", name="020 7946 0000")).to_have_attribute("href", "tel:02079460000")
    write_part(phone, "Change.*What keeps me well", "Swimming")
    phone.get_by_role("link", name="How it was before").click()
    phone.get_by_role("link", name=re.compile("Your plan as it was")).first.click()
    expect(phone.get_by_text("Walks before nine")).to_be_visible()
    phone.get_by_role("button", name="Bring this one back").click()
    expect(phone.get_by_role("link", name=re.compile("Change.*What keeps me well"))).to_be_visible()
    assert WellbeingPlan.objects.get().keeping_well == "Walks before nine"
    assert FormerPlan.objects.count() == 3

    ask(phone)
    accept(other_phone, ana)
    press(phone)
    other_phone.reload()
    other_phone.get_by_role("link", name="Alice").click()
    expect(other_phone.get_by_text("Walks before nine")).to_be_visible()
    expect(other_phone.get_by_text("Only what Alice chose to share with you")).to_be_visible()
    assert axe_finds(other_phone) == []
    assert AuditEvent.objects.filter(noun="review.supported", owner_id=alice.pk, actor_id=ana.pk).exists()

    phone.get_by_role("button", name="Take it back").first.click()
    expect(other_phone.get_by_text("Nothing is shared here right now")).to_be_visible(timeout=15_000)
    assert "Walks before nine" not in other_phone.content()
    assert ConsentGrant.objects.get().revoked_at is not None


def ask(phone: Page) -> None:
    open_page(phone, "/me/supporters")
    phone.get_by_label("What you call them").fill("My sister")
    phone.get_by_label("Their e-mail address").fill("ana@example.org")
    phone.get_by_role("button", name="Send the e-mail", exact=True).click()
    expect(phone.get_by_role("heading", name="My sister")).to_be_visible()
    assert "Alice" not in str(mail.outbox[-1].body)


def accept(page: Page, ana: User) -> None:
    sign_in_to(page, ana)
    page.goto(f"/standing-by#{support_token_in_mail()}")
    expect(page.get_by_text("Alice would like you to stand by them.")).to_be_visible()
    assert "#" not in page.url
    page.get_by_role("button", name="Yes, I stand by them").click()
    expect(page.get_by_text("Nothing is shared right now")).to_be_visible()


def press(phone: Page) -> None:
    open_page(phone, "/me/plan")
    phone.get_by_role("link", name="Choose somebody").click()
    phone.get_by_role("button", name="My sister").click()
    phone.get_by_role("button", name="Open my plan to My sister for 72 hours").click()
    expect(phone.get_by_text("My sister can read your plan until")).to_be_visible()


def test_side_by_side(sign_in: SignIn, alice: User, ana: User, now: datetime) -> None:
    """On the person's own phone; who sat beside them is said wherever it is shown."""
    stand_by(ana, alice, now, name="My sister")
    phone = sign_in(alice)
    open_page(phone, "/goals/new")
    phone.get_by_label("Fill this in together").check()
    phone.get_by_label("Who is with you?").fill("Pat")
    expect(phone.get_by_text("You and Pat, side by side.")).to_be_visible()
    assert axe_finds(phone) == []
    phone.get_by_role("textbox").first.fill("Swim again")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("Written together with Pat")).to_be_visible()
