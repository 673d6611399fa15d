"""What is in an archive: for eyes, for spreadsheets, for other programs."""

import csv
import io
import json
import re
import zipfile
from datetime import datetime
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.consent import Consent
from fhir.resources.R4B.goal import Goal as FhirGoal

from recoveryapp.export.archive.fhir import GOAL_STATUS, bundle_of
from recoveryapp.export.archive.making import archive_of
from recoveryapp.export.archive.page import TOLD_ABOVE, page_of
from recoveryapp.export.archive.words import WORDS
from recoveryapp.export.contents import parts
from recoveryapp.export.record import archive_data
from recoveryapp.goals.enums import GoalStatus
from recoveryapp.goals.models import Goal
from recoveryapp.journal.models import Entry
from recoveryapp.outcomes.enums import Feel, Level
from tests.permissions.relations import CANARY, World

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title><b>", "{{ 7 * 7 }}"]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")']


def opened(world: World, now: datetime) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(archive_of(world.alice, now=now)))


def test_it_holds_a_page_a_record_tables_and_fhir(world: World, now: datetime) -> None:
    names = set(opened(world, now).namelist())
    assert {"read-me.html", "record.json", "fhir-r4b.json", "tables/entry.csv", "tables/goal.csv"} <= names


def test_every_word_the_person_wrote_is_on_the_page(world: World, now: datetime) -> None:
    data = archive_data(world.alice, now=now)
    page = "".join(page_of(data, language="en", zone="Europe/London"))
    assert CANARY in json.dumps(data)
    rows = [row for table in data["record"]["rows"].values() for row in table]
    texts = [row[name] for row in rows for name in ("words", "text", "why", "note") if row.get(name)]
    assert len(texts) > 10
    for text in texts:
        assert all(one in page for one in ([text] if isinstance(text, str) else text))


@pytest.mark.parametrize("language", sorted(WORDS))
def test_the_page_is_in_the_persons_language(world: World, now: datetime, language: str) -> None:
    page = "".join(page_of(archive_data(world.alice, now=now), language=language, zone="UTC"))
    assert f'<html lang="{language}">' in page
    assert f"<h1>{WORDS[language]['title']}</h1>" in page


def test_every_language_has_the_same_words() -> None:
    assert {language: sorted(words) for language, words in WORDS.items()} == {
        language: sorted(WORDS["en"]) for language in WORDS
    }


def test_every_code_that_is_printed_has_a_word() -> None:
    needed = (
        {f"status.{s}" for s in GoalStatus}
        | {f"level.{level}" for level in Level}
        | {f"feel.{f}" for f in Feel}
    )
    assert needed <= set(WORDS["en"])
    assert set(GOAL_STATUS) == set(GoalStatus)


def test_a_table_without_a_section_of_its_own_is_told_all_the_same(world: World, now: datetime) -> None:
    assert {part.name for part in parts()} >= TOLD_ABOVE
    page = "".join(page_of(archive_data(world.alice, now=now), language="en", zone="UTC"))
    assert '<section id="more">' in page


@pytest.mark.parametrize("text", HOSTILE)
def test_what_somebody_wrote_is_never_markup(world: World, now: datetime, text: str) -> None:
    Entry.objects.create(owner=world.alice, recorded_at=now, words=text, tags=[text])
    page = opened(world, now).read("read-me.html").decode()
    assert (text in page) == text.startswith("{{")
    assert "<script" not in page


def test_the_page_asks_nobody_for_anything(world: World, now: datetime) -> None:
    page = opened(world, now).read("read-me.html").decode()
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert "default-src 'none'" in page


@pytest.mark.parametrize("text", FORMULAS)
def test_a_spreadsheet_takes_no_cell_for_a_formula(world: World, now: datetime, text: str) -> None:
    Goal.objects.create(owner=world.alice, recorded_at=now, words=text, why='two\nlines, "quoted"')
    sheet = opened(world, now).read("tables/goal.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    (row,) = [row for row in rows if text in row["words"]]
    assert row["words"] == f"'{text}"
    assert row["why"] == 'two\nlines, "quoted"'
    assert not [
        cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    ]


def bundle(world: World, now: datetime) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(opened(world, now).read("fhir-r4b.json"))
    return found


def test_the_bundle_is_fhir_r4b(world: World, now: datetime) -> None:
    """fhir.resources checks it as it is made; read again, it is the same."""
    found = bundle(world, now)
    assert Bundle.model_validate(found).type == "collection"
    kinds = {entry["resource"]["resourceType"] for entry in found["entry"]}
    assert {"Patient", "Goal", "Observation", "QuestionnaireResponse", "Consent"} <= kinds


def test_codes_are_those_the_standard_allows(world: World, now: datetime) -> None:
    """fhir.resources lets any code pass, so they are looked at here."""
    allowed = FhirGoal.model_fields["lifecycleStatus"].json_schema_extra["enum_values"]  # type: ignore[index]
    assert set(GOAL_STATUS.values()) <= set(allowed)  # type: ignore[arg-type]
    statuses = Consent.model_fields["status"].json_schema_extra["enum_values"]  # type: ignore[index]
    assert {"active", "inactive"} <= set(statuses)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", list(GoalStatus))
def test_a_goal_keeps_its_state(world: World, now: datetime, status: GoalStatus) -> None:
    goal = Goal.objects.create(
        owner=world.alice, recorded_at=now, words="", status=status, status_changed_at=now, domains=["social"]
    )
    (found,) = [e["resource"] for e in bundle(world, now)["entry"] if e["resource"]["id"] == str(goal.pk)]
    assert found["lifecycleStatus"] == GOAL_STATUS[status]
    assert found["description"] == {"text": "-"}


def test_a_bundle_that_is_not_fhir_is_not_given_out(world: World, now: datetime) -> None:
    data = archive_data(world.alice, now=now)
    data["record"]["rows"]["goals.goal"][0]["recorded_at"] = "yesterday"
    with pytest.raises(ValueError, match="startDate"):
        list(bundle_of(data))
