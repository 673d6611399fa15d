"""The app's one HTML page: every address that is not a file or the API answers with it."""

import gzip
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from recoveryapp.common.policy_reports import PLACE

REPORTS = {"Reporting-Endpoints": f'policy="{PLACE}"'}
ENDS_WITH = f"frame-ancestors 'none'; report-to policy; report-uri {PLACE}"
NOT_BUILT = "The front end is not built yet: run `make run`, or `npm run build` in frontend/."


@cache
def built_page(folder: Path, changed_at: float) -> tuple[bytes, bytes, str]:
    """The page, the same by gzip, and its content policy, which names each script's hash.

    `changed_at` tells a new build.
    """
    policy = (folder / "content-security-policy.txt").read_text(encoding="utf-8").strip()
    page = (folder / "index.html").read_bytes()
    return page, gzip.compress(page, mtime=0), f"{policy}; {ENDS_WITH}"


@require_safe
@ensure_csrf_cookie
def shell(request: HttpRequest) -> HttpResponse:
    folder = Path(settings.FRONTEND_DIR)
    page = folder / "index.html"
    if not page.is_file():
        return HttpResponse(NOT_BUILT, status=503, content_type="text/plain")
    html, compressed, policy = built_page(folder, page.stat().st_mtime)
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache", **REPORTS}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        html, headers = compressed, {**headers, "Content-Encoding": "gzip"}
    response = HttpResponse(b"" if request.method == "HEAD" else html, headers=headers)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
