"""Packages with a known hole, asked of whoever knows. Where nobody answers, that is no good news."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.bars import Measure

ROOT = Path(__file__).resolve().parents[2]
BIN = ROOT / ".venv" / "bin"
Package = dict[str, Any]
NOBODY = "no advisory source answered here; ask again where one can be reached"


def answer(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=300, check=False
    )


def tool(name: str) -> Path | None:
    found = BIN / name if (BIN / name).exists() else shutil.which(name)
    return Path(found) if found else None


@pytest.mark.audit
def test_python_packages(measure: Measure) -> None:
    """By pip-audit, over the lock file and nothing else: what is asked for is there by its hash."""
    program = tool("pip-audit")
    assert program is not None, "pip-audit is a development package: make test installs it"
    said = answer(
        program, "--requirement", "requirements.lock", "--disable-pip", "--require-hashes", "--format", "json"
    )
    known, unknown = packages_in(said.stdout)
    holed = [f"{one['name']} {hole['id']}" for one in known for hole in one["vulns"]]
    found = f"{' '.join(holed) or 0} of {len(known)} that are known there; not known: {len(unknown)}"
    measure(
        "Python packages with a known hole",
        wanted="0, and an answer about each",
        found=found if known else NOBODY,
        holds=not holed and not unknown if known else None,
    )


@pytest.mark.audit
def test_packages_of_the_front_end(measure: Measure) -> None:
    """Those that build it too: what reaches the browser stands among them."""
    npm = tool("npm")
    assert npm is not None
    levels = levels_in(answer(npm, "audit", "--json", cwd=ROOT / "frontend").stdout)
    of_weight = sum(levels[level] for level in ("moderate", "high", "critical")) if levels else None
    measure(
        "npm packages with a known hole",
        wanted="0 moderate or worse",
        found=NOBODY if of_weight is None else of_weight,
        holds=None if of_weight is None else of_weight == 0,
    )


def packages_in(said: str) -> tuple[list[Package], list[Package]]:
    """Those that somebody knew of, and those that nobody did: all of these, where there was no answer."""
    try:
        packages: list[Package] = json.loads(said)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        return [], []
    return [one for one in packages if "vulns" in one], [one for one in packages if "vulns" not in one]


def levels_in(said: str) -> dict[str, int] | None:
    try:
        found: dict[str, int] = json.loads(said)["metadata"]["vulnerabilities"]
    except (json.JSONDecodeError, KeyError):
        return None
    return found


@pytest.mark.parametrize("said", ["", "<html>", "{}", '{"error": {"summary": "not found"}}'])
def test_no_answer_is_no_good_news(said: str) -> None:
    assert (packages_in(said), levels_in(said)) == (([], []), None)
