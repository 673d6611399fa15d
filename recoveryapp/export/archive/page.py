"""The page of an archive that a person reads, made of the very data beside it.

A table that has no section of its own here is told under `more`, so that nothing is only for programs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string

from recoveryapp.export.archive.rows import Row, grouped
from recoveryapp.export.archive.words import WORDS

Fact = tuple[str, str]
DOMAINS = ("functional", "existential", "social")
TOLD_ABOVE = {
    "goals.goal",
    "goals.goalstep",
    "goals.goalrating",
    "goals.goalstatuschange",
    "outcomes.checkin",
    "outcomes.milestone",
    "journal.entry",
    "journal.sealingkey",
    "journal.sharedline",
    "matching.suggestionresponse",
    "matching.ownidea",
    "reminders.reminder",
    "reminders.occurrence",
    "resources.story",
    "review.meetingsheet",
    "review.remark",
    "review.remarkanswer",
    "consent.consentgrant",
}


@dataclass
class Card:
    when: str = ""
    head: str = ""
    facts: list[Fact] = field(default_factory=list)


@dataclass
class Section:
    name: str
    title: str
    rows: Sequence[Any]
    card: Callable[[Any], Card]
    """Made of a row when its turn comes."""


def page_of(data: Mapping[str, Any], *, language: str, zone: str) -> Iterator[str]:
    """Piece by piece: of ten thousand cards, the whole would be many times as large as what they say."""
    page = _Page(data, language if language in WORDS else "en", ZoneInfo(zone)).context()
    yield render_to_string("export/page.html", page)
    for section in page["sections"]:
        yield render_to_string("export/section.html", {"section": section})
        yield from (render_to_string("export/card.html", {"card": section.card(row)}) for row in section.rows)
        yield "</section>\n"
    yield "</main>\n</body>\n</html>\n"


class _Page:
    def __init__(self, data: Mapping[str, Any], language: str, zone: ZoneInfo) -> None:
        self.data = data
        self.rows: Mapping[str, list[Row]] = {**data["record"]["rows"], **data["about"]["rows"]}
        self.belonging: dict[str, Mapping[str, list[Row]]] = {}
        self.language = language
        self.say = WORDS[language]
        self.zone = zone

    def context(self) -> dict[str, Any]:
        made = self.say["made"].format(day=self.day(self.data["made_at"]), zone=self.zone.key)
        return {"language": self.language, "say": self.say, "made": made, "sections": list(self.sections())}

    def sections(self) -> Iterator[Section]:
        found: dict[str, tuple[Sequence[Any], Callable[[Any], Card]]] = {
            "goals": (self.newest("goals.goal"), self.goal),
            "check_ins": (self.newest("outcomes.checkin"), self.check_in),
            "milestones": (self.newest("outcomes.milestone"), lambda row: self.card(row, row["text"])),
            "journal": (self.newest("journal.entry"), self.entry),
            "ideas": (
                [*self.newest("matching.suggestionresponse"), *self.newest("matching.ownidea")],
                self.idea,
            ),
            "reminders": (self.newest("reminders.reminder"), self.in_words),
            "stories": (self.newest("resources.story"), self.story),
            "sheets": (self.newest("review.meetingsheet"), self.in_words),
            "remarks": (self.newest("review.remark"), self.remark),
            "grants": (self.rows["consent.consentgrant"], self.grant),
            "looks": (self.data["about"]["access_log"], self.look),
            "more": (list(self.more()), self.plain),
        }
        for name, (rows, card) in found.items():
            if rows:
                yield Section(name, self.say[name], rows, card)

    def newest(self, name: str) -> list[Row]:
        return sorted(self.rows[name], key=lambda row: str(row["recorded_at"]), reverse=True)

    def parts(self, name: str, of: str, row: Row) -> list[Row]:
        if name not in self.belonging:
            self.belonging[name] = grouped(self.rows[name], by=of)
        return self.belonging[name].get(row["id"], [])

    def card(self, row: Row, head: str, *facts: Fact) -> Card:
        return Card(self.time(row["recorded_at"]), head, [fact for fact in facts if fact[1]])

    def goal(self, row: Row) -> Card:
        steps = (
            f"{step['words']} ({self.say['done']})" if step["done_at"] else step["words"]
            for step in self.parts("goals.goalstep", "goal", row)
        )
        ratings = (
            " ".join(filter(None, [self.day(r["recorded_at"]) + ":", str(r["value"]), r["note"]]))
            for r in self.parts("goals.goalrating", "goal", row)
        )
        changes = (
            " ".join(filter(None, [self.day(c["recorded_at"]) + ":", self.status(c), c["reason"]]))
            for c in self.parts("goals.goalstatuschange", "goal", row)
        )
        status = "\n".join([self.status(row), *changes])
        return self.card(
            row,
            row["words"],
            (self.say["status"], status),
            (self.say["why"], row["why"]),
            (self.say["hindered"], row["own_barrier"]),
            (self.say["steps"], "\n".join(steps)),
            (self.say["ratings"], "\n".join(ratings)),
        )

    def status(self, row: Row) -> str:
        return self.say[f"status.{row['status']}"]

    def check_in(self, row: Row) -> Card:
        levels = [(self.say[name], self.say[f"level.{row[name]}"]) for name in DOMAINS if row[name]]
        feel = self.say[f"feel.{row['feel']}"] if row["feel"] else ""
        texts = [(self.say[name], row[name]) for name in ("helped", "hindered")]
        return self.card(row, row["words"], (self.say["feel"], feel), *levels, *texts)

    def entry(self, row: Row) -> Card:
        if row["seal"]:
            return self.card(row, self.say["sealed"])
        lines = "\n".join(line["words"] for line in self.parts("journal.sharedline", "entry", row))
        return self.card(row, row["words"], ("#", ", ".join(row["tags"])), (self.say["lines"], lines))

    def in_words(self, row: Row) -> Card:
        return self.card(row, row["words"])

    def idea(self, row: Row) -> Card:
        if "resource" not in row:
            return self.in_words(row)
        words = "\n".join(filter(None, [row["reason_words"], row["note"]]))
        return self.card(row, self.data["about"]["resources"].get(row["resource"], ""), ("", words))

    def story(self, row: Row) -> Card:
        return self.card(row, row["title"], ("", row["about"]), ("", row["words"]))

    def remark(self, row: Row) -> Card:
        answers = [
            (self.say["answer"], answer["words"])
            for answer in self.parts("review.remarkanswer", "remark", row)
        ]
        return self.card(row, row["words"], *answers)

    def grant(self, row: Row) -> Card:
        stopped = self.say["stopped"].format(day=self.day(row["revoked_at"])) if row["revoked_at"] else ""
        until = stopped or self.say["until"].format(day=self.day(row["expires_at"]))
        return Card(self.day(row["starts_at"]), until, [("", ", ".join(row["scopes"]))])

    def look(self, line: Row) -> Card:
        who = ", ".join(filter(None, [line["called"], line["job_title"], line["organisation"]]))
        return Card(self.time(line["at"]), who, [("", ", ".join(line["scopes"]))])

    def more(self) -> Iterator[tuple[str, Row]]:
        for name, rows in self.rows.items():
            if name not in TOLD_ABOVE:
                yield from ((name, row) for row in rows)

    def plain(self, named: tuple[str, Row]) -> Card:
        name, row = named
        return Card("", name.rpartition(".")[2], list(_plain(row)))

    def time(self, text: str) -> str:
        return f"{self.local(text):%Y-%m-%d %H:%M}"

    def day(self, text: str) -> str:
        return f"{self.local(text):%Y-%m-%d}"

    def local(self, text: str) -> datetime:
        return datetime.fromisoformat(text).astimezone(self.zone)


def _plain(row: Row) -> Iterator[Fact]:
    for name, value in row.items():
        if value not in (None, "", []) and not name.endswith("id"):
            yield name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
