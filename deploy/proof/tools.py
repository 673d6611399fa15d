"""The real proxy and the published schemas, in an environment of their own: the app does not need them."""

from pathlib import Path

from deploy.local import stamp
from deploy.local.layout import ROOT, VENV
from deploy.local.python_environment import UV
from deploy.local.say import step
from deploy.local.shell import run_quietly

LOCK = ROOT / "deploy" / "proof" / "tools.lock"
FOLDER = VENV / "proof"
PYTHON = FOLDER / "bin" / "python"
CADDY = FOLDER / "bin" / "caddy"


def prepare_tools() -> None:
    made_from = stamp.digest([LOCK])
    if stamp.matches(FOLDER / ".made-from", made_from):
        return
    with step("Installing the proxy and the schemas to prove with"):
        run_quietly([UV, "venv", "--quiet", "--clear", "--python", VENV / "bin" / "python", FOLDER])
        run_quietly([UV, "pip", "install", "--require-hashes", "--python", PYTHON, "--requirement", LOCK])
        stamp.write(FOLDER / ".made-from", made_from)


def run_tool(script: str, *arguments: str | Path) -> str:
    return run_quietly([PYTHON, "-c", script, *arguments])
