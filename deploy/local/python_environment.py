"""The virtual environment, with the packages of a lock file and no others' versions."""

import importlib.util
import sys
from pathlib import Path

from deploy.local import stamp
from deploy.local.layout import PYTHON, ROOT, VENV
from deploy.local.say import Refusal, say, step
from deploy.local.shell import CommandFailed, run_quietly

RUN_LOCK = ROOT / "requirements-local.lock"
# Holds everything that RUN_LOCK does, in the same versions.
TEST_LOCK = ROOT / "requirements-dev.lock"
INSTALLER_LOCK = Path(__file__).with_name("installer.lock")
PIP = VENV / "bin" / "pip"
UV = VENV / "bin" / "uv"
PIP_INSTALL = [
    str(PYTHON),
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--timeout",
    "30",
]
UV_SETTINGS = {"UV_HTTP_TIMEOUT": "30", "UV_SYSTEM_CERTS": "1", "VIRTUAL_ENV": str(VENV)}
NO_VENV = f"""This Python ({sys.executable}) cannot make virtual environments.
Debian, Ubuntu: apt-get install python3-venv. Or name another one: make run PYTHON=python3.12"""


def prepare_environment(lock: Path) -> None:
    if any(_is_installed(found) for found in {lock, TEST_LOCK}):
        return
    if not (_is_in_place() and _has_pip()):
        _make()
    with step(f"Installing the Python packages of {lock.name}"):
        _install(lock)
        stamp.write(_stamp_of(lock), stamp.digest([lock]))


def _is_installed(lock: Path) -> bool:
    return PYTHON.exists() and _is_in_place() and stamp.matches(_stamp_of(lock), stamp.digest([lock]))


def _stamp_of(lock: Path) -> Path:
    return VENV / f".installed-{lock.stem}"


def _is_in_place() -> bool:
    """Its scripts name their own place: they stop working when the checkout is moved."""
    return PIP.exists() and str(VENV) in PIP.read_text()


def _has_pip() -> bool:
    """False also for an environment whose Python was removed, or whose making was interrupted."""
    try:
        run_quietly([PYTHON, "-m", "pip", "--version"])
    except CommandFailed:
        return False
    return True


def _make() -> None:
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Refusal(NO_VENV)
    with step(f"Making a virtual environment in {VENV.name}"):
        run_quietly([sys.executable, "-m", "venv", "--clear", VENV])


def _install(lock: Path) -> None:
    """With uv, which takes seconds; with pip, which takes half a minute, where uv does not work."""
    try:
        if not UV.exists():
            run_quietly([*PIP_INSTALL, "--require-hashes", "--requirement", INSTALLER_LOCK])
        run_quietly([UV, "pip", "install", "--require-hashes", "--requirement", lock], env=UV_SETTINGS)
    except CommandFailed as error:
        say(f"{error}\nTrying again with pip.")
        run_quietly([*PIP_INSTALL, "--require-hashes", "--requirement", lock])
