"""What a phone asks of the server: is it still this person, and has all of it arrived?"""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from recoveryapp.common.parsers import MAX_BODY_BYTES, RAW
from recoveryapp.common.problems import CONTENT_TYPE, TITLES, problem

OWNER = "X-Owner"
ECHO = "X-Echo"
STORED = frozenset({200, 201, 204})

Handler = Callable[[HttpRequest], HttpResponse]


class Echo:
    """What names its owner is refused under anybody else's sign-in: a write, and a reading, which would be
    kept as that owner's. Once a write is stored, the answer repeats where and what it was: its address, and
    the hash of its content as canonical JSON."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        owner = request.headers.get(OWNER)
        if owner is None:
            return self.get_response(request)
        if request.user.is_authenticated and str(request.user.pk) != owner:
            return _written_by_another()
        if request.method == "GET" or not _is_canonical(request):
            return self.get_response(request)
        body = request.body  # before the view: a stream is read once
        response = self.get_response(request)
        if response.status_code in STORED:
            response.headers[ECHO] = f"{request.path} {content_hash(json.loads(body or 'null'))}"
        return response


def _is_canonical(request: HttpRequest) -> bool:
    """A piece of a file is no JSON, and what is too long is refused."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    return request.content_type != RAW and length <= MAX_BODY_BYTES


def content_hash(content: Any) -> str:
    """SHA-256 in hex of canonical JSON: keys in order, no spaces, UTF-8."""
    canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _written_by_another() -> JsonResponse:
    code = "written_by_another"
    return JsonResponse(problem(403, code, TITLES[code]), status=403, content_type=CONTENT_TYPE)
