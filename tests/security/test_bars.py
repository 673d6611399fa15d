"""Bars that the ordinary tests hold, so that the table of an audit has a line for each of them."""

import os
import subprocess
import sys
from collections import Counter
from xml.etree import ElementTree as ET

import pytest

from tests.plugins.bars import ROOT, Measure

HELD: dict[str, tuple[int, *tuple[str, ...]]] = {
    "each relation at each door: who comes in": (400, "permissions/test_matrix.py"),
    "views that say themselves who may come in": (2, "structure/test_routes.py"),
    "sharing that ends during a list, a page, a 304, a PDF": (8, "review/test_ended_meanwhile.py"),
    "tries at the door, by account, whatever the headers say": (8, "accounts/test_limits.py"),
    "ways around the second step": (
        20,
        "accounts/test_second_step.py::test_no_way_leads_around_the_second_step",
    ),
    "links that 50 looks of a scanner leave as they are": (
        2,
        "accounts/test_addresses.py::test_a_link_outlives_fifty_looks_of_a_scanner",
        "teams/test_accepting.py::test_fifty_scanners_change_nothing",
    ),
    "bodies that are not strict JSON, or name what is unknown": (10, "common/test_problems.py"),
    "cells that a spreadsheet would take for a formula": (
        2,
        "export/test_archive.py::test_a_spreadsheet_takes_no_cell_for_a_formula",
        "consent/access_log/test_export.py::test_a_name_is_never_a_formula",
    ),
    "hostile files, within 5 seconds and 150 MB": (20, "resources/test_hostile_files.py"),
    "forged push addresses: none kept, none connected to": (
        60,
        "notifications/test_push.py::test_no_forged_address_leads_anywhere",
    ),
    "a hundred people erased within a minute": (
        1,
        "export/test_erasing.py::test_a_hundred_people_are_gone_within_a_minute",
    ),
    "export, erase, import, export: the same": (
        1,
        "export/test_round_trip.py::test_what_is_exported_erased_and_brought_back_is_exported_the_same",
    ),
    "unsafe settings that refuse to start": (10, "common/test_config.py"),
    "screens with crisis help one tap away, in each of five looks": (4, "e2e/test_every_page.py"),
    "crisis numbers verified within 180 days": (
        1,
        "resources/test_seeds.py::test_every_crisis_number_was_verified_within_180_days",
    ),
    "texts about self-harm treated like any other": (
        1,
        "matching/test_ranking.py::test_words_about_self_harm_are_ranked_like_any_other_words",
    ),
}
"""How many cases there are at least, and the tests under tests/ that are they."""

Outcomes = Counter[tuple[str, str, bool]]
"""How many cases, by file, function, and whether they held."""

pytestmark = pytest.mark.audit


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    report = tmp_path_factory.mktemp("bars") / "found.xml"
    tests = [f"tests/{test}" for _, *named in HELD.values() for test in named]
    theirs = ("DATABASE_URL", "REDIS_URL", "DATA_DIR", "PYTEST_CURRENT_TEST")
    env = {name: value for name, value in os.environ.items() if name not in theirs}
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", f"--junitxml={report}"]
    subprocess.run([*command, *tests], cwd=ROOT, env=env, capture_output=True, check=False)
    return Counter(
        (case.attrib["classname"], case.attrib["name"].partition("[")[0], len(case) == 0)
        for case in ET.parse(report).iter("testcase")  # noqa: S314 - written by pytest, just now
    )


@pytest.mark.parametrize("bar", list(HELD))
def test_a_bar_holds(bar: str, outcomes: Outcomes, measure: Measure) -> None:
    fewest, *tests = HELD[bar]
    held, failed = (sum(cases_of(test, outcomes, is_held) for test in tests) for is_held in (True, False))
    measure(
        bar,
        wanted=f"at least {fewest:,} cases, 0 that fail",
        found=f"{held + failed:,}, {failed} that fail",
        holds=held >= fewest and failed == 0,
    )


def cases_of(test: str, outcomes: Outcomes, is_held: bool) -> int:
    file, _, function = test.partition("::")
    place = f"tests.{file.removesuffix('.py').replace('/', '.')}"
    return sum(
        count
        for (found_in, name, held), count in outcomes.items()
        if found_in == place and held == is_held and function in {"", name}
    )
