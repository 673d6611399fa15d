"""Asks a server as fast as it answers, by a fixed number of people: each asks again when answered.

    python -m tests.bench.client PORT CONNECTIONS SECONDS < asked.json

A process of its own, so that it takes as little from the servers as it can: requests are bytes made
beforehand, answers are read and not looked at. Prints what it saw as JSON.
"""

import json
import socket
import sys
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from uuid import uuid4

END_OF_HEAD = b"\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"
WARM_UP = 0.7
PATIENCE = 60.0


@dataclass
class Answers:
    codes: dict[str, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    broken: int = 0
    early: int = 0
    """Answers before the clock ran."""


@dataclass(frozen=True)
class Asked:
    """`NEW-ID` in path and body is another id each time."""

    method: str
    path: str
    headers: dict[str, str]
    body: str = ""

    def raw(self) -> bytes:
        new_id = str(uuid4())
        body = self.body.replace("NEW-ID", new_id)
        head = [f"{self.method} {self.path.replace('NEW-ID', new_id)} HTTP/1.1", "Host: localhost"]
        head += [f"{name}: {value}" for name, value in self.headers.items()]
        head += [f"Content-Length: {len(body.encode())}"] if body else []
        return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


def read_answer(connection: socket.socket) -> bytes:
    """Its first line; the rest is read to its end."""
    data = b""
    while END_OF_HEAD not in data:
        data += _more(connection)
    head, _, body = data.partition(END_OF_HEAD)
    lengths = [
        line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
    ]
    missing = int(lengths[0]) - len(body) if lengths else 0
    while missing > 0:
        missing -= len(_more(connection))
    while not lengths and not body.endswith(LAST_CHUNK):
        body = body[-len(LAST_CHUNK) :] + _more(connection)
    return head


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise ConnectionError("closed")
    return data


def ask(asked: Asked, *, port: int, until: float, seen: Answers, counts_from: float) -> None:
    codes: Counter[str] = Counter()
    while (begun := time.monotonic()) < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
                connection.sendall(asked.raw())
                code = read_answer(connection)[9:12].decode()
        except OSError:
            seen.broken += 1
            continue
        if begun < counts_from:
            seen.early += 1
        else:
            codes[code] += 1
            seen.seconds.append(time.monotonic() - begun)
    seen.codes = dict(codes)


def main(port: int, connections: int, seconds: float) -> Answers:
    asked = Asked(**json.load(sys.stdin))
    counts_from = time.monotonic() + WARM_UP
    until = counts_from + seconds
    each = [Answers() for _ in range(connections)]
    threads = [
        threading.Thread(
            target=ask,
            args=(asked,),
            kwargs={"port": port, "until": until, "seen": seen, "counts_from": counts_from},
        )
        for seen in each
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    codes: Counter[str] = Counter()
    for seen in each:
        codes.update(seen.codes)
    return Answers(
        codes=dict(codes),
        seconds=[s for seen in each for s in seen.seconds],
        broken=sum(seen.broken for seen in each),
        early=sum(seen.early for seen in each),
    )


if __name__ == "__main__":
    given_port, given_connections, given_seconds = sys.argv[1:]
    print(json.dumps(asdict(main(int(given_port), int(given_connections), float(given_seconds)))))
