import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local import leftovers
from deploy.local.child import Child, Show, Spec, show_nothing
from deploy.local.home import Home, choose_home, open_folder, servers_account

ShowAs = Callable[[str], Show]
# The smallest room for a socket's path among the systems we run on (macOS 104, Linux 108), less a zero byte.
SOCKET_PATH_BYTES = 103
LONGEST_SOCKET = ".s.PGSQL.5432"
TEMPORARY = "/tmp"  # noqa: S108 - short, whatever TMPDIR says; only folders of mode 0700 are made in it


def show_nothing_as(_name: str) -> Show:
    return show_nothing


@dataclass(frozen=True, kw_only=True)
class Site:
    """Where servers run. Numbers of processes are kept apart from `home`, which others may write to."""

    home: Home
    sockets: Path
    pid_files: Path
    durable: bool = True
    show_as: ShowAs = show_nothing_as

    def start(self, spec: Spec) -> Child:
        return Child(spec, pid_files=self.pid_files, show=self.show_as(spec.name))

    @contextmanager
    def running(self, spec: Spec) -> Iterator[Child]:
        child = self.start(spec)
        try:
            yield child
        finally:
            child.stop()


@contextmanager
def site_in(data_dir: Path, *, durable: bool, show_as: ShowAs) -> Iterator[Site]:
    pid_files = open_folder(data_dir / "processes")
    leftovers.end_all(pid_files)
    with _home_in(data_dir, durable=durable) as home, _sockets_in(home) as sockets:
        yield Site(home=home, sockets=sockets, pid_files=pid_files, durable=durable, show_as=show_as)


@contextmanager
def _home_in(data_dir: Path, *, durable: bool) -> Iterator[Home]:
    here = Home(data_dir, servers_account())
    if durable:
        yield choose_home(data_dir)
    elif here.can_use(data_dir):
        yield here
    else:
        with tempfile.TemporaryDirectory(prefix="recoveryapp-", dir=TEMPORARY) as folder:
            yield Home(open_folder(Path(folder)), here.account)


@contextmanager
def _sockets_in(home: Home) -> Iterator[Path]:
    """Short enough for a socket, and without the comma that separates hosts in PostgreSQL's addresses."""
    folder = home.private("sockets")
    if len(os.fsencode(folder / LONGEST_SOCKET)) <= SOCKET_PATH_BYTES and "," not in str(folder):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="recoveryapp-", dir=TEMPORARY) as short:
        home.give(Path(short))
        yield Path(short)
