"""The code is changed in small ways, one at a time: at least 85 of 100 changes must make a test fail."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugins.bars import Measure

ROOT = Path(__file__).resolve().parents[2]
MUTANTS = ROOT / "mutants"
SURVIVED, NOT_TESTED = (0,), (5, 33)
WANTED = 0.85
PARTS = {
    "authorisation": ("consent/gate", "consent/owned", "accounts/sign_in", "accounts/holds"),
    "consent": ("consent/actions", "consent/queries", "consent/models"),
    "the audit trail": ("audit/",),
    "reminders": ("reminders/",),
    "what is sent twice and done once": ("consent/writes",),
}

pytestmark = pytest.mark.audit


@pytest.fixture(scope="module")
def exits() -> dict[str, int | None]:
    """Of the tests, by the change. From the beginning each time, by all the tests that there are."""
    shutil.rmtree(MUTANTS, ignore_errors=True)
    theirs = ("DATABASE_URL", "REDIS_URL", "DATA_DIR", "PYTEST_CURRENT_TEST")
    env = {name: value for name, value in os.environ.items() if name not in theirs}
    command = [sys.executable, "-m", "tests.mutation", "run", "--max-children", "1"]
    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-4_000:]
    return dict(found_exits())


@pytest.mark.parametrize("part", list(PARTS))
def test_a_change_of_the_code_makes_a_test_fail(
    part: str, exits: dict[str, int | None], measure: Measure
) -> None:
    own = {name: code for name, code in exits.items() if name.startswith(PARTS[part])}
    left = sorted(name for name, code in own.items() if code in (*SURVIVED, *NOT_TESTED))
    killed = sum(code is not None for code in own.values()) - len(left)
    assert None not in own.values(), Counter(own.values())
    measure(
        f"changes of the code of {part} that a test notices",
        wanted=f"at least {WANTED:.0%}",
        found=f"{killed / len(own):.1%} of {len(own):,}; not: {' '.join(left)}",
        holds=killed >= WANTED * len(own),
    )


def found_exits() -> Iterator[tuple[str, int | None]]:
    for path in sorted(MUTANTS.rglob("*.py.meta")):
        module = path.relative_to(MUTANTS / "recoveryapp").as_posix().removesuffix(".py.meta")
        for name, code in json.loads(path.read_text())["exit_code_by_key"].items():
            yield f"{module}:{name.rpartition('.')[2]}", code
