"""A plan as a PDF for screen readers (PDF/UA-1), on two pages of A4 at most."""

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst

from recoveryapp.accounts.models import User
from recoveryapp.plans.models import SECTIONS, WellbeingPlan
from recoveryapp.plans.pdf.words import MONTHS, WORDS

TEMPLATE = Path(__file__).with_name("plan.typ")
FONTS = ("Liberation Sans", "Noto Sans", "DejaVu Sans", "Libertinus Serif")
"""The first that the machine has and that knows the letter; the last comes with the program."""
ACCESSIBLE = "ua-1"
MOST_LINES = 18
"""Of a section. What was written in more of them runs on in the last."""


def plan_as_pdf(plan: WellbeingPlan, *, person: User, language: str) -> bytes:
    """In `language` as far as there are words in it; the day by the person's own clocks.

    A letter that no font here has cannot stand in an accessible file: then it is made without that mark,
    with the same structure.
    """
    data = json.dumps(printed(plan, person, language if language in WORDS else "en"), ensure_ascii=False)
    try:
        return _compile(data, pdf_standards=ACCESSIBLE)
    except typst.TypstError:
        return _compile(data)


def printed(plan: WellbeingPlan, person: User, language: str) -> dict[str, Any]:
    say = WORDS[language]
    sections = {name: _lines(getattr(plan, name)) for name in SECTIONS}
    return {
        "language": language,
        "fonts": FONTS,
        "labels": say,
        "about": " · ".join(filter(None, [person.called, _written(plan, person, language)])),
        "sections": [{"title": say[name], "lines": lines} for name, lines in sections.items() if lines],
    }


def _written(plan: WellbeingPlan, person: User, language: str) -> str:
    if not plan.recorded_at:
        return ""
    on = plan.recorded_at.astimezone(ZoneInfo(person.time_zone))
    say = WORDS[language]
    day = say["day"].format(day=on.day, month=MONTHS[language][on.month - 1], year=on.year)
    return say["written"].format(day=day)


def _lines(words: str) -> list[str]:
    lines = [line for line in words.split("\n") if line.strip()]
    return [*lines[: MOST_LINES - 1], *filter(None, [" ".join(lines[MOST_LINES - 1 :])])]


def _compile(data: str, **options: Any) -> bytes:
    """What a person wrote goes in as data: nothing in it is read as markup."""
    made: Any = typst.compile(TEMPLATE, format="pdf", sys_inputs={"plan": data}, **options)
    return bytes(made)
