"""The phone's outbox by itself, with a clock and a network that misbehave: no browser, and every branch."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.bars import ROOT, Measure

FRONTEND = ROOT / "frontend"
BIN = ROOT / ".venv" / "bin"
MODULES = ("outbox", "queue", "sending", "pace", "canonical")
SCHEDULES = 500


@pytest.mark.audit
def test_no_word_is_lost_in_any_schedule_and_every_branch_of_the_outbox_was_taken(
    measure: Measure, tmp_path: Path
) -> None:
    result, covered = tmp_path / "result.json", tmp_path / "coverage"
    node = shutil.which("node", path=f"{BIN}:{os.environ['PATH']}") or "node"
    vitest = [node, "node_modules/vitest/vitest.mjs", "run", "src/lib/offline"]
    reports = ["--reporter=json", f"--outputFile={result}"]
    coverage = ["--coverage", "--coverage.reporter=json-summary", f"--coverage.reportsDirectory={covered}"]
    only = [f"--coverage.include=src/lib/offline/{name}.ts" for name in MODULES]
    subprocess.run(
        [*vitest, *reports, *coverage, *only],
        cwd=FRONTEND,
        env={**os.environ, "VITE_SCHEDULES": str(SCHEDULES)},
        check=False,
    )
    tests: dict[str, Any] = json.loads(result.read_text())
    schedules = [name for name in names_in(tests) if "random schedule" in name]
    branches = json.loads((covered / "coverage-summary.json").read_text())["total"]["branches"]
    measure("random schedules", wanted="500", found=len(schedules), holds=len(schedules) == SCHEDULES)
    measure("of them with a lost word", wanted="0", found=tests["numFailedTests"], holds=tests["success"])
    found = f"{branches['covered']} of {branches['total']}"
    measure("branches of the outbox taken", wanted="all", found=found, holds=branches["pct"] == 100)


def names_in(tests: dict[str, Any]) -> list[str]:
    return [test["title"] for file in tests["testResults"] for test in file["assertionResults"]]
