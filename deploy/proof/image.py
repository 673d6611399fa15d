"""Follows the Dockerfile, instruction by instruction, into a clean folder that stands for the images' roots.

What only an image has, accounts and ownership, is left out and said. The stages share one root, so that what
one installs keeps its path when the next takes it over.
"""

import os
import re
import shlex
import shutil
import sys
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from stat import S_IXOTH

from deploy.local.frontend import find_node
from deploy.local.layout import ROOT
from deploy.local.say import say, step
from deploy.local.shell import run_quietly

DOCKERFILE = ROOT / "deploy" / "Dockerfile"
IGNORED = DOCKERFILE.with_name("Dockerfile.dockerignore")
OF_THE_IMAGE = re.compile(r"(^|&&)\s*(useradd|adduser|chown)\b[^&]*")
"""Commands about the image's own accounts."""
PLACES = re.compile(r"(?<![\w.$/{-])/(src|venv|app|chunks|data|config|etc/caddy)\b")


@dataclass
class Image:
    """The last stage that was asked for: where its files are, what it sets and what it starts."""

    root: Path
    env: dict[str, str] = field(default_factory=dict)
    folder: Path = Path("/")
    command: list[str] = field(default_factory=list)
    account: str = ""

    def inside(self, text: str) -> str:
        """With the image's paths as paths below `root`."""
        return PLACES.sub(lambda place: f"{self.root}{place[0]}", text)


def instructions(text: str) -> list[tuple[str, str]]:
    whole = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    lines = [line.strip() for line in whole.splitlines() if line.strip()]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def build(root: Path, *, until: str = "app") -> Image:
    """Every stage up to the one named."""
    image = Image(root)
    for word, rest in instructions(DOCKERFILE.read_text()):
        if word == "FROM":
            if image.env.get("STAGE") == until:
                break
            image = _begin(root, rest)
        else:
            _follow(image, word, rest)
    return image


def _begin(root: Path, rest: str) -> Image:
    base, _, stage = rest.partition(" AS ")
    image = Image(root, env={"STAGE": stage, "PATH": os.environ["PATH"]})
    if base.startswith("node:"):
        image.env |= _node(root / "base-node")
    else:
        image.env |= _python(root / "base-python")
    say(f"  {base} (stands in: {_stand_in(base)})")
    return image


def _node(folder: Path) -> dict[str, str]:
    folder.mkdir()
    node = find_node()
    npm = folder / "npm"
    npm.write_text(f'#!/bin/sh\nPATH={shlex.quote(node.path)} exec {shlex.join(node.npm)} "$@"\n')
    npm.chmod(0o755)
    return {**node.env, "PATH": f"{folder}:{node.path}"}


def _python(folder: Path) -> dict[str, str]:
    if not folder.exists():
        run_quietly([_interpreter(), "-m", "venv", folder])
    return {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}


def _interpreter() -> str:
    """One that any account may run, where there is one: the app does not run as root."""
    for path in (sys.executable, "/usr/local/bin/python3", "/usr/bin/python3"):
        real = Path(path).resolve()
        if real.exists() and all(place.stat().st_mode & S_IXOTH for place in (real, *real.parents)):
            return path
    return sys.executable


def _stand_in(base: str) -> str:
    return "this machine's Node.js" if base.startswith("node:") else f"this machine's {_interpreter()}"


def _follow(image: Image, word: str, rest: str) -> None:
    match word:
        case "WORKDIR":
            image.folder = Path(image.inside(rest))
            image.folder.mkdir(parents=True, exist_ok=True)
        case "ENV":
            for pair in shlex.split(rest):
                name, value = pair.split("=", 1)
                image.env[name] = image.inside(value.replace("$PATH", image.env["PATH"]))
        case "COPY":
            _copy(image, rest)
        case "RUN":
            _run(image, rest)
        case "USER":
            image.account = rest
        case "CMD":
            image.command = [image.inside(part) for part in shlex.split(rest.strip("[]").replace(",", " "))]


def _run(image: Image, command: str) -> None:
    ours = image.inside(OF_THE_IMAGE.sub(lambda found: f"{found[1]} true ", command))
    with step(f"  RUN {command[:70]}"):
        run_quietly(["/bin/sh", "-ec", ours], cwd=image.folder, env=image.env)


def _copy(image: Image, rest: str) -> None:
    parts = rest.split()
    is_from_stage = parts[0].startswith("--from=")
    *sources, target = parts[1:] if is_from_stage else parts
    for source in sources:
        place = Path(image.inside(source)) if is_from_stage else ROOT / source
        goal = _goal(image, target, place)
        if place == goal:
            continue
        if place.is_dir():
            shutil.copytree(place, goal, dirs_exist_ok=True, ignore=None if is_from_stage else _ignored)
        else:
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(place, goal)


def _goal(image: Image, target: str, place: Path) -> Path:
    """A folder's contents go into the target, a file into it where it is named as a folder."""
    goal = image.folder / image.inside(target)
    return goal / place.name if target.endswith("/") and not place.is_dir() else goal


def _ignored(folder: str, names: list[str]) -> set[str]:
    """As the ignore file says: the last pattern that fits a path, or a folder it lies in, decides."""
    return {name for name in names if not _is_sent(Path(folder, name).relative_to(ROOT))}


def _is_sent(path: Path) -> bool:
    is_sent = True
    for line in IGNORED.read_text().split():
        pattern = line.removeprefix("!")
        names = [str(part) for part in (path, *path.parents) if str(part) != "."]
        if any(fnmatch(name, pattern) or fnmatch(f"/{name}", pattern.replace("**", "*")) for name in names):
            is_sent = line.startswith("!")
    return is_sent
