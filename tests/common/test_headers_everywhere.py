"""The same headers on every answer there is: pages, files, the API, redirects, errors and "not changed"."""

from pathlib import Path

import pytest
from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.test import Client, override_settings
from django.urls import include, path

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.common.middleware import HEADERS
from recoveryapp.common.problems import bad_request, not_found, server_error
from tests.conftest import ApiFor
from tests.structure.test_routes import PUBLIC, ROUTES, _split

LOGIN = "/_allauth/browser/v1/auth/login"
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


def leads_on(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/today")


urlpatterns = [
    path("breaks", breaks),
    path("leads-on", leads_on),
    path("", include("recoveryapp.urls")),
]
handler400, handler404, handler500 = bad_request, not_found, server_error


def demand_headers(answer: HttpResponseBase, where: object) -> None:
    for name, value in HEADERS.items():
        assert answer.headers.get(name) == value, (where, name)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'"), where
    assert "frame-ancestors 'none'" in policy, where
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & set(policy.replace(";", " ").split()), where
    if isinstance(answer, StreamingHttpResponse):
        b"".join(answer)  # to its end, which closes the file


def address_of(route: str) -> str:
    return "/" + "".join(str(new_id()) if part.startswith("<") else part for part in _split(route))


def files() -> list[Path]:
    """One of each kind the build has, and the worker."""
    found = {file.suffix: file for file in settings.FRONTEND_DIR.rglob("*") if file.is_file()}
    return [file for suffix, file in found.items() if suffix not in {".br", ".gz"}]


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_every_route_and_method(is_signed_in: bool, alice: User, api: ApiFor) -> None:
    client = api(alice) if is_signed_in else api()
    private = {route for route, entry in ROUTES if entry.name not in PUBLIC}
    for route in sorted({route for route, _ in ROUTES}):
        for method in METHODS:
            answer = getattr(client, method)(address_of(route))
            demand_headers(answer, (method, route))
            assert route not in private or "no-store" in answer.headers["Cache-Control"], (method, route)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/today",
        "/no/such/page",
        "/health/live",
        "/health/ready",
        "/_app/nothing",
        "/api/nothing",
        "/api/v1/me/%00",
        "/_allauth/browser/v1/auth/session",
        "/_allauth/browser/v1/nothing",
    ],
)
def test_pages_and_what_is_not_there(address: str, db: None) -> None:
    for method in METHODS:
        demand_headers(getattr(Client(), method)(address), (method, address))


def test_files_also_when_they_have_not_changed(db: None) -> None:
    kinds = files()
    assert {".js", ".css", ".html"} <= {file.suffix for file in kinds}
    for file in kinds:
        address = f"/{file.relative_to(settings.FRONTEND_DIR)}"
        whole = Client().get(address)
        demand_headers(whole, address)
        if modified := whole.headers.get("Last-Modified"):
            again = Client().get(address, headers={"If-Modified-Since": modified})
            assert again.status_code == 304, address
            demand_headers(again, address)


@override_settings(ROOT_URLCONF="tests.common.test_headers_everywhere")
def test_errors_redirects_and_refusals(db: None) -> None:
    client = Client(raise_request_exception=False)
    expected = {
        "an error of ours": (client.get("/breaks"), 500),
        "a redirect": (client.get("/leads-on"), 302),
        "no token": (Client(enforce_csrf_checks=True).post(LOGIN, {}, "application/json"), 403),
        "too large": (client.post("/api/v1/invitations/look/", b"x" * 600_000, "application/json"), 413),
    }
    with override_settings(ALLOWED_HOSTS=["app.example.org"]):
        expected["another host"] = (client.get("/api/v1/me/", headers={"Host": "evil.example"}), 400)
    for what, (answer, status) in expected.items():
        assert answer.status_code == status, what
        demand_headers(answer, what)


@override_settings(IS_HTTPS=True)
def test_https_stays_https_for_two_years(db: None) -> None:
    answer = Client().get("/no/such/page")
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
