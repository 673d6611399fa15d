"""The app's one HTML page: every address that is not a file or the API answers with it.

A few that strangers open first are drawn by the build, in English; the others begin empty.
"""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from recoveryapp.common.ahead import Ahead, Screen
from recoveryapp.common.policy_reports import PLACE

REPORTS = {"Reporting-Endpoints": f'policy="{PLACE}"'}
ENDS_WITH = f"frame-ancestors 'none'; report-to policy; report-uri {PLACE}"
NOT_BUILT = "The front end is not built yet: run `make run`, or `npm run build` in frontend/."
SHELL = "app"
HEAD_ENDS = "</head>"
VARIES = ("Accept-Encoding", "Accept-Language", "Sec-Fetch-Dest", "Ahead")
MOST_PAGES = 256
"""More than there are screens times languages."""


@dataclass(frozen=True, eq=False)
class Build:
    """One build of the front end: its page, those it has drawn, by their address, and its content policy.

    The policy names the hash of each script and style in a page.
    """

    page: str
    drawn: dict[str, str]
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
    pages = {page.stem: page.read_text(encoding="utf-8") for page in folder.glob("*.html")}
    page = pages.pop(SHELL)
    drawn = {"/" if name == "index" else f"/{name}": text for name, text in pages.items()}
    return Build(page, drawn, f"{policy}; {ENDS_WITH}", Ahead.of(folder))


@lru_cache(MOST_PAGES)
def page_of(build: Build, address: str, screen: Screen | None, language: str) -> Page:
    """The same page for all, but for the names of what its screen needs.

    `address` is empty, or that of a page that is drawn.
    """
    page = build.drawn[address] if address else build.page
    links = build.ahead.links(screen, language, beside=page) if screen else ""
    plain = page.replace(HEAD_ENDS, links + HEAD_ENDS, 1).encode()
    return Page(plain, gzip.compress(plain, mtime=0), hashlib.sha256(plain).hexdigest()[:16])


@require_safe
@ensure_csrf_cookie
def shell(request: HttpRequest) -> HttpResponse:
    folder = Path(settings.FRONTEND_DIR)
    page = folder / f"{SHELL}.html"
    if not page.is_file():
        return HttpResponse(NOT_BUILT, status=503, content_type="text/plain")
    build = build_in(folder, page.stat().st_mtime)
    return _answer(request, _page_for(request, build), build.policy)


def _page_for(request: HttpRequest, build: Build) -> Page:
    """What a phone keeps for any screen is drawn for none, and names what none needs."""
    language = get_language_from_request(request)
    if not _is_opened(request):
        return page_of(build, "", None, language)
    is_drawn = request.path in build.drawn and language == settings.LANGUAGE_CODE
    return page_of(build, request.path if is_drawn else "", build.ahead.screen_at(request.path), language)


def _is_opened(request: HttpRequest) -> bool:
    """In a window, or by a phone that keeps this page for when it will be."""
    return request.headers.get("Sec-Fetch-Dest") == "document" or "Ahead" in request.headers


def _answer(request: HttpRequest, page: Page, policy: str) -> HttpResponse:
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
