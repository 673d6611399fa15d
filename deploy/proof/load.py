"""People who read and write through the proxy, as phones do, and count what did not come back."""

import http.client
import json
import random
import re
import ssl
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import md5
from http import HTTPStatus
from itertools import chain
from pathlib import Path
from uuid import uuid4

READS = (
    "/api/v1/check-ins/",
    "/api/v1/check-ins/trend/?weeks=26",
    "/api/v1/goals/",
    "/api/v1/journal/entries/",
)
READS_OF_ALL = 0.7
CSRF = "c" * 32
FIRST_ERROR = 500
MARK = re.compile(rb"whose-[0-9a-f]{32}")
"""Stands in each person's words, and says who wrote them."""


@dataclass
class Seen:
    """What all of them met."""

    answers: Counter[int] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    in_vain: list[tuple[str, str, float]] = field(default_factory=list)
    """What was asked, the error that came or what broke it off, and after how many seconds."""
    foreign: Counter[str] = field(default_factory=Counter)
    """Answers that held somebody else's words."""
    stored: dict[str, str] = field(default_factory=dict)
    """Id of each check-in that the service said it has, and the session of its owner."""

    @property
    def lost(self) -> int:
        errors = sum(n for code, n in self.answers.items() if code >= FIRST_ERROR)
        return errors + self.broken.total() + self.foreign.total()

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[int(0.95 * len(self.seconds))] if self.seconds else 0.0


class Phone:
    """One connection, kept open as a browser does. `is_patient`: what did not come back is sent again, as
    the app's outbox does."""

    def __init__(self, port: int, ca: Path, session: str, *, is_patient: bool = False) -> None:
        self._port, self._session, self._is_patient = port, session, is_patient
        self._mark = f"whose-{md5(session.encode(), usedforsecurity=False).hexdigest()}"
        self._context = ssl.create_default_context(cafile=str(ca))
        self._connection: http.client.HTTPSConnection | None = None

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        """A connection that was kept open may end just then: as a browser does, what only reads is asked once
        more, on a new one."""
        try:
            return self._ask(method, path, body)
        except http.client.RemoteDisconnected:
            if method != "GET":
                raise
            return self._ask(method, path, body)

    def _ask(self, method: str, path: str, body: object) -> tuple[int, bytes]:
        if self._connection is None:
            self._connection = http.client.HTTPSConnection(
                "localhost", self._port, context=self._context, timeout=70
            )
        try:
            self._connection.request(method, path, json.dumps(body) if body else None, self._headers(method))
            answer = self._connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._connection = None
            raise

    def _headers(self, method: str) -> dict[str, str]:
        site = f"https://localhost:{self._port}"
        cookies = {"Cookie": f"__Host-session={self._session}; __Host-csrftoken={CSRF}"}
        more = {
            "X-CSRFToken": CSRF,
            "Origin": site,
            "Referer": f"{site}/",
            "Content-Type": "application/json",
        }
        return cookies if method == "GET" else cookies | more

    def live(self, seen: Seen, stop: threading.Event) -> None:
        draw = random.Random(self._session)  # noqa: S311 - what to ask next
        while not stop.is_set():
            if draw.random() < READS_OF_ALL:
                self._count(seen, "GET", draw.choice(READS))
            else:
                self._check_in(seen, stop, draw)

    def _check_in(self, seen: Seen, stop: threading.Event, draw: random.Random) -> None:
        row_id = str(uuid4())
        body = {
            "version": 0,
            "recorded_at": datetime.now(UTC).isoformat(),
            "functional": draw.choice(["some", "a_little", "a_lot"]),
            "words": f"{self._mark} Rain all day. " * 10,
        }
        while True:
            status = self._count(seen, "PUT", f"/api/v1/check-ins/{row_id}/", body)
            if status in {200, 201}:
                seen.stored[row_id] = self._session
            if status in {200, 201} or not self._is_patient:
                return
            time.sleep(0.5)

    def _count(self, seen: Seen, method: str, path: str, body: object = None) -> int:
        begun = time.monotonic()
        try:
            status, answer = self.ask(method, path, body)
        except (OSError, http.client.HTTPException) as error:
            seen.broken[f"{method}: {type(error).__name__}"] += 1
            seen.in_vain.append((f"{method} {path}", repr(error), round(time.monotonic() - begun, 1)))
            return 0
        took = time.monotonic() - begun
        seen.answers[status] += 1
        seen.seconds.append(took)
        if set(MARK.findall(answer)) - {self._mark.encode()}:
            seen.foreign[f"{method} {path}"] += 1
        if status >= FIRST_ERROR:
            seen.in_vain.append((f"{method} {path}", str(status), round(took, 1)))
        return status


@contextmanager
def people_using(port: int, ca: Path, sessions: list[str], *, is_patient: bool = False) -> Iterator[Seen]:
    seen, stop = Seen(), threading.Event()
    phones = [Phone(port, ca, session, is_patient=is_patient) for session in sessions]
    threads = [threading.Thread(target=phone.live, args=(seen, stop)) for phone in phones]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def missing(port: int, ca: Path, seen: Seen) -> list[str]:
    """Those that were said to be stored and are not there; each person looks for their own."""
    own: dict[str, list[str]] = defaultdict(list)
    for row_id, session in seen.stored.items():
        own[session].append(row_id)

    def not_found(session: str) -> list[str]:
        phone = Phone(port, ca, session)
        return [
            each
            for each in own[session]
            if phone.ask("GET", f"/api/v1/check-ins/{each}/")[0] != HTTPStatus.OK
        ]

    with ThreadPoolExecutor(max(1, len(own))) as people:
        return list(chain.from_iterable(people.map(not_found, own)))
