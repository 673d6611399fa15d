"""The code is changed in small ways, one at a time: at least 85 of 100 changes must make a test fail."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.mutation.found import CHANGED, MUTANTS, ROOT, is_whole, module
from tests.plugins.bars import Measure

WANTED = 0.85

pytestmark = pytest.mark.audit


@pytest.fixture(scope="module", autouse=True)
def _changes() -> None:
    """From the beginning, but where the last run was cut short: that one is gone on with."""
    if is_whole():
        shutil.rmtree(MUTANTS)
    theirs = ("DATABASE_URL", "REDIS_URL", "DATA_DIR", "PYTEST_CURRENT_TEST")
    env = {name: value for name, value in os.environ.items() if name not in theirs}
    command = [sys.executable, "-m", "tests.mutation", "run", "--max-children", "1"]
    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-4_000:]


@pytest.mark.parametrize("name", CHANGED)
def test_a_change_of_the_code_makes_a_test_fail(name: str, measure: Measure) -> None:
    found = module(name)
    changes, noticed, missed, unreached, late = found.counts()
    assert found.is_done
    left = f"{missed} not, {unreached} out of reach, {late} too long"
    measure(
        f"changes of {name} that a test notices",
        wanted=f"at least {WANTED:.0%}",
        found=f"{found.share:.1%}: {noticed} of {changes}; {left}: {' '.join(found.left) or 'none'}",
        holds=found.share >= WANTED,
    )
