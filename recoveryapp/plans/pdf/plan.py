"""A plan as a PDF for screen readers (PDF/UA-1), on two pages of A4 at most."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from recoveryapp.accounts.models import User
from recoveryapp.common.pdf import as_pdf
from recoveryapp.plans.models import SECTIONS, WellbeingPlan
from recoveryapp.plans.pdf.words import MONTHS, WORDS

TEMPLATE = Path(__file__).with_name("plan.typ")
MOST_LINES = 18
"""Of a section. What was written in more of them runs on in the last."""


def plan_as_pdf(plan: WellbeingPlan, *, person: User, language: str) -> bytes:
    """In `language` as far as there are words in it; the day by the person's own clocks."""
    return as_pdf(TEMPLATE, plan=printed(plan, person, language if language in WORDS else "en"))


def printed(plan: WellbeingPlan, person: User, language: str) -> dict[str, Any]:
    say = WORDS[language]
    sections = {name: _lines(getattr(plan, name)) for name in SECTIONS}
    return {
        "language": language,
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
