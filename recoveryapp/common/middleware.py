"""Headers on every answer, errors and static files included."""

from collections.abc import Callable
from time import perf_counter, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from recoveryapp.common.tally import tally

Handler = Callable[[HttpRequest], HttpResponse]

CLOSED_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
WORKER = "/service-worker.js"
WORKER_POLICY = f"{CLOSED_POLICY}; connect-src 'self'"
"""A worker is bound by the policy of its own file: closed, it could not even fetch the app it is to keep."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
}
PRIVATE_PREFIXES = ("/api/", "/_allauth/")
PIECE = 64 * 1024
MOST_LEFT = 2_000_000
"""`max_size` of deploy/Caddyfile."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})
CAME_AT = "X-Request-Start"
"""By the proxy, when it has all of a request: "t=" and milliseconds since 1970."""
MOST_WAITED = 60.0
"""In seconds. What is longer was not waited: the clocks of two hosts disagree."""


class WholeBody:
    """Reads what a refused request still sends, before it is answered.

    A web server that answers earlier ends the connection. The proxy takes that for a process that broke
    down, and asks again. More than the proxy lets through is not read.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        left = MOST_LEFT
        try:
            while left > 0 and (piece := request.read(PIECE)):
                left -= len(piece)
        except UnreadablePostError:
            pass
        return response


class SecurityHeaders:
    """A closed content policy unless the view set its own; nothing under the API is kept by any cache."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        policy = WORKER_POLICY if request.path == WORKER else CLOSED_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        if settings.IS_HTTPS:
            response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        if request.path.startswith(PRIVATE_PREFIXES):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class Timing:
    """How many requests the API answered, how, how long they took and waited; of no person and of no page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PRIVATE_PREFIXES):
            return self.get_response(request)
        begun, waited = perf_counter(), _waited(request)
        response = self.get_response(request)
        kind = "read" if request.method in READING else "write"
        tally.count(kind=kind, status=response.status_code, seconds=perf_counter() - begun, waited=waited)
        return response


def _waited(request: HttpRequest) -> float | None:
    """Seconds since the proxy had it; None where nobody says so."""
    said = request.headers.get(CAME_AT, "").removeprefix("t=")
    if not (said.isascii() and said.isdecimal()):
        return None
    seconds = time() - int(said[:20]) / 1000
    return max(seconds, 0.0) if -1 < seconds < MOST_WAITED else None
