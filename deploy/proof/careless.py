"""People whose requests are not as they should be: too large, broken off, or with nobody signed in."""

import random
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PAUSE_SECONDS = 0.05
PATIENCE_SECONDS = 70


@dataclass(frozen=True)
class Fault:
    announced: int
    """Bytes; 0: in a chunk, which says nothing of the whole."""
    sent: int

    def head(self) -> bytes:
        if self.announced:
            return b"Content-Length: %d\r\n\r\n" % self.announced
        return b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % self.sent

    def body(self) -> bytes:
        return b"z" * self.sent + (b"" if self.announced else b"\r\n0\r\n\r\n")

    @property
    def is_cut(self) -> bool:
        return self.sent < self.announced


FAULTS = (
    Fault(announced=3_000_000, sent=3_000_000),
    Fault(announced=0, sent=3_000_000),
    Fault(announced=1_900_000, sent=1_900_000),
    Fault(announced=300_000, sent=300_000),
    Fault(announced=1_500_000, sent=700_000),
    Fault(announced=100_000, sent=50_000),
)


@contextmanager
def careless_people(port: int, ca: Path, *, count: int = 2) -> Iterator[Counter[str]]:
    """What they were answered: the status, or `cut` where somebody hung up."""
    met: Counter[str] = Counter()
    stop = threading.Event()
    context = ssl.create_default_context(cafile=str(ca))
    people = [threading.Thread(target=_live, args=(port, context, n, met, stop)) for n in range(count)]
    for person in people:
        person.start()
    try:
        yield met
    finally:
        stop.set()
        for person in people:
            person.join()


def _live(port: int, context: ssl.SSLContext, seed: int, met: Counter[str], stop: threading.Event) -> None:
    draw = random.Random(seed)  # noqa: S311 - what to do wrong next
    while not stop.is_set():
        try:
            met[_ask(port, context, draw.choice(FAULTS))] += 1
        except OSError:
            met["cut"] += 1
        time.sleep(PAUSE_SECONDS)


def _ask(port: int, context: ssl.SSLContext, fault: Fault) -> str:
    with (
        socket.create_connection(("localhost", port), timeout=PATIENCE_SECONDS) as bare,
        context.wrap_socket(bare, server_hostname="localhost") as connection,
    ):
        connection.sendall(b"PUT /api/v1/check-ins/0/ HTTP/1.1\r\nHost: localhost:%d\r\n" % port)
        connection.sendall(fault.head() + fault.body())
        if fault.is_cut:
            return "cut"
        return connection.recv(12).decode(errors="replace").removeprefix("HTTP/1.1 ") or "cut"
