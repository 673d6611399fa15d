"""The app's one HTML page: every address that is not a file or the API answers with it."""

import re
from functools import cache
from html import unescape
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

PAGE = "app.html"
POLICY = re.compile(r'<meta http-equiv="content-security-policy" content="([^"]+)"')
NOT_BUILT = "The front end is not built yet: run `make run`, or `npm run build` in frontend/."


@cache
def built_page(path: Path, changed_at: float) -> tuple[str, str]:
    """The page and its content policy, which names each script's hash; `changed_at` tells a new build."""
    html = path.read_text(encoding="utf-8")
    found = POLICY.search(html)
    policy = unescape(found.group(1)) if found else "default-src 'none'"
    return html, f"{policy}; frame-ancestors 'none'"


@require_safe
@ensure_csrf_cookie
def shell(request: HttpRequest) -> HttpResponse:
    page = Path(settings.FRONTEND_DIR) / PAGE
    if not page.is_file():
        return HttpResponse(NOT_BUILT, status=503, content_type="text/plain")
    html, policy = built_page(page, page.stat().st_mtime)
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache"}
    return HttpResponse(html, headers=headers)
