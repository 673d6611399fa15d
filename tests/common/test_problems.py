"""Every error is problem details with a stable code."""

import pytest

from recoveryapp.accounts.models import User
from tests.conftest import ApiFor


def test_a_stranger_is_told_to_sign_in(api: ApiFor, db: None) -> None:
    answer = api().get("/api/v1/me/")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_signed_in"


def test_an_unknown_address_under_the_api_is_a_problem_and_not_the_page(api: ApiFor) -> None:
    answer = api().get("/api/v1/nothing/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_an_unknown_field_is_named(api: ApiFor, alice: User) -> None:
    answer = api(alice).patch("/api/v1/me/", {"role": "clinician", "shoe": 1}, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"]["shoe"][0]["code"] == "unknown_field"


@pytest.mark.parametrize(
    "body",
    [
        "{",
        '{"called": NaN}',
        '{"called": "a", "called": "b"}',
        "[" * 3000,
        b"\xff\xfe{}",
        '{"a":' * 25 + "1" + "}" * 25,
    ],
)
def test_what_is_not_strict_json_is_refused(api: ApiFor, alice: User, body: str | bytes) -> None:
    answer = api(alice).patch("/api/v1/me/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize("body", ['{"\\ud800": 1}', '{"theme": "\\ud800"}', '{"called": "\\udfff"}'])
def test_half_of_a_sign_is_refused_and_told_back_readably(api: ApiFor, alice: User, body: str) -> None:
    answer = api(alice).patch("/api/v1/me/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_a_body_without_end_is_refused(api: ApiFor, alice: User) -> None:
    answer = api(alice).patch(
        "/api/v1/me/", '{"called": "' + "a" * 300_000 + '"}', content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_another_media_type_is_refused(api: ApiFor, alice: User) -> None:
    answer = api(alice).patch("/api/v1/me/", "called=Ali", content_type="text/plain")
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("path", ["/api/v1/me/", "/api/v1/nothing/", "/", "/health/live"])
def test_every_answer_carries_the_security_headers(api: ApiFor, db: None, path: str) -> None:
    headers = api().get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_nothing_under_the_api_is_kept_by_a_cache(api: ApiFor, alice: User) -> None:
    assert api(alice).get("/api/v1/me/").headers["Cache-Control"] == "no-store"
