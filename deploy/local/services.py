import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.child import Child
from deploy.local.postgres_data import database
from deploy.local.say import Refusal
from deploy.local.site import ShowAs, Site, show_nothing_as, site_in
from deploy.local.valkey import broker

SERVERS: dict[str, Callable[[Site], AbstractContextManager[tuple[str, Child]]]] = {
    "DATABASE_URL": database,
    "REDIS_URL": broker,
}


@dataclass(frozen=True)
class Services:
    """The addresses, and the servers started for those that the environment did not give."""

    env: dict[str, str]
    children: list[Child]
    site: Site


@contextmanager
def local_services(data_dir: Path, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """DATABASE_URL and REDIS_URL of servers that live as long as the block; those in the environment win.

    `durable=False` is for tests: it gives up safety against a power cut for speed.
    """
    with only_one(data_dir), running_services(data_dir, durable=durable) as services:
        yield services.env


@contextmanager
def running_services(
    data_dir: Path, *, durable: bool = True, show_as: ShowAs = show_nothing_as
) -> Iterator[Services]:
    given = {name: os.environ[name] for name in SERVERS if os.environ.get(name)}
    with ExitStack() as stack:
        site = stack.enter_context(site_in(data_dir, durable=durable, show_as=show_as))
        services = Services(dict(given), [], site)
        for name, server in SERVERS.items():
            if name not in given:
                services.env[name], child = stack.enter_context(server(site))
                services.children.append(child)
        yield services


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Held by the process, not by a file's being there: it is free again however the process ends."""
    with (data_dir / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Refusal(f"The app runs already on {data_dir} (process {lock.read()}).") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
