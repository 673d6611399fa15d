"""Production's proxy in front of the app that is measured: TLS, HTTP/2, and the built files."""

import os
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPSConnection
from pathlib import Path

from deploy.proof.stack import free_ports
from deploy.proof.tools import CADDY, prepare_tools
from tests.bench.servers import READY_SECONDS, ROOT

CADDYFILE = ROOT / "deploy" / "Caddyfile"
BUILT = ROOT / "frontend" / "build"


@contextmanager
def proxied(app_port: int) -> Iterator[str]:
    """Its address. What signs for it is its own, and known to nobody."""
    prepare_tools()
    port, http_port = free_ports(2)
    with tempfile.TemporaryDirectory(prefix="proxy-") as folder:
        own = {
            "DOMAIN": "localhost",
            "HTTP_PORT": str(http_port),
            "HTTPS_PORT": str(port),
            "UPSTREAMS": f"127.0.0.1:{app_port}",
            "CHUNKS": str(BUILT),
            "XDG_DATA_HOME": folder,
            "XDG_CONFIG_HOME": folder,
        }
        command = [str(CADDY), "run", "--adapter", "caddyfile", "--config", str(CADDYFILE)]
        with subprocess.Popen(
            command, env={**os.environ, **own}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                _wait_for(port, Path(folder), process)
                yield f"https://localhost:{port}"
            finally:
                process.terminate()


def _wait_for(port: int, folder: Path, process: "subprocess.Popen[bytes]") -> None:
    """Until it has what it signs with, and the app answers through it."""
    authority = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    until = time.monotonic() + READY_SECONDS
    while True:
        try:
            knows_it = ssl.create_default_context(cafile=authority)
            with closing(HTTPSConnection("localhost", port, timeout=5, context=knows_it)) as asking:
                asking.request("GET", "/health/live")
                asking.getresponse()
            return
        except OSError:
            assert process.poll() is None, "the proxy did not start"
            assert time.monotonic() < until, "the proxy does not answer"
            time.sleep(0.1)
