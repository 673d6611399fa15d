"""Production's proxy in front of the app that is measured: TLS, HTTP/2, and the built files."""

import os
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path

from deploy.proof.stack import free_ports
from deploy.proof.tools import CADDY, prepare_tools
from tests.bench.servers import READY_SECONDS, ROOT

OURS = ROOT / "deploy" / "Caddyfile"
FILES = Path(__file__).with_name("files.caddy")
BUILT = ROOT / "frontend" / "build"


@dataclass(frozen=True)
class Proxied:
    port: int
    ca: Path
    """What it signs with: its own, and known to nobody."""

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}"


@contextmanager
def proxied(app_port: int) -> Iterator[Proxied]:
    """What runs at that port, through it."""
    with _running(OURS, DOMAIN="localhost", UPSTREAMS=f"127.0.0.1:{app_port}", CHUNKS=str(BUILT)) as proxy:
        yield proxy


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a build for which no server is needed."""
    with _running(FILES, FOLDER=str(folder)) as proxy:
        yield proxy.address


@contextmanager
def _running(config: Path, **settings: str) -> Iterator[Proxied]:
    prepare_tools()
    port, http_port = free_ports(2)
    with tempfile.TemporaryDirectory(prefix="proxy-") as folder:
        proxy = Proxied(port, Path(folder) / "caddy" / "pki" / "authorities" / "local" / "root.crt")
        own = {"XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder}
        env = {**os.environ, **own, "HTTPS_PORT": str(port), "HTTP_PORT": str(http_port), **settings}
        command = [str(CADDY), "run", "--adapter", "caddyfile", "--config", str(config)]
        with subprocess.Popen(
            command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                _wait_for(proxy, process)
                yield proxy
            finally:
                process.terminate()


def _wait_for(proxy: Proxied, process: "subprocess.Popen[bytes]") -> None:
    """Until it has what it signs with, and answers."""
    until = time.monotonic() + READY_SECONDS
    while True:
        try:
            knows_it = ssl.create_default_context(cafile=proxy.ca)
            with closing(HTTPSConnection("localhost", proxy.port, timeout=5, context=knows_it)) as asking:
                asking.request("GET", "/health/live")
                asking.getresponse()
            return
        except OSError:
            assert process.poll() is None, "the proxy did not start"
            assert time.monotonic() < until, "the proxy does not answer"
            time.sleep(0.1)
