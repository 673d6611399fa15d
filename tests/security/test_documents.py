"""What docs/security claims is tested by something that exists."""

import ast
import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "security"
STATUSES = {"met", "partly", "not_met", "not_applicable", "operator"}
SCALE = {"1", "2", "3", "4", "5"}
LEVELS = {"1": 70, "2": 183, "3": 21}
"""How many requirements ASVS 5.0.0 has at level 1 and at level 2, and how many of level 3 we chose."""
CHOSEN = {
    "1.2.10",
    "1.3.12",
    "3.4.7",
    "3.4.8",
    "3.5.8",
    "4.1.4",
    "5.3.3",
    "6.3.5",
    "6.3.6",
    "6.3.7",
    "6.3.8",
    "6.4.6",
    "6.5.6",
    "7.5.3",
    "8.3.2",
    "8.3.3",
    "13.4.6",
    "14.2.6",
    "14.2.7",
    "14.2.8",
    "15.4.2",
}


def rows_of(name: str) -> list[dict[str, str]]:
    with (DOCS / name).open() as opened:
        return list(csv.DictReader(opened))


ASVS, HAZARDS = rows_of("asvs.csv"), rows_of("hazards.csv")


def named_tests() -> Iterator[tuple[str, str]]:
    for row in (*ASVS, *HAZARDS):
        yield from ((row["id"], test) for test in row["test"].split())
    for page in DOCS.glob("*.md"):
        yield from (
            (page.name, test) for test in re.findall(r"tests/[\w/.]+\.py(?:::\w+)?", page.read_text())
        )


@cache
def functions_in(path: Path) -> frozenset[str]:
    return frozenset(
        node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)
    )


def is_there(test: str) -> bool:
    file, _, function = test.partition("::")
    path = ROOT / file
    return path.is_file() and (not function or function in functions_in(path))


def test_every_test_that_is_named_exists() -> None:
    assert [(of, test) for of, test in named_tests() if not is_there(test)] == []
    assert len(set(named_tests())) > 150


def test_a_test_that_does_not_exist_would_be_noticed() -> None:
    assert not is_there("tests/security/test_documents.py::test_of_nothing")
    assert not is_there("tests/nowhere.py")


def test_each_requirement_of_the_levels_we_chose_has_one_line() -> None:
    assert Counter(row["level"] for row in ASVS) == LEVELS
    assert {row["id"] for row in ASVS if row["level"] == "3"} == CHOSEN
    assert len({row["id"] for row in ASVS}) == len(ASVS)


def test_what_is_claimed_is_shown_and_what_is_not_met_says_why() -> None:
    assert [row["id"] for row in ASVS if not (row["test"] or row["evidence"])] == []
    assert [row["id"] for row in ASVS if row["status"] != "met" and not row["evidence"]] == []


def test_every_status_is_one_of_ours() -> None:
    assert {row["status"] for row in ASVS} <= STATUSES


def test_at_least_twenty_hazards_each_with_its_control() -> None:
    assert len(HAZARDS) >= 20
    for row in HAZARDS:
        numbers = {
            row[name]
            for name in ("severity_before", "likelihood_before", "severity_after", "likelihood_after")
        }
        assert numbers <= SCALE, row["id"]
        assert row["control"], row["id"]
        assert row["test"], row["id"]


def test_no_control_makes_a_hazard_greater() -> None:
    for row in HAZARDS:
        before = int(row["severity_before"]) * int(row["likelihood_before"])
        after = int(row["severity_after"]) * int(row["likelihood_after"])
        assert after < before, row["id"]


@pytest.mark.parametrize("page", ["README.md", "threat-model.md", "intended-purpose.md"])
def test_each_page_is_there(page: str) -> None:
    assert len((DOCS / page).read_text()) > 1_000


@pytest.mark.parametrize(
    "row",
    [row for row in ASVS if "#" in row["evidence"] and ".md#" in row["evidence"]],
    ids=lambda row: row["id"],
)
def test_a_chapter_that_is_named_exists(row: dict[str, str]) -> None:
    page, _, chapter = re.search(r"docs/security/([\w-]+\.md)(#)([\w-]+)", row["evidence"]).groups()  # type: ignore[union-attr]
    headings = re.findall(r"^#+ (.+)$", (DOCS / page).read_text(), re.MULTILINE)
    assert chapter in {heading.lower().replace(" ", "-") for heading in headings}


def test_each_part_of_the_audit_is_on_the_page() -> None:
    page = (DOCS / "README.md").read_text()
    table = page[page.index("| part |") : page.index("## Data")]
    named = {name for line in re.findall(r"^\| (`.+?) \|", table, re.MULTILINE) for name in line.split(", ")}
    marked = {
        path.parent.name for path in (ROOT / "tests").rglob("test_*.py") if "mark.audit" in path.read_text()
    }
    assert {name.strip("`") for name in named} == marked
