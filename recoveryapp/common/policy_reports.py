"""Where a browser says that the content policy stopped something. Anybody can send anything here: what is
written down is two words out of a list, and nothing of who, of which page or of what stood on it."""

import json
import logging
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PLACE = "/policy-report"
TYPES = frozenset({"application/reports+json", "application/csp-report"})
MOST_BYTES = 8 * 1024
MOST_REPORTS = 10
"""In one request."""
MOST_IN_A_MINUTE = 30
"""Requests, from everybody together: a browser that has something to say says it often."""
DIRECTIVES = frozenset(
    {
        *("default-src", "script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem"),
        *("style-src-attr", "img-src", "font-src", "connect-src", "media-src", "object-src", "frame-src"),
        *("child-src", "worker-src", "manifest-src", "base-uri", "form-action", "frame-ancestors"),
        *("require-trusted-types-for", "trusted-types"),
    }
)
WORDS = frozenset({"inline", "eval", "wasm-eval", "self", "trusted-types-sink", "trusted-types-policy"})
SCHEMES = ("data", "blob", "chrome-extension", "moz-extension", "safari-web-extension")


@csrf_exempt
@require_POST
def policy_report(request: HttpRequest) -> HttpResponse:
    if request.content_type not in TYPES:
        return HttpResponse(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if not _is_wanted():
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    for directive, blocked in _in_short(request.body):
        logger.warning("content policy: %s stopped %s", directive, blocked)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _is_wanted() -> bool:
    """What cannot be counted is not written down."""
    try:
        cache.add("policy-reports", 0, timeout=60)
        return bool(cache.incr("policy-reports") <= MOST_IN_A_MINUTE)
    except (RedisError, ValueError):
        return False


def _in_short(body: bytes) -> Iterator[tuple[str, str]]:
    """Of each report in either of the two forms; nothing of what is in neither."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return
    for one in (said if isinstance(said, list) else [said])[:MOST_REPORTS]:
        found = _found_in(one)
        if found is not None:
            yield found


def _found_in(one: Any) -> tuple[str, str] | None:
    report = one.get("csp-report") or one.get("body") if isinstance(one, dict) else None
    if not isinstance(report, dict):
        return None
    directive = str(report.get("effective-directive") or report.get("effectiveDirective"))
    blocked = str(report.get("blocked-uri") or report.get("blockedURL"))
    return (directive if directive in DIRECTIVES else "another rule", _kind_of(blocked))


def _kind_of(blocked: str) -> str:
    if blocked in WORDS:
        return blocked
    scheme = blocked.partition(":")[0]
    if scheme in SCHEMES:
        return scheme
    return "own address" if blocked.startswith(settings.PUBLIC_URL) else "another address"
