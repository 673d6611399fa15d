"""The outbox is changed in small ways, one at a time: at least 85 of 100 changes must make a test fail."""

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.outbox.test_outbox import BIN, FRONTEND, MODULES
from tests.plugins.bars import Measure

AUDIT = FRONTEND / "audit"
KEPT, REPORT = AUDIT / "mutation", AUDIT / "mutation" / "mutation.json"
STRYKER = AUDIT / "node_modules" / "@stryker-mutator" / "core" / "bin" / "stryker.js"
WANTED = 0.85
FEW_SCHEDULES = "12"
"""Of those at random: each change that is not noticed goes through all."""
NOTICED = {"Killed", "Timeout"}
NOT_NOTICED = {"Survived", "NoCoverage"}

Change = dict[str, Any]

pytestmark = pytest.mark.audit


@pytest.fixture(scope="module")
def changes() -> dict[str, list[Change]]:
    """By module. From the beginning, but where the last run was cut short: that one is gone on with."""
    path = f"{BIN}:{os.environ['PATH']}"
    node, npm = (shutil.which(name, path=path) or name for name in ("node", "npm"))
    env = {**os.environ, "PATH": path, "VITE_SCHEDULES": FEW_SCHEDULES}
    if REPORT.exists():
        shutil.rmtree(KEPT)
    if not STRYKER.exists():
        subprocess.run([npm, "ci"], cwd=AUDIT, env=env, check=True)
    subprocess.run([node, str(STRYKER), "run", "audit/stryker.json"], cwd=FRONTEND, env=env, check=False)
    return dict(found_in(json.loads(REPORT.read_text())))


@pytest.mark.parametrize("module", MODULES)
def test_a_change_of_the_outbox_makes_a_test_fail(
    module: str, changes: dict[str, list[Change]], measure: Measure
) -> None:
    states = Counter(change["status"] for change in changes[module])
    noticed, left = (sum(states[state] for state in group) for group in (NOTICED, NOT_NOTICED))
    share, where = noticed / (noticed + left), " ".join(places(changes[module]))
    measure(
        f"changes of {module}.ts that a test notices",
        wanted=f"at least {WANTED:.0%}",
        found=f"{share:.1%} of {noticed + left}; not: {where or 'none'}",
        holds=share >= WANTED,
    )


def found_in(report: dict[str, Any]) -> Iterator[tuple[str, list[Change]]]:
    for path, file in report["files"].items():
        yield path.rpartition("/")[2].removesuffix(".ts"), file["mutants"]


def places(changes: list[Change]) -> Iterator[str]:
    """`12:5 EqualityOperator`, line and column of each that no test noticed."""
    for change in changes:
        if change["status"] in NOT_NOTICED:
            start = change["location"]["start"]
            yield f"{start['line']}:{start['column']} {change['mutatorName']}"
