"""Who runs the servers, and where their files lie, when the launcher is started by root.

PostgreSQL refuses to run as root, and no directory of the person's own is opened to others for its sake.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.say import Refusal

SHELTER = Path("/var/lib/recoveryapp")
ACCOUNTS = ("postgres", "nobody")
# The smallest sun_path among the systems we run on (macOS 104, Linux 108), less the closing zero.
SOCKET_PATH_BYTES = 103
LONGEST_SOCKET = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Home:
    """Where the servers' files lie, and the account that runs them; "" is whoever runs the launcher."""

    root: Path
    account: str = ""

    def private(self, name: str) -> Path:
        """A directory for the servers' account alone."""
        folder = self.root / name
        folder.mkdir(mode=0o700, exist_ok=True)
        self.give(folder)
        return folder

    def shared(self, name: str) -> Path:
        """A directory of ours that the servers' account can pass through but not write to."""
        return open_directory(self.root / name)

    def give(self, path: Path) -> None:
        if self.account:
            entry = pwd.getpwnam(self.account)
            os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)

    def run(self, command: Sequence[str | Path], **options: object) -> subprocess.CompletedProcess[str]:
        """Runs a short command as the servers' account."""
        entry = pwd.getpwnam(self.account) if self.account else None
        identity = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []} if entry else {}
        return subprocess.run(command, cwd="/", text=True, capture_output=True, **identity, **options)  # type: ignore[call-overload, no-any-return]

    def can_enter(self, folder: Path) -> bool:
        """Asked of the kernel as that account, for modes alone do not tell (access lists, mount options)."""
        return self.run(["/bin/sh", "-c", 'test -x "$0"', folder]).returncode == 0

    def usable(self, folders: Sequence[Path], *, program: str, name: str) -> Path:
        """The program inside the first folder, or inside copies of the folders where it is out of reach."""
        if self.can_enter(folders[0] / program):
            return folders[0] / program
        copies = self.shared("programs") / name
        if not copies.exists():
            _copy(folders, copies)
        return copies / folders[0].name / program


def choose_home(data_dir: Path, *, shelter: Path = SHELTER) -> Home:
    account = _account()
    here = Home(data_dir, account)
    if here.can_enter(data_dir):
        return here
    name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    elsewhere = Home(open_directory(shelter / name), account)
    if not elsewhere.can_enter(elsewhere.root):
        raise Refusal(
            f"The account {account} runs the database and can enter neither {data_dir} nor {elsewhere.root}.\n"
            "Set DATA_DIR to a folder it can enter, or start as an ordinary user."
        )
    return elsewhere


@contextmanager
def throw_away_home(data_dir: Path) -> Iterator[Home]:
    here = Home(data_dir, _account())
    if here.can_enter(data_dir):
        yield here
        return
    with tempfile.TemporaryDirectory(prefix="recoveryapp-", dir="/tmp") as folder:
        yield Home(open_directory(Path(folder)), here.account)


@contextmanager
def socket_directory(home: Home) -> Iterator[Path]:
    """Short enough for a socket's address, and without the comma that separates hosts in a PostgreSQL one."""
    folder = home.private("sockets")
    if len(os.fsencode(folder / LONGEST_SOCKET)) <= SOCKET_PATH_BYTES and "," not in str(folder):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="recoveryapp-", dir="/tmp") as short:
        home.give(Path(short))
        yield Path(short)


def open_directory(folder: Path) -> Path:
    """Ours, and only for what holds no secret of its own: others may pass through, not look around."""
    for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        missing.mkdir()
        missing.chmod(0o711)
    folder.chmod(0o711)
    return folder


def _account() -> str:
    if os.geteuid() != 0:
        return ""
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in ACCOUNTS:
        if name in known:
            return name
    raise Refusal(
        f"Started by root, the database needs an account of its own: none of {', '.join(ACCOUNTS)} exists."
    )


def _copy(folders: Sequence[Path], copies: Path) -> None:
    unfinished = copies.with_name(f"{copies.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    open_directory(unfinished)
    for folder in folders:
        shutil.copytree(folder, unfinished / folder.name, symlinks=True)
    unfinished.rename(copies)
