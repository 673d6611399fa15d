"""Requests to addresses that others gave us: public hosts only, a bounded time, a bounded size, no surprises.

The name is resolved once, every address it has is looked at, and the connection goes to one of exactly these:
what a name server says a moment later changes nothing. Each redirect is looked at the same way.
"""

import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import IO
from urllib.parse import SplitResult, quote, urljoin, urlsplit

USER_AGENT = "Mozilla/5.0 (compatible; LinkCheck/1.0)"
"""Neutral: neither the product nor what it is for."""
PORTS = {"http": 80, "https": 443}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
TRANSLATED = IPv6Network("64:ff9b::/32")
"""IPv4 addresses in an IPv6 coat (RFC 6052, RFC 8215): what is inside may be private."""
PIECE = 64 * 1024
KEPT = "%/:=&?~+!$,;'@()*[]"
"""What stays as it is in a path."""
UNWANTED = re.compile(r"[\x00-\x20\x7f\\]")

Address = IPv4Address | IPv6Address
Allow = Callable[[Address, int], bool]
"""Whether a connection to this address and port is allowed."""


class OutboundRefused(Exception):
    """No request was made: the address is none that a stranger may send us to."""


class OutboundFailed(Exception):
    """Nobody there, nothing understandable, too slow or too long."""


@dataclass(frozen=True)
class Limits:
    seconds: float = 15
    bytes: int = 1024 * 1024
    redirects: int = 3


@dataclass(frozen=True)
class Answer:
    status: int
    url: str
    """Where it was in the end."""


def is_public(address: Address, port: int) -> bool:
    """An address of the public internet, at the usual ports of the web."""
    inner = address
    if isinstance(address, IPv6Address):
        if address in TRANSLATED or address.sixtofour or address.teredo:
            return False
        inner = address.ipv4_mapped or address
    return port in PORTS.values() and inner.is_global and not (inner.is_multicast or inner.is_reserved)


def fetch(url: str, *, limits: Limits, into: IO[bytes] | None = None, allow: Allow = is_public) -> Answer:
    """GET it. The body is written `into` a file, or not read at all.

    Raises OutboundRefused or OutboundFailed.
    """
    until = time.monotonic() + limits.seconds
    for _ in range(limits.redirects + 1):
        parts = _parts(url)
        with _answer(parts, until, allow) as answer:
            target = answer.getheader("Location") if answer.status in REDIRECTS else None
            if target is None:
                if into is not None:
                    _copy(answer, into, limits.bytes, until)
                return Answer(answer.status, url)
        url = urljoin(url, target)
    raise OutboundFailed("too many redirects")


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_fine = parts.scheme in PORTS and parts.hostname and "@" not in parts.netloc
        _ = parts.port  # raises ValueError when it is none
    except ValueError as error:
        raise OutboundRefused("not a web address") from error
    if not is_fine or UNWANTED.search(url):
        raise OutboundRefused("not a web address")
    return parts


@contextmanager
def _answer(parts: SplitResult, until: float, allow: Allow) -> Iterator[http.client.HTTPResponse]:
    """Whatever trickles in, the connection is cut when the time is up."""
    connection = _connect(parts, until, allow)
    cut = threading.Timer(max(0.0, until - time.monotonic()), _cut, [connection.sock])
    cut.daemon = True
    cut.start()
    try:
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
        connection.request("GET", quote(target, safe=KEPT), headers=headers)
        yield connection.getresponse()
    except (http.client.HTTPException, OSError, ValueError) as error:
        raise OutboundFailed(type(error).__name__) from error
    finally:
        cut.cancel()
        connection.close()


def _connect(parts: SplitResult, until: float, allow: Allow) -> http.client.HTTPConnection:
    host, port = _host(parts), parts.port or PORTS[parts.scheme]
    address = _checked_address(host, port, allow)
    connection = http.client.HTTPConnection(host, port)
    try:
        plain = socket.create_connection((str(address), port), timeout=max(0.1, until - time.monotonic()))
        connection.sock = plain
        if parts.scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except (OSError, ValueError) as error:
        connection.close()
        raise OutboundFailed(type(error).__name__) from error
    return connection


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError as error:
        raise OutboundRefused("not a web address") from error


def _checked_address(host: str, port: int, allow: Allow) -> Address:
    """One that the name has now. A name with a single address that is not allowed is refused altogether."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OutboundFailed("no such host") from error
    addresses = [ip_address(str(row[4][0]).partition("%")[0]) for row in found]
    if not addresses or not all(allow(address, port) for address in addresses):
        raise OutboundRefused("not a public address")
    return addresses[0]


def _copy(answer: http.client.HTTPResponse, into: IO[bytes], limit: int, until: float) -> None:
    taken = 0
    while piece := answer.read(PIECE):
        taken += len(piece)
        if taken > limit:
            raise OutboundFailed("too long")
        into.write(piece)
    if answer.length or time.monotonic() >= until:
        raise OutboundFailed("cut off")


def _cut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it ended by itself
