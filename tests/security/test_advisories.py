"""Packages with a known hole, asked of whoever knows. Where nobody can be reached, that is what is said."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.bars import Measure

ROOT = Path(__file__).resolve().parents[2]
BIN = ROOT / ".venv" / "bin"
NOBODY = "no advisory source could be reached from here; ask again where one can"

pytestmark = pytest.mark.audit


def answer(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=300, check=False
    )


def tool(name: str) -> Path | None:
    found = BIN / name if (BIN / name).exists() else shutil.which(name)
    return Path(found) if found else None


def test_python_packages(measure: Measure) -> None:
    """By pip-audit, over the lock file and nothing else: what is asked for is there by its hash."""
    program = tool("pip-audit")
    if program is None:
        pytest.fail("pip-audit is a development package: make test installs it")
    said = answer(
        program, "--requirement", "requirements.lock", "--disable-pip", "--require-hashes", "--format", "json"
    )
    try:
        packages: list[dict[str, Any]] = json.loads(said.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        measure("Python packages with a known hole", wanted="0", found=NOBODY, holds=said.returncode != 0)
        return
    known = [one for one in packages if "skip_reason" not in one]
    if not known:
        measure("Python packages with a known hole", wanted="0", found=NOBODY, holds=True)
        return
    holed = [f"{one['name']} {v['id']}" for one in known for v in one.get("vulns", [])]
    measure(
        "Python packages with a known hole",
        wanted="0",
        found=holed or f"0 of {len(known)} that are known there, of {len(packages)}",
        holds=not holed,
    )


def test_packages_of_the_front_end(measure: Measure) -> None:
    npm = tool("npm")
    assert npm is not None
    said = answer(npm, "audit", "--omit=dev", "--json", cwd=ROOT / "frontend")
    try:
        found: dict[str, Any] = json.loads(said.stdout)
        total = sum(found["metadata"]["vulnerabilities"][level] for level in ("moderate", "high", "critical"))
    except (json.JSONDecodeError, KeyError):
        measure("npm packages with a known hole", wanted="0", found=NOBODY, holds=said.returncode != 0)
        return
    measure("npm packages with a known hole", wanted="0 moderate or worse", found=total, holds=total == 0)
