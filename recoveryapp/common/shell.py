"""The app's one HTML page: every address that is not a file or the API answers with it."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from recoveryapp.common.ahead import Ahead, Screen
from recoveryapp.common.policy_reports import PLACE

REPORTS = {"Reporting-Endpoints": f'policy="{PLACE}"'}
ENDS_WITH = f"frame-ancestors 'none'; report-to policy; report-uri {PLACE}"
NOT_BUILT = "The front end is not built yet: run `make run`, or `npm run build` in frontend/."
HEAD_ENDS = "</head>"
VARIES = ("Accept-Encoding", "Accept-Language", "Sec-Fetch-Dest")
MOST_PAGES = 256
"""More than there are screens times languages."""


@dataclass(frozen=True)
class Build:
    """One build of the front end: its page, and its content policy, which names each script's hash."""

    page: str
    policy: str
    ahead: Ahead


@dataclass(frozen=True)
class Page:
    plain: bytes
    compressed: bytes
    tag: str


@cache
def build_in(folder: Path, changed_at: float) -> Build:
    """`changed_at` tells a new build."""
    policy = (folder / "content-security-policy.txt").read_text(encoding="utf-8").strip()
    page = (folder / "index.html").read_text(encoding="utf-8")
    return Build(page, f"{policy}; {ENDS_WITH}", Ahead.of(folder))


@lru_cache(MOST_PAGES)
def page_of(folder: Path, changed_at: float, screen: Screen | None, language: str) -> Page:
    """The same page for all, but for the names of what its screen needs."""
    build = build_in(folder, changed_at)
    links = build.ahead.links(screen, language) if screen else ""
    plain = build.page.replace(HEAD_ENDS, links + HEAD_ENDS, 1).encode()
    return Page(plain, gzip.compress(plain, mtime=0), hashlib.sha256(plain).hexdigest()[:16])


@require_safe
@ensure_csrf_cookie
def shell(request: HttpRequest) -> HttpResponseBase:
    folder = Path(settings.FRONTEND_DIR)
    page = folder / "index.html"
    if not page.is_file():
        return HttpResponse(NOT_BUILT, status=503, content_type="text/plain")
    changed_at = page.stat().st_mtime
    build = build_in(folder, changed_at)
    # What a phone keeps for any screen names what none needs.
    screen = build.ahead.screen_at(request.path) if _is_opened(request) else None
    found = page_of(folder, changed_at, screen, get_language_from_request(request))
    return _answer(request, found, build.policy)


def _is_opened(request: HttpRequest) -> bool:
    return request.headers.get("Sec-Fetch-Dest") == "document"


def _answer(request: HttpRequest, page: Page, policy: str) -> HttpResponseBase:
    body, tag, encoded = page.plain, f'"{page.tag}"', {}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body, tag, encoded = page.compressed, f'"{page.tag}-gzip"', {"Content-Encoding": "gzip"}
    whole = HttpResponse(b"" if request.method == "HEAD" else body, headers={"ETag": tag, **encoded})
    whole.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(whole, VARIES)
    response = get_conditional_response(request, tag, response=whole) or whole
    # Also where the phone has the page: what it is told now replaces what it was told with it.
    for name, value in {"Content-Security-Policy": policy, **REPORTS}.items():
        response.headers[name] = value
    return response
