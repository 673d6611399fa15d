"""What is needed to prove with: this machine's programs, else Debian's, kept with the other tools."""

import shutil
import tempfile
from pathlib import Path

from deploy.local.say import Refusal
from deploy.local.shell import run_quietly
from deploy.proof.tools import FOLDER

KEPT = FOLDER / "bin"
MISSING = """{name} is needed to prove with, which is not on PATH.
  Debian, Ubuntu: it comes by itself      Fedora: sudo dnf install {fedora}
  macOS:          brew install {package}"""


def find_program(name: str, *, package: str, fedora: str) -> Path:
    """`package` is Debian's, with the program in /usr/bin. Raises Refusal where there is none to be had."""
    if found := shutil.which(name):
        return Path(found)
    if not (KEPT / name).exists():
        if not shutil.which("apt-get"):
            raise Refusal(MISSING.format(name=name, package=package, fedora=fedora))
        _unpack(name, package)
    return KEPT / name


def _unpack(name: str, package: str) -> None:
    with tempfile.TemporaryDirectory(prefix=f"{package}-") as folder:
        run_quietly(["apt-get", "download", package], cwd=Path(folder))
        run_quietly(["dpkg", "--extract", next(Path(folder).glob("*.deb")), folder])
        shutil.move(Path(folder) / "usr" / "bin" / name, KEPT / name)
