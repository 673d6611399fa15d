"""The rules for Prometheus, held to its own reading of them, and to what they have to say and when."""

import shutil
import tempfile
from pathlib import Path

from deploy.local.layout import ROOT
from deploy.local.shell import run_quietly
from deploy.proof.programs import find_program

RULES = ROOT / "deploy" / "monitoring" / "alerts.yml"
CASES = RULES.with_name("alerts_test.yml")


def demand_rules_call(rules: Path = RULES) -> None:
    """Each alert of `alerts_test.yml` is given when it is to be given, and not before."""
    promtool = find_program("promtool", package="prometheus", fedora="golang-github-prometheus")
    with tempfile.TemporaryDirectory(prefix="rules-") as folder:
        beside = shutil.copy(CASES, folder)
        shutil.copy(rules, Path(folder) / RULES.name)
        run_quietly([promtool, "test", "rules", beside])
