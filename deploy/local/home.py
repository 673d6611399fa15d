"""Who runs the servers and where their files lie, also when the launcher is started by root.

PostgreSQL refuses to run as root, and no folder of the person's own is opened to others for its sake.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from deploy.local.say import Refusal

SHELTER = Path("/var/lib/recoveryapp")
ACCOUNTS = ("postgres", "nobody")
Command = Sequence[str | Path]


@dataclass(frozen=True)
class Home:
    """A folder, and the account that runs the servers; "" is whoever runs the launcher."""

    root: Path
    account: str = ""

    @cached_property
    def _entry(self) -> pwd.struct_passwd | None:
        return pwd.getpwnam(self.account) if self.account else None

    def private(self, name: str) -> Path:
        """A folder for the servers' account alone."""
        folder = self.root / name
        folder.mkdir(mode=0o700, exist_ok=True)
        self.give(folder)
        return folder

    def shared(self, name: str) -> Path:
        """A folder of ours that the servers' account can pass through but not write to."""
        return open_folder(self.root / name)

    def give(self, path: Path) -> None:
        if self._entry:
            os.chown(path, self._entry.pw_uid, self._entry.pw_gid, follow_symlinks=False)

    def run(
        self, command: Command, *, env: Mapping[str, str] | None = None, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Runs a short command as the servers' account."""
        return subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            env=env,
            input=stdin,
            user=self._entry.pw_uid if self._entry else None,
            group=self._entry.pw_gid if self._entry else None,
            extra_groups=[] if self._entry else None,
        )

    def can_use(self, path: Path) -> bool:
        """Asked of the kernel as that account: modes alone do not tell (access lists, mount options)."""
        return self.run(["/bin/sh", "-c", 'test -x "$0"', path]).returncode == 0

    def within_reach(self, program: Path, *, of: Sequence[Path], name: str) -> Path:
        """The program, or where the servers' account cannot run it, the one in a copy of the folders `of`.

        It lies in the first of them.
        """
        if self.can_use(program):
            return program
        if not of:
            raise Refusal(f"The account {self.account} runs the servers and cannot run {program}.")
        copies = self.shared("programs") / name
        if not copies.exists():
            _copy(of, copies)
        return copies / program.relative_to(of[0].parent)


def choose_home(data_dir: Path, *, shelter: Path = SHELTER) -> Home:
    here = Home(data_dir, servers_account())
    if here.can_use(data_dir):
        return here
    name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    elsewhere = Home(open_folder(shelter / name), here.account)
    if not elsewhere.can_use(elsewhere.root):
        raise Refusal(
            f"The account {here.account} runs the database, and can enter neither {data_dir} nor\n"
            f"{elsewhere.root}. Set DATA_DIR to a folder it can enter, or start as an ordinary user."
        )
    return elsewhere


def servers_account() -> str:
    if os.geteuid() != 0:
        return ""
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in ACCOUNTS:
        if name in known:
            return name
    raise Refusal(f"PostgreSQL does not run as root, and neither {' nor '.join(ACCOUNTS)} exists here.")


def open_folder(folder: Path) -> Path:
    """Ours, and only for what is not secret by itself: others may pass through, not look around."""
    for missing in reversed([path for path in folder.parents if not path.exists()]):
        missing.mkdir()
        missing.chmod(0o711)
    folder.mkdir(exist_ok=True)
    folder.chmod(0o711)
    return folder


def _copy(folders: Sequence[Path], copies: Path) -> None:
    unfinished = copies.with_name(f"{copies.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    open_folder(unfinished)
    for folder in folders:
        shutil.copytree(folder, unfinished / folder.name, symlinks=True)
    unfinished.rename(copies)
