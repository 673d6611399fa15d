"""The sheet for a meeting as a PDF for screen readers (PDF/UA-1), on one page of A4.

It is made of the very answer that the screen is given, so that no more can be on it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from recoveryapp.common.pdf import as_pdf
from recoveryapp.outcomes import catalogue
from recoveryapp.review.pdf.words import BARRIERS, MONTHS, WORDS

TEMPLATE = Path(__file__).with_name("sheet.typ")
MOST_LINES = 10

Shown = Mapping[str, Any]
Row = dict[str, str | None]


def sheet_as_pdf(shown: Shown, *, language: str) -> bytes:
    """`shown` is the sheet as `sheet_as_data` tells it; in `language` as far as there are words in it."""
    return as_pdf(TEMPLATE, sheet=Printed(shown, language).data())


class Printed:
    """The words of one sheet, as they stand on paper."""

    def __init__(self, shown: Shown, language: str) -> None:
        self.shown = shown
        self.language = language if language in WORDS else "en"
        self.say = WORDS[self.language]

    def data(self) -> dict[str, Any]:
        sections = self.sections()
        return {
            "language": self.language,
            "labels": self.say,
            "about": " · ".join(filter(None, [self.shown["person"]["called"], self.dated()])),
            "words": _lines(self.shown["words"]),
            "sections": [{"title": self.say[name], "rows": rows} for name, rows in sections.items() if rows],
            "areas": self.areas(),
        }

    def sections(self) -> dict[str, list[Row]]:
        shown = self.shown
        return {
            "goals": [_row(None, self.goal(goal)) for goal in shown["goals"]],
            "milestones": [self.row(row, row["text"]) for row in shown["milestones"]],
            "helped": [
                self.row(row, self.marked(row, row["words"] or row["idea"])) for row in shown["helped"]
            ],
            "in_the_way": [
                self.row(row, self.marked(row, self.in_the_way(row))) for row in shown["in_the_way"]
            ],
            "pages": [self.row(row, row["words"]) for row in shown["pages"]],
        }

    def row(self, row: Shown, words: str) -> Row:
        return _row(self.day(row["on"]), words)

    def dated(self) -> str:
        on = self.shown["meeting_on"]
        return self.say["for"].format(day=self.day(on)) if on else self.day(self.shown["today"])

    def day(self, on: str) -> str:
        year, month, day = on.split("-")
        return self.say["day"].format(day=int(day), month=MONTHS[self.language][int(month) - 1], year=year)

    def goal(self, goal: Shown) -> str:
        parts = [goal["words"], self.say[f"status_{goal['status']}"], self.closeness(goal)]
        return self.marked(goal, " · ".join(filter(None, parts)))

    def marked(self, row: Shown, words: str) -> str:
        """With whom it was written, where somebody sat beside the person."""
        who = row["together_with"]
        return f"{words} · {self.say['together'].format(who=who)}" if who else words

    def closeness(self, goal: Shown) -> str:
        if self.shown["then_on"]:
            return self.say["then_and_now"].format(**self.then_and_now(goal))
        return "" if goal["now"] is None else self.say["now"].format(now=goal["now"])

    def then_and_now(self, row: Shown) -> dict[str, str]:
        days = {name: self.day(self.shown[name]) for name in ("then_on", "now_on")}
        return {**days, "then": self.number(row["then"]), "now": self.number(row["now"])}

    def number(self, value: float | None) -> str:
        return self.say["nothing"] if value is None else f"{value:g}"

    def in_the_way(self, row: Shown) -> str:
        return " · ".join(filter(None, [row["words"], *self.barriers(row["barriers"])]))

    def barriers(self, codes: Sequence[str]) -> list[str]:
        english = {barrier.code: barrier.name for barrier in catalogue.current().barriers}
        names = {**english, **BARRIERS.get(self.language, {})}
        return [names[code] for code in codes if code in names]

    def areas(self) -> list[dict[str, Any]]:
        domains = self.shown["domains"]
        return [self.area(line) for line in domains["domains"]] if domains else []

    def area(self, line: Shown) -> dict[str, Any]:
        name = self.say[line["domain"]]
        compared = self.say["area"].format(**self.then_and_now(line)) if self.shown["then_on"] else ""
        means = ", ".join(self.say["gap"] if mean is None else f"{mean:g}" for mean in line["weeks"])
        weeks = self.say["weeks"].format(area=name, means=means)
        return {"name": name, "compared": compared, "weeks": line["weeks"], "alt": weeks}


def _row(on: str | None, words: str) -> Row:
    return {"on": on, "words": " ".join(words.split())}


def _lines(words: str) -> list[str]:
    """As they were written, for as many lines as there is room for; the rest runs on in the last."""
    lines = [line for line in words.split("\n") if line.strip()]
    return [*lines[: MOST_LINES - 1], *filter(None, [" ".join(lines[MOST_LINES - 1 :])])]
