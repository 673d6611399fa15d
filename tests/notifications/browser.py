"""A browser with its keys, and a push service that it listens to: what was sent is opened as only it can."""

import base64
import json
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY = ec.generate_private_key(ec.SECP256R1())
AUTH = b"sixteen bytes !!"


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def browser_subscription(endpoint: str) -> dict[str, Any]:
    point = KEY.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {"endpoint": endpoint, "keys": {"p256dh": _encoded(point), "auth": _encoded(AUTH)}}


@dataclass(frozen=True)
class Pushed:
    """One call, as the push service saw it."""

    path: str
    headers: dict[str, str]
    body: bytes

    def opened(self) -> dict[str, Any]:
        """By the browser's private key (RFC 8291)."""
        plain = http_ece.decrypt(self.body, private_key=KEY, auth_secret=AUTH, version="aes128gcm")
        found: dict[str, Any] = json.loads(plain)
        return found


@dataclass
class Answer:
    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    slowness: float = 0.0
    """Seconds before it answers."""


class PushService(ThreadingHTTPServer):
    """`answers` are given one after the other, then `usual`."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.calls: list[Pushed] = []
        self.answers: deque[Answer] = deque()
        self.usual = Answer()
        self.lock = threading.Lock()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def endpoint(self, name: str = "me") -> str:
        return f"{self.origin}/push/{name}"

    def answer_to(self, path: str) -> Answer:
        with self.lock:
            return self.answers.popleft() if self.answers else self.usual


class _Talk(BaseHTTPRequestHandler):
    server: PushService
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        answer = self.server.answer_to(self.path)
        time.sleep(answer.slowness)
        with self.server.lock:
            self.server.calls.append(Pushed(self.path, dict(self.headers.items()), body))
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Quiet."""


@contextmanager
def push_service() -> Iterator[PushService]:
    with PushService() as service:
        thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield service
        service.shutdown()
