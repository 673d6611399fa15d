"""Chromium for the browser tests."""

import os
import shutil
from collections.abc import Sequence

from deploy.local.say import Refusal, step
from deploy.local.shell import run_quietly

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-dejavu-core", "fonts-liberation")
ASK_NOTHING = {"DEBIAN_FRONTEND": "noninteractive"}
MISSING = f"""The browser tests need Chromium, and none of {", ".join(NAMES)} is on PATH.
  Debian: sudo apt-get install {" ".join(PACKAGES)}
  Ubuntu: sudo snap install chromium      Fedora: sudo dnf install chromium
  macOS:  brew install --cask chromium
Without a browser: make test ARGS='-m "not e2e"'"""


def find_browser() -> str:
    """Installed first where it is missing and we may."""
    found = _on_path(NAMES)
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        with step("Installing Chromium for the browser tests"):
            run_quietly(["apt-get", "update"])
            run_quietly(["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES], env=ASK_NOTHING)
        found = _on_path(NAMES)
    if not found:
        raise Refusal(MISSING)
    return found


def _on_path(names: Sequence[str]) -> str | None:
    return next(filter(None, map(shutil.which, names)), None)
