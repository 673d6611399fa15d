"""The sheet on paper: one page, accessible, no more on it than on the screen."""

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.consent.scopes import Scope
from recoveryapp.goals.models import Goal
from recoveryapp.outcomes.models import CheckIn
from recoveryapp.review.pdf.sheet import sheet_as_pdf
from recoveryapp.review.pdf.words import BARRIERS, WORDS
from recoveryapp.review.views import sheets as views
from tests.conftest import ApiFor
from tests.consent.conftest import Grant
from tests.review.canaries import Canaries
from tests.review.sheets import OWN_WORDS, everything_ticked, handed, keep_sheet

PARTS = Path(__file__).resolve().parents[2] / "frontend/src/lib/i18n/messages"

Shown = dict[str, Any]


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def is_accessible(pdf: bytes) -> bool:
    return b"pdfuaid" in pdf or b"pdfuaid" in bytes(_metadata(pdf))


def _metadata(pdf: bytes) -> bytes:
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    return bytes(root["/Metadata"].get_data())


def shown(rows: int = 1, words: str = "Swim again", **values: Any) -> Shown:
    said = {
        "on": "2026-11-02",
        "words": words,
        "text": words,
        "idea": "",
        "barriers": ["money"],
        "together_with": "",
    }
    weeks = [1.5, None, 2, 4, 0, 3, 3.25, None, 1, 2, 3, 4, 2]
    lines = [
        {"domain": name, "weeks": weeks, "then": 1.25, "now": None}
        for name in ("functional", "existential", "social")
    ]
    return {
        "person": {"called": "Alice"},
        "meeting_on": "2026-12-01",
        "today": "2026-11-26",
        "then_on": "2026-09-01",
        "now_on": "2026-11-26",
        "words": "The flat",
        "goals": [{"words": words, "status": "active", "then": 2, "now": 6, "together_with": ""}] * rows,
        "domains": {"domains": lines},
        **{name: [said] * rows for name in ("milestones", "helped", "in_the_way", "pages")},
        **values,
    }


def test_it_is_one_accessible_page_in_the_readers_language(
    api: ApiFor, grant: Grant, alice: User, cleo: User, record: Canaries, now: datetime
) -> None:
    User.objects.filter(pk=cleo.pk).update(language="es")
    given = grant(*Scope)
    sheet_id = keep_sheet(api(alice), grant=given, at=now, **everything_ticked(alice, record))
    answer = api(cleo).get(handed(alice, sheet_id, "file/"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "no-store"
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1
    assert is_accessible(answer.content)
    text = text_of(answer.content)
    assert {"Hoja para la reunión", "canary-goal-alice", OWN_WORDS} <= {
        word for word in ("Hoja para la reunión", "canary-goal-alice", OWN_WORDS) if word in text
    }


def test_no_more_is_on_paper_than_on_the_screen(
    api: ApiFor, grant: Grant, alice: User, cleo: User, record: Canaries, now: datetime
) -> None:
    given = grant(Scope.GOALS, Scope.JOURNAL)
    sheet_id = keep_sheet(api(alice), grant=given, at=now, **everything_ticked(alice, record))
    screen = api(cleo).get(handed(alice, sheet_id)).content.decode()
    paper = text_of(api(cleo).get(handed(alice, sheet_id, "file/")).content)
    on_both = {word for word in record.all if word in screen}
    assert {word for word in record.all if word in paper} == on_both != set()


def test_the_person_prints_their_own_without_a_line_in_the_log(
    api: ApiFor, alice: User, record: Canaries, now: datetime
) -> None:
    sheet_id = keep_sheet(api(alice), grant=None, at=now, **everything_ticked(alice, record))
    answer = api(alice).get(f"/api/v1/sheets/{sheet_id}/file/")
    assert "canary-milestone-alice" in text_of(answer.content)
    assert not AuditEvent.objects.filter(verb="print").exists()


def test_what_was_written_side_by_side_says_so_on_screen_and_on_paper(
    api: ApiFor, grant: Grant, alice: User, cleo: User, record: Canaries, now: datetime
) -> None:
    for goal in Goal.objects.owned_by(alice):
        goal.together_with = "Pat"
        goal.save()
    for check_in in CheckIn.objects.owned_by(alice):
        check_in.together_with = "Pat"
        check_in.save()
    given = grant(Scope.GOALS, Scope.WHAT_HELPED, Scope.BARRIERS)
    sheet_id = keep_sheet(api(alice), grant=given, at=now, **everything_ticked(alice, record))
    screen = api(cleo).get(handed(alice, sheet_id)).json()
    marks = [row["together_with"] for name in ("goals", "in_the_way") for row in screen[name]]
    assert set(marks) == {"Pat"}
    assert [row["together_with"] for row in screen["helped"] if row["words"]] == ["Pat"]
    paper = text_of(api(cleo).get(handed(alice, sheet_id, "file/")).content)
    assert paper.count("together with Pat") == len(marks) + 1


@pytest.mark.parametrize("language", WORDS)
def test_the_fullest_sheet_is_one_page(language: str) -> None:
    full = shown(rows=5, words="A rather Long Sentence, with Words " * 5) | {
        "words": "\n".join(["Something to say"] * 60)
    }
    pdf = sheet_as_pdf(full, language=language)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert is_accessible(pdf)


def test_what_is_written_is_never_read_as_markup() -> None:
    hostile = '#read("/etc/passwd") $x^2$ *b* \\ = h @a <b> "'
    assert hostile.replace(" ", "") in text_of(sheet_as_pdf(shown(words=hostile), language="en")).replace(
        " ", ""
    )


def test_a_letter_that_no_font_has_does_not_stop_the_sheet() -> None:
    pdf = sheet_as_pdf(shown(words="Swim \U0001f9ff \U00013000"), language="en")
    assert "Swim" in text_of(pdf)


def test_a_gap_is_said_and_not_drawn() -> None:
    raw = sheet_as_pdf(shown(), language="en")
    figures = [alt for alt in _alts(raw) if "Daily life" in alt]
    assert len(figures) == 1
    assert "1.5, no answer, 2" in figures[0]


def test_a_language_without_words_is_english() -> None:
    assert "What I want to talk about" in text_of(sheet_as_pdf(shown(), language="fr"))


@pytest.mark.parametrize("language", WORDS)
def test_names_are_those_of_the_screens(language: str) -> None:
    parts = json.loads((PARTS / language / "parts.json").read_text())
    for domain in ("functional", "existential", "social"):
        assert WORDS[language][domain] == parts[f"domain.{domain}"]
    for code, name in BARRIERS.get(language, {}).items():
        assert name == parts[f"barrier.{code}"]


def test_both_languages_say_everything() -> None:
    assert set(WORDS["en"]) == set(WORDS["es"])


def test_stopped_while_the_file_is_made_nothing_is_handed_over(
    api: ApiFor,
    grant: Grant,
    alice: User,
    cleo: User,
    record: Canaries,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = grant(*Scope)
    sheet_id = keep_sheet(api(alice), grant=given, at=now, **everything_ticked(alice, record))
    made: list[bytes] = []

    def make_and_stop(data: Shown, *, language: str) -> bytes:
        given.revoked_at = now
        given.save()
        made.append(sheet_as_pdf(data, language=language))
        return made[-1]

    monkeypatch.setattr(views, "sheet_as_pdf", make_and_stop)
    answer = api(cleo).get(handed(alice, sheet_id, "file/"))
    assert "canary-goal-alice" in text_of(made[0])
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert not AuditEvent.objects.filter(verb="print").exists()


def _alts(pdf: bytes) -> list[str]:
    """What the figures say to who does not see them."""
    found: list[str] = []
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    stack: list[Any] = [root["/StructTreeRoot"]]
    while stack:
        node = stack.pop().get_object()
        if isinstance(node, dict):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            stack.extend([node["/K"]] if "/K" in node else [])
        elif isinstance(node, list):
            stack.extend(node)
    return found
