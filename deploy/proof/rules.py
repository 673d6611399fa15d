"""The rules for Prometheus, held to its own reading of them, and to what they have to say and when."""

import shutil
import tempfile
from pathlib import Path

from deploy.local.layout import ROOT
from deploy.local.say import Refusal
from deploy.local.shell import run_quietly
from deploy.proof.tools import FOLDER

RULES = ROOT / "deploy" / "monitoring" / "alerts.yml"
CASES = RULES.with_name("alerts_test.yml")
KEPT = FOLDER / "bin" / "promtool"
MISSING = """To prove the rules for Prometheus its promtool is needed, which is not on PATH.
  Debian, Ubuntu: it comes by itself      Fedora: sudo dnf install golang-github-prometheus
  macOS:          brew install prometheus"""


def demand_rules_call(rules: Path = RULES) -> None:
    """Each alert of `alerts_test.yml` is given when it is to be given, and not before."""
    promtool = find_promtool()
    with tempfile.TemporaryDirectory(prefix="rules-") as folder:
        beside = shutil.copy(CASES, folder)
        shutil.copy(rules, Path(folder) / RULES.name)
        run_quietly([promtool, "test", "rules", beside])


def find_promtool() -> str | Path:
    """Where it is not installed, this one program out of Debian's package, kept with the other tools."""
    if found := shutil.which("promtool"):
        return found
    if not KEPT.exists():
        if not shutil.which("apt-get"):
            raise Refusal(MISSING)
        _unpack()
    return KEPT


def _unpack() -> None:
    with tempfile.TemporaryDirectory(prefix="promtool-") as folder:
        run_quietly(["apt-get", "download", "prometheus"], cwd=Path(folder))
        package = next(Path(folder).glob("*.deb"))
        run_quietly(["dpkg", "--extract", package, folder])
        shutil.move(Path(folder) / "usr" / "bin" / "promtool", KEPT)
