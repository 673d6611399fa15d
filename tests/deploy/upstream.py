"""A web process that answers each with their own name, and nobody without one; at /came, when they came."""

from collections.abc import Callable, Iterable
from typing import Any

WRITTEN = 200


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    name, times = environ.get("HTTP_X_NAME", ""), int(environ.get("HTTP_X_TIMES", "1"))
    if environ["PATH_INFO"] == "/came":
        name = environ["HTTP_X_REQUEST_START"]
    body = environ["wsgi.input"].read()
    if environ["REQUEST_METHOD"] == "PUT" and name and body != name.encode() * WRITTEN:
        name = f"{name} wrote what was not theirs"
    answer = name.encode() * times
    status = "200 OK" if name or environ["PATH_INFO"].startswith("/health/") else "401 Unauthorized"
    start_response(status, [("Content-Length", str(len(answer)))])
    return [answer]
