"""What one person's request does to another's, at the real proxy with the real configuration."""

import os
import random
import re
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPSConnection

from deploy.local.layout import ROOT
from deploy.proof.careless import careless_people
from tests.bench.proxy import OURS, Proxied, proxied
from tests.deploy.upstream import WRITTEN

PEOPLE = 8
REQUESTS = 150
PATIENCE_SECONDS = 30
"""For all of them: some two."""
TIMES = (1, 5, 400, 15_000)
"""How often a name is answered: less than the proxy's pieces, and more."""


@contextmanager
def web_process(port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "gunicorn", "tests.deploy.upstream:application"]
    env = {**os.environ, "PORT": str(port), "WEB_WORKERS": "2"}
    config = ["--config", str(ROOT / "deploy" / "gunicorn_conf.py")]
    with subprocess.Popen([*command, *config], cwd=ROOT, env=env, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


def connected(proxy: Proxied) -> HTTPSConnection:
    context = ssl.create_default_context(cafile=str(proxy.ca))
    return HTTPSConnection("localhost", proxy.port, context=context, timeout=60)


def not_theirs(proxy: Proxied, number: int) -> list[str]:
    """What this person was answered that is not their own name as often as they asked for it."""
    name, draw = f"person-{number};", random.Random(number)
    wrong: list[str] = []
    until = time.monotonic() + PATIENCE_SECONDS
    with closing(connected(proxy)) as connection:
        for _ in range(REQUESTS):
            if time.monotonic() > until:
                return [*wrong, f"{name} waited too long"]
            times, is_writing = draw.choice(TIMES), draw.random() < 0.3
            headers = {"X-Name": name, "X-Times": str(times)}
            connection.request(
                "PUT" if is_writing else "GET", "/", name * WRITTEN if is_writing else None, headers
            )
            answer = connection.getresponse()
            found = answer.read().decode()
            if (answer.status, found) != (200, name * times):
                wrong.append(f"{name} {answer.status} {found[:60]}")
    return wrong


def test_each_is_answered_their_own_words_whatever_others_send(free_port: int) -> None:
    """What was too large or broke off gave memory back twice once, and two people shared it."""
    with (
        web_process(free_port),
        proxied(free_port) as proxy,
        careless_people(proxy.port, proxy.ca) as met,
        ThreadPoolExecutor(PEOPLE) as people,
    ):
        wrong = [
            line for lines in people.map(lambda n: not_theirs(proxy, n), range(PEOPLE)) for line in lines
        ]
    assert not wrong
    assert set(met) <= {"401", "413", "cut"}
    assert met["401"]


def test_bodies_are_held_whole_or_not_at_all() -> None:
    """What is held in part is what people came to share: the test above sees it most times, not each time."""
    assert re.findall(r"^\s*request_buffers (\S+)", OURS.read_text(), re.MULTILINE) == ["unlimited"]


def test_what_is_too_large_is_refused_before_it_is_read(free_port: int) -> None:
    with web_process(free_port), proxied(free_port) as proxy:
        assert announced(proxy, 1_999_999, sent=1_999_999) == 401
        assert announced(proxy, 2_000_000, sent=0) == 413


def test_the_proxy_says_when_it_had_a_request_whatever_its_sender_says(free_port: int) -> None:
    with web_process(free_port), proxied(free_port) as proxy, closing(connected(proxy)) as connection:
        before = time.time()
        connection.request("GET", "/came", headers={"X-Request-Start": "t=1"})
        said = connection.getresponse().read().decode()
        after = time.time()
    assert before - 0.002 <= int(said.removeprefix("t=")) / 1000 <= after + 0.002


def announced(proxy: Proxied, size: int, *, sent: int) -> int:
    with closing(connected(proxy)) as connection:
        connection.putrequest("PUT", "/")
        connection.putheader("Content-Length", str(size))
        connection.endheaders(b"x" * sent)
        return connection.getresponse().status
