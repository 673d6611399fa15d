"""One POST to a push service: to the address that was checked, no redirects, an end to all of it."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import certifi
import urllib3
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from recoveryapp.notifications.channels import Unreachable
from recoveryapp.notifications.push.endpoints import HTTPS_PORT, is_own, public_address, service_of

TIMEOUT = urllib3.Timeout(connect=5, read=10)
MOST_READ = 4096
MOST_CONNECTIONS = 64


@dataclass(frozen=True)
class Answer:
    status: int
    retry_after: str


def post(endpoint: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Raises NoPushService, or Unreachable where nothing answers in time."""
    service = service_of(endpoint)
    parts = urlsplit(endpoint)
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    pool = _own_pool(parts.scheme, service) if is_own(endpoint) else _pool(service, public_address(service))
    try:
        response = pool.urlopen(
            "POST",
            path,
            body,
            {**headers, "Host": service},
            redirect=False,
            retries=False,
            preload_content=False,
        )
    except urllib3.exceptions.HTTPError:
        raise Unreachable from None
    try:
        return Answer(response.status, response.headers.get("Retry-After", ""))
    finally:
        _let_go(response)


def _let_go(response: urllib3.BaseHTTPResponse) -> None:
    """A short answer is read, so that the connection serves again; any other is not worth waiting for."""
    length = response.headers.get("Content-Length", "")
    if not length.isdecimal() or int(length) > MOST_READ:
        response.close()
        return
    try:
        response.read(MOST_READ)
    except urllib3.exceptions.HTTPError:
        response.close()
    response.release_conn()


@cache
def _pool(host: str, address: str) -> HTTPSConnectionPool:
    """To the address that was looked at: a second look-up might answer another. The name is the host's."""
    return HTTPSConnectionPool(
        address,
        HTTPS_PORT,
        server_hostname=host,
        assert_hostname=host,
        ca_certs=certifi.where(),
        timeout=TIMEOUT,
        maxsize=MOST_CONNECTIONS,
    )


@cache
def _own_pool(scheme: str, service: str) -> HTTPConnectionPool:
    return urllib3.connection_from_url(f"{scheme}://{service}", timeout=TIMEOUT, maxsize=MOST_CONNECTIONS)
