"""Where a push message may go. An endpoint comes from a browser, so from anybody: it may name any address."""

import re
import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

from recoveryapp.common.outbound import is_public
from recoveryapp.notifications.channels import Refused, Unreachable

LONGEST = 1_000
HTTPS_PORT = 443
VISIBLE_ASCII = re.compile(r"[!-~]+")
SERVICES = (
    "fcm.googleapis.com",
    "jmt17.google.com",
    "updates.push.services.mozilla.com",
    ".push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
)
"""Of Chrome, Firefox, Safari and Edge; those with a dot in front stand for every host below."""


class NoPushService(Refused):
    """Not an address of a push service we send to."""

    reason = "no_push_service"


def service_of(endpoint: str) -> str:
    """The push service's `host` or own origin. Raises NoPushService."""
    if not (len(endpoint) <= LONGEST and VISIBLE_ASCII.fullmatch(endpoint)) or "\\" in endpoint:
        raise NoPushService
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        raise NoPushService from None
    if f"{parts.scheme}://{parts.netloc}" in settings.OWN_PUSH_SERVICES:
        return parts.netloc
    host = parts.hostname or ""
    is_plain = parts.scheme == "https" and parts.netloc in {host, f"{host}:{HTTPS_PORT}"}
    if not is_plain or port not in {None, HTTPS_PORT} or not _is_listed(host):
        raise NoPushService
    return host


def is_own(endpoint: str) -> bool:
    """Of a service that the operator runs: it may be within their own network."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}" in settings.OWN_PUSH_SERVICES


def public_address(host: str) -> str:
    """Where the host is now. Raises NoPushService when any of its addresses is not on the open internet."""
    try:
        found = socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)
    except OSError:
        raise Unreachable from None
    addresses = [str(address[0]).partition("%")[0] for *_, address in found]
    if not addresses or not all(is_public(ip_address(each), HTTPS_PORT) for each in addresses):
        raise NoPushService
    return addresses[0]


def _is_listed(host: str) -> bool:
    return any(host.endswith(name) if name.startswith(".") else host == name for name in SERVICES)
