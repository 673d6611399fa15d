"""`make prove` as a part of the audit, and that its looks can fail."""

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.layout import ROOT
from deploy.local.say import Refusal
from deploy.proof import declared, rules
from deploy.proof.image import _is_sent, instructions
from deploy.proof.tools import prepare_tools
from tests.plugins.bars import Measure


@pytest.mark.audit
def test_everything_in_deploy_works(measure: Measure) -> None:
    """Built, started twice, used, upgraded, backed up and restored: with no test's settings about."""
    done = subprocess.run(
        [sys.executable, "-m", "deploy.proof"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    last = (done.stdout + done.stderr).strip().splitlines()[-1]
    measure("make prove", wanted="everything holds", found=last, holds=done.returncode == 0)


@pytest.mark.audit
@pytest.mark.parametrize(
    ("right", "wrong"),
    [("read_only: true", "readonly: true"), ("interval: 30s", "interval: often")],
)
def test_a_mistake_in_the_compose_file_is_found(right: str, wrong: str) -> None:
    prepare_tools()
    declared.demand_compose_is_valid()
    with pytest.raises(Refusal):
        declared.demand_compose_is_valid(declared.COMPOSE.read_text().replace(right, wrong))


@pytest.mark.audit
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("reminders_oldest_unclaimed_seconds) > 120", "reminders_oldest_unclaimed_seconds) > 1200"),
        ("expr", "exp"),
    ],
)
def test_a_rule_that_would_not_call_is_found(tmp_path: Path, right: str, wrong: str) -> None:
    prepare_tools()
    rules.demand_rules_call()
    other = tmp_path / "alerts.yml"
    other.write_text(rules.RULES.read_text().replace(right, wrong))
    with pytest.raises(Refusal):
        rules.demand_rules_call(other)


def test_instructions_are_read_over_several_lines() -> None:
    text = "# first\nFROM a AS b\nRUN one \\\n && two\n\nUSER app\n"
    assert instructions(text) == [("FROM", "a AS b"), ("RUN", "one   && two"), ("USER", "app")]


@pytest.mark.parametrize(
    ("path", "is_sent"),
    [
        ("recoveryapp/settings.py", True),
        ("deploy/chunks.py", True),
        ("deploy/secrets/secret_key", False),
        ("deploy/.env", False),
        ("frontend/node_modules/x.js", False),
        ("recoveryapp/__pycache__/x.pyc", False),
        ("tests/conftest.py", False),
    ],
)
def test_the_image_gets_what_it_needs_and_no_secret(path: str, is_sent: bool) -> None:
    assert _is_sent(ROOT.joinpath(path).relative_to(ROOT)) == is_sent
