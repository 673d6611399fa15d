"""The one way out: never inwards, never long, never much."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from ipaddress import ip_address
from typing import Any

import pytest

from recoveryapp.common.outbound import (
    Address,
    Answer,
    Limits,
    OutboundFailed,
    OutboundRefused,
    fetch,
    is_public,
)

SHORT = Limits(seconds=1, bytes=1000)

INWARDS = [
    "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://0.0.0.0/", "http://[::]/",
    "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/",
    "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/",
    "http://100.64.0.1/", "http://198.18.0.1/", "http://192.0.2.1/", "http://203.0.113.1/", "http://224.0.0.1/",
    "http://240.0.0.1/", "http://255.255.255.255/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:10.0.0.1]/",
    "http://[fe80::1]/", "http://[fc00::1]/", "http://[fd00:ec2::254]/", "http://[ff02::1]/",
    "http://[64:ff9b::7f00:1]/", "http://[64:ff9b:1::7f00:1]/", "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/", "http://[2001:db8::1]/", "http://8.8.8.8:22/", "http://8.8.8.8:6379/",
    "http://1.1.1.1:8080/", "http://[2606:4700::1111]:5432/", "https://127.0.0.1/", "https://[::1]:443/",
]  # fmt: skip
NO_WEB_ADDRESS = [
    "file:///etc/passwd", "gopher://8.8.8.8/", "ftp://8.8.8.8/", "//8.8.8.8/", "8.8.8.8", "", "http://",
    "http:///path", "http://me:secret@8.8.8.8/", "http://8.8.8.8@127.0.0.1/", "http://8.8.8.8:99999/",
    "http://8.8.8.8:x/", "http://8.8.8.8/ x", "http://8.8.8.8/\r\nHost: x", "http://8.8.8.8\\@127.0.0.1/",
    "http://[::1/", "javascript:alert(1)", "data:text/html,x", "unix:///run/redis.sock", "jar:http://8.8.8.8!/",
    "dict://8.8.8.8:11211/", "http://\t8.8.8.8/", "http://ex\u0000ample.org/",
]  # fmt: skip


def forbid(*args: Any, **kwargs: Any) -> Any:
    raise AssertionError("a connection was tried")


@pytest.mark.parametrize("url", [*INWARDS, *NO_WEB_ADDRESS])
def test_no_connection_is_tried_to_what_is_not_public(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", forbid)

    with pytest.raises(OutboundRefused):
        fetch(url, limits=SHORT)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_allowed_at_the_ports_of_the_web(address: str) -> None:
    assert is_public(ip_address(address), 443)
    assert is_public(ip_address(address), 80)
    assert not is_public(ip_address(address), 8443)


class Site:
    """A server on loopback that answers as it is told, and remembers what it was asked."""

    def __init__(self, answer: Callable[[BaseHTTPRequestHandler], None]) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers)))
                answer(self)

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}"

    def allow(self, address: Address, port: int) -> bool:
        return address == ip_address("127.0.0.1") and port == self.port


@contextmanager
def site(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[Site]:
    running = Site(answer)
    thread = threading.Thread(target=running.server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield running
    finally:
        running.server.shutdown()
        running.server.server_close()
        thread.join()


def say(text: bytes, status: int = 200) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Length", str(len(text)))
        request.end_headers()
        request.wfile.write(text)

    return answer


def send_to(url: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", url)
        request.end_headers()

    return answer


def test_a_page_is_fetched_with_neutral_words() -> None:
    body = BytesIO()
    with site(say(b"hello")) as there:
        answer = fetch(
            f"{there.url}/a b".replace(" ", "%20") + "?q=ä", limits=SHORT, into=body, allow=there.allow
        )

    assert (answer.status, body.getvalue()) == (200, b"hello")
    ((path, headers),) = there.asked
    assert path == "/a%20b?q=%C3%A4"
    assert headers["User-Agent"] == "Mozilla/5.0 (compatible; LinkCheck/1.0)"
    assert not {"Cookie", "Referer", "Authorization"} & headers.keys()


def test_a_status_is_told_and_not_an_error() -> None:
    with site(say(b"", 404)) as there:
        assert fetch(there.url, limits=SHORT, allow=there.allow) == Answer(404, there.url)


def test_a_redirect_is_followed_to_where_one_may_go() -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        (say(b"here") if request.path == "/new" else send_to("/new"))(request)

    with site(answer) as there:
        assert fetch(there.url, limits=SHORT, allow=there.allow) == Answer(200, f"{there.url}/new")


def test_a_redirect_inwards_is_refused_before_it_is_made() -> None:
    with site(say(b"secret")) as inside:
        with site(send_to(inside.url)) as there, pytest.raises(OutboundRefused):
            fetch(there.url, limits=SHORT, allow=there.allow)
        assert inside.asked == []


def test_going_round_in_a_circle_comes_to_an_end() -> None:
    with site(send_to("/")) as there, pytest.raises(OutboundFailed, match="too many redirects"):
        fetch(there.url, limits=SHORT, allow=there.allow)

    assert len(there.asked) == 4


def test_a_name_is_resolved_once_and_the_connection_goes_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that says something else the second time is not asked a second time."""
    asked: list[str] = []

    def resolve(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    with site(say(b"hello")) as there:
        monkeypatch.setattr(socket, "getaddrinfo", _for("rebind.example", resolve))
        answer = fetch(f"http://rebind.example:{there.port}/", limits=SHORT, allow=there.allow)

    assert (answer.status, asked) == (200, ["rebind.example"])
    assert there.asked[0][1]["Host"] == f"rebind.example:{there.port}"


def _for(name: str, resolve: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    real = socket.getaddrinfo
    return lambda host, *args, **kwargs: (resolve if host == name else real)(host, *args, **kwargs)


def test_a_name_with_one_inner_address_among_others_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 80)) for a in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: both)
    monkeypatch.setattr(socket, "create_connection", forbid)

    with pytest.raises(OutboundRefused):
        fetch("http://example.org/", limits=SHORT)


def trickle_head(request: BaseHTTPRequestHandler) -> None:
    for _ in range(100):
        try:
            request.wfile.write(b"H")
        except OSError:
            return
        time.sleep(0.05)


def trickle_body(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    trickle_head(request)


@pytest.mark.parametrize("answer", [trickle_head, trickle_body])
def test_what_trickles_is_cut_when_the_time_is_up(answer: Callable[[BaseHTTPRequestHandler], None]) -> None:
    limits = Limits(seconds=0.5, bytes=1000)
    with site(answer) as there:
        start = time.monotonic()
        with pytest.raises(OutboundFailed):
            fetch(there.url, limits=limits, into=BytesIO(), allow=there.allow)
        took = time.monotonic() - start

    assert 0.4 < took < 1.5


def test_what_is_too_long_is_given_up() -> None:
    body = BytesIO()
    with site(say(b"x" * 1001)) as there, pytest.raises(OutboundFailed, match="too long"):
        fetch(there.url, limits=SHORT, into=body, allow=there.allow)


def test_nobody_there_is_a_failure_and_not_a_crash() -> None:
    with site(say(b"")) as gone:
        pass

    with pytest.raises(OutboundFailed):
        fetch(gone.url, limits=SHORT, allow=gone.allow)


def test_what_is_no_http_is_a_failure_and_not_a_crash() -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"\x00\x01nonsense\r\n\r\n")

    with site(answer) as there, pytest.raises(OutboundFailed):
        fetch(there.url, limits=SHORT, allow=there.allow)


def test_a_secure_page_without_a_good_certificate_is_a_failure() -> None:
    with site(say(b"hello")) as there, pytest.raises(OutboundFailed):
        fetch(there.url.replace("http:", "https:"), limits=SHORT, allow=there.allow)

    assert there.asked == []
