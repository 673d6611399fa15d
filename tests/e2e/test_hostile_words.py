"""Sixty ways in which words could become a script, all of them in every private field: they stay words."""

from itertools import product

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.utils import timezone
from playwright.sync_api import Page

from recoveryapp.accounts.models import User
from recoveryapp.common.encryption import EncryptedTextField
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.demo.actions import DEMO_PASSWORD, load_demo
from recoveryapp.goals.models import Goal
from recoveryapp.journal.models import Entry
from recoveryapp.journal.sealing import EncryptedSealField
from recoveryapp.plans.models import WellbeingPlan
from tests.e2e.conftest import DIRECTORY, open_page, sign_in_as
from tests.e2e.test_every_page import write_about
from tests.plugins.bars import Measure

RUN = "window.ran=1"
BEFORE = ("", "\">'>", "</script></style></textarea></title>-->")
BODIES = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><script href='data:text/javascript,{RUN}'></script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x></svg>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<iframe src=javascript:parent.{RUN}></iframe>",
    f"<details open ontoggle={RUN}>x</details>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<audio src=x onerror={RUN}>",
    f"<body onload={RUN}>",
    f"<marquee onstart={RUN}>x</marquee>",
    f"<object data=javascript:{RUN}></object>",
    f"<math><mi xlink:href=javascript:{RUN}>x</mi></math>",
    f"<a href=javascript:{RUN} autofocus onfocus={RUN} tabindex=1>x</a>",
    f"<style onload={RUN}></style>",
    f"<style>@keyframes k{{}}</style><p style=animation-name:k onanimationstart={RUN}>x</p>",
    f"{{@html '<img src=x onerror={RUN}>'}}{{{{constructor.constructor('{RUN}')()}}}}${{{RUN}}}",
    f"&lt;img src=x onerror={RUN}&gt;\\u003cimg src=x onerror={RUN}\\u003e%3Cscript%3E{RUN}%3C/script%3E",
)
PAYLOADS = [before + body for before, body in product(BEFORE, BODIES)]
SHOWN = "<img src=x onerror"
OWN = (
    *("/today", "/goals", "/goals/{goal}", "/goals/{goal}/edit", "/check-in", "/timeline", "/then-and-now"),
    *("/journal", "/journal/{entry}", "/ideas", "/ideas?goal={goal}", "/ideas/helped", "/ideas/learnt"),
    *("/me", "/me/plan", "/me/plan/former", "/me/sharing", "/me/sharing/looks", "/me/sharing/remarks"),
    *("/me/sheets", "/me/reminders", "/me/supporters", "/me/waiting"),
)
OF_OTHERS = ("/people", "/people/{person}?show=review", "/people/{person}?show=support", "/today")

pytestmark = [pytest.mark.audit, pytest.mark.django_db(transaction=True)]


def test_words_never_run(page: Page, measure: Measure) -> None:
    call_command("import_directory", str(DIRECTORY))
    robin, grant = robin_and_a_grant()
    assert grant.membership
    filled = fill_every_field()
    ids = {
        "goal": Goal.objects.filter(owner=robin).latest("recorded_at").pk,
        "entry": Entry.objects.filter(owner=robin).latest("recorded_at").pk,
        "person": robin.pk,
    }
    ran, shown = 0, 0
    for user, paths in ((robin, OWN), (grant.membership.user, OF_OTHERS)):
        page.context.clear_cookies()
        sign_in_as(page, user.email, DEMO_PASSWORD)
        for path in paths:
            open_page(page, path.format(**ids))
            ran += page.evaluate("Boolean(window.ran)")
            shown += SHOWN in page.inner_text("body")
    measure(
        f"{len(PAYLOADS)} scripts as words in {filled} fields, on {len(OWN) + len(OF_OTHERS)} pages",
        wanted="shown as words on at least 8, 0 that ran",
        found=f"shown on {shown}, {ran} ran",
        holds=shown >= 8 and ran == 0 and len(PAYLOADS) >= 60,
    )


def robin_and_a_grant() -> tuple[User, ConsentGrant]:
    robin = load_demo(now=timezone.now())[0]
    grant = ConsentGrant.objects.filter(owner=robin, membership__isnull=False).latest("starts_at")
    write_about(robin, by=grant.membership.user if grant.membership else None)
    return robin, grant


def fill_every_field() -> int:
    """All of them in each that says anything, and in the name; answers in how many columns."""
    filled = set()
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if holds_words(field)]
        for row in model._default_manager.all() if names else ():
            said = [name for name in names if getattr(row, name)]
            for name in said:
                setattr(row, name, "\n".join(PAYLOADS))
            row.save(update_fields=said)
            filled |= {(model, name) for name in said}
    User.objects.update(called=PAYLOADS[1])
    assert WellbeingPlan.objects.exists()
    return len(filled)


def holds_words(field: "models.Field[object, object]") -> bool:
    return isinstance(field, EncryptedTextField) and not isinstance(field, EncryptedSealField)
