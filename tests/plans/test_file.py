"""The plan on paper: two pages, accessible, and all of it."""

import io
import json
from datetime import datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from recoveryapp.accounts.models import User
from recoveryapp.plans.models import SECTIONS, WellbeingPlan
from recoveryapp.plans.pdf.plan import plan_as_pdf
from recoveryapp.plans.pdf.words import WORDS as LABELS
from recoveryapp.plans.serializers import SECTION
from tests.conftest import ApiFor
from tests.plans.body import FILE, WORDS
from tests.review.test_sheet_file import is_accessible, text_of

MESSAGES = Path(__file__).resolve().parents[2] / "frontend/src/lib/i18n/messages"


def test_it_is_an_accessible_file_in_the_persons_language(
    api: ApiFor, alice: User, plan: WellbeingPlan
) -> None:
    User.objects.filter(pk=alice.pk).update(language="es")
    answer = api(alice).get(FILE)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "no-store"
    assert is_accessible(answer.content)
    text = text_of(answer.content)
    assert [word for word in (*WORDS.values(), "Lo que ayuda", "Alice") if word not in text] == []


def test_a_plan_that_nobody_has_begun_is_an_empty_page(api: ApiFor, alice: User) -> None:
    assert len(PdfReader(io.BytesIO(api(alice).get(FILE).content)).pages) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("I look after the day before it begins. " * 90)[:SECTION],
        "\n".join(["A line of a list"] * 180)[:SECTION],
        "\n\n".join(["x"] * 900),
    ],
    ids=["prose", "list", "letters"],
)
def test_the_longest_plan_stands_on_two_pages(words: str, alice: User, now: datetime) -> None:
    plan = WellbeingPlan(owner=alice, recorded_at=now, **dict.fromkeys(SECTIONS, words))
    pdf = plan_as_pdf(plan, person=alice, language="en")
    assert len(PdfReader(io.BytesIO(pdf)).pages) <= 2
    assert text_of(pdf).count(words.split("\n", maxsplit=1)[0][:30]) >= len(SECTIONS)


def test_what_is_written_is_never_markup(alice: User, now: datetime) -> None:
    sign = '#panic("x") $x$ *bold* <label> @ref \\ #include "a"'
    pdf = plan_as_pdf(WellbeingPlan(owner=alice, recorded_at=now, wishes=sign), person=alice, language="en")
    assert '#panic("x")' in text_of(pdf)


def test_a_letter_that_no_font_has_is_no_reason_to_have_no_file(alice: User, now: datetime) -> None:
    plan = WellbeingPlan(owner=alice, recorded_at=now, wishes="\U00013000 cat")
    assert "cat" in text_of(plan_as_pdf(plan, person=alice, language="en"))


@pytest.mark.parametrize("language", LABELS)
def test_the_headings_are_those_of_the_screen(language: str) -> None:
    screen = json.loads((MESSAGES / language / "plan.json").read_text())
    assert {name: LABELS[language][name] for name in SECTIONS} == {
        name: screen[f"section.{name}"] for name in SECTIONS
    }
