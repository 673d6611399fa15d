"""An audit takes hours: it goes on where it was cut short, and believes nothing of other code."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.plugins import bars

AUDIT = (
    sys.executable,
    "-m",
    "pytest",
    "-p",
    "tests.plugins.bars",
    "-p",
    "no:cacheprovider",
    "-m",
    "audit",
    "-q",
)
TESTS = """
import pytest

pytestmark = pytest.mark.{mark}

def test_one(measure):
    measure("the first", wanted="1", found=1, holds=True)

def test_two(measure):
    measure("the second", wanted="2", found={found}, holds={found} == 2)
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project with two tests of an audit, the second of which does not hold."""
    plugins = tmp_path / "tests" / "plugins"
    plugins.mkdir(parents=True)
    (plugins / "bars.py").write_text(Path(bars.__file__).read_text())
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = audit\n")
    (tmp_path / ".gitignore").write_text("/audit.json\n__pycache__/\n.pytest_cache/\n")
    (tmp_path / "tests" / "test_it.py").write_text(TESTS.format(mark="audit", found=3))
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True, timeout=30)
    return tmp_path


@pytest.fixture
def audit(tree: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")

    def run(*arguments: str, again: bool = False) -> subprocess.CompletedProcess[str]:
        monkeypatch.setenv("AGAIN", "1" if again else "")
        return subprocess.run(
            [*AUDIT, *arguments], check=False, cwd=tree, capture_output=True, text=True, timeout=120
        )

    return run


def kept(tree: Path) -> dict[str, Any]:
    tests: dict[str, Any] = json.loads((tree / "audit.json").read_text())["tests"]
    return {name.partition("::")[2]: outcome for name, outcome in tests.items()}


def test_it_goes_on_with_what_has_not_passed(tree: Path, audit: Run) -> None:
    assert audit("-k", "one").returncode == 0
    ended = kept(tree)["test_one"]["ended"]

    missed = audit()

    assert missed.returncode == 1
    assert "1 deselected, 1 error" in missed.stdout
    assert "1 holds, 1 MISSED, 0 not asked" in missed.stdout
    assert kept(tree)["test_one"]["ended"] == ended
    assert "1 deselected, 1 error" in audit().stdout


def test_when_all_of_it_has_passed_it_says_so_and_runs_nothing(audit: Run) -> None:
    assert audit("-k", "one").returncode == 0

    once_more = audit("-k", "one")

    assert once_more.returncode == 0
    assert "1 holds, 0 MISSED" in once_more.stdout
    assert "1 passed before with this very code" in once_more.stdout


def test_asked_for_it_again_it_runs_again(audit: Run) -> None:
    audit("-k", "one")

    assert "1 passed, 1 deselected" in audit("-k", "one", again=True).stdout


def test_of_other_code_nothing_counts(tree: Path, audit: Run) -> None:
    audit("-k", "one")
    (tree / "tests" / "test_it.py").write_text(TESTS.format(mark="audit", found=2))

    mended = audit()

    assert mended.returncode == 0
    assert "2 passed" in mended.stdout
    assert "2 holds, 0 MISSED" in mended.stdout


def test_a_file_that_was_cut_off_is_as_none(tmp_path: Path) -> None:
    half = tmp_path / "audit.json"
    half.write_text('{"code": "a", "tests"')

    assert bars.read(half, "a") == {}
    assert bars.read(tmp_path / "none.json", "a") == {}
