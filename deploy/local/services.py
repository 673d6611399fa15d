import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local import leftovers
from deploy.local.child import Child, Show, show_nothing
from deploy.local.home import Home, choose_home, open_directory, socket_directory, throw_away_home
from deploy.local.postgres_data import database
from deploy.local.say import Refusal
from deploy.local.valkey import broker

ShowAs = Callable[[str], Show]


@dataclass(frozen=True)
class Services:
    env: dict[str, str]
    data: Path
    children: list[Child] = field(default_factory=list)


@contextmanager
def local_services(data_dir: Path, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """DATABASE_URL and REDIS_URL of servers that live as long as the block; those in the environment win."""
    with running_services(data_dir, durable=durable) as services:
        yield services.env


@contextmanager
def running_services(
    data_dir: Path, *, durable: bool = True, show_as: ShowAs = lambda _name: show_nothing
) -> Iterator[Services]:
    with ExitStack() as stack:
        stack.enter_context(_only_one(data_dir))
        home = choose_home(data_dir) if durable else stack.enter_context(throw_away_home(data_dir))
        services = Services(env=_given(), data=home.root)
        _start_missing(
            services, home, stack, durable=durable, pid_files=_pid_files(data_dir), show_as=show_as
        )
        yield services


def _given() -> dict[str, str]:
    return {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}


def _pid_files(data_dir: Path) -> Path:
    folder = open_directory(data_dir / "processes")
    leftovers.end_all(folder)
    return folder


def _start_missing(
    services: Services, home: Home, stack: ExitStack, *, durable: bool, pid_files: Path, show_as: ShowAs
) -> None:
    if len(services.env) == 2:
        return
    sockets = stack.enter_context(socket_directory(home))
    if "DATABASE_URL" not in services.env:
        start = database(home, sockets, durable=durable, pid_files=pid_files, show=show_as("db"))
        cluster, server = stack.enter_context(start)
        services.env["DATABASE_URL"] = cluster.url
        services.children.append(server)
    if "REDIS_URL" not in services.env:
        url, server = stack.enter_context(
            broker(home, sockets, durable=durable, pid_files=pid_files, show=show_as("broker"))
        )
        services.env["REDIS_URL"] = url
        services.children.append(server)


@contextmanager
def _only_one(data_dir: Path) -> Iterator[None]:
    """The lock ends with the process that holds it, however that ends."""
    with (data_dir / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Refusal(f"The app already runs on {data_dir} (process {lock.read().strip()}).") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
