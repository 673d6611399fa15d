"""What a browser says about the content policy: written down in two words, and nothing of anybody."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from redis.exceptions import ConnectionError as NotThere

from recoveryapp.common import policy_reports

PRIVATE = "canary-4711"


def report(body: Any, content_type: str = "application/reports+json") -> int:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return int(
        Client(enforce_csrf_checks=True).post("/policy-report", raw, content_type=content_type).status_code
    )


def new_form(directive: str, blocked: str) -> dict[str, Any]:
    return {
        "type": "csp-violation",
        "url": f"{settings.PUBLIC_URL}/goals/{PRIVATE}",
        "user_agent": PRIVATE,
        "body": {"effectiveDirective": directive, "blockedURL": blocked, "sample": PRIVATE},
    }


def written(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [line.getMessage() for line in caplog.records if line.name == policy_reports.__name__]


@pytest.mark.parametrize(
    ("directive", "blocked", "line"),
    [
        ("script-src-elem", "inline", "script-src-elem stopped inline"),
        ("img-src", f"https://example.org/{PRIVATE}", "img-src stopped another address"),
        ("connect-src", f"{settings.PUBLIC_URL}/{PRIVATE}", "connect-src stopped own address"),
        ("font-src", f"data:{PRIVATE}", "font-src stopped data"),
        (PRIVATE, PRIVATE, "another rule stopped another address"),
    ],
)
def test_it_is_written_down_in_two_words_and_nothing_of_anybody(
    directive: str, blocked: str, line: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert report([new_form(directive, blocked)]) == 204
    assert line in caplog.text
    assert PRIVATE not in caplog.text


def test_the_older_form_is_read_too(caplog: pytest.LogCaptureFixture) -> None:
    said = {"csp-report": {"effective-directive": "style-src", "blocked-uri": "inline", "referrer": PRIVATE}}
    assert report(said, "application/csp-report") == 204
    assert "style-src stopped inline" in caplog.text
    assert PRIVATE not in caplog.text


@pytest.mark.parametrize("body", [b"{", b"[" * 5_000, b'"text"', b"[1, null]", b'{"body": 3}', b"\xff"])
def test_what_is_no_report_leaves_no_line(body: bytes, caplog: pytest.LogCaptureFixture) -> None:
    assert report(body) == 204
    assert written(caplog) == []


def test_another_kind_of_body_is_refused() -> None:
    assert report({}, "application/json") == 415
    assert report({}, "text/plain") == 415


def test_a_large_one_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    assert report(b"[" + b" " * policy_reports.MOST_BYTES + b"]") == 413
    assert written(caplog) == []


def test_one_request_brings_so_many_lines_at_most(caplog: pytest.LogCaptureFixture) -> None:
    report([{"body": {"effectiveDirective": "img-src", "blockedURL": "inline"}}] * 50)
    assert caplog.text.count("img-src stopped inline") == policy_reports.MOST_REPORTS


def test_only_so_many_in_a_minute_from_everybody_together(caplog: pytest.LogCaptureFixture) -> None:
    said = [new_form("img-src", "inline")]
    answers = [report(said) for _ in range(policy_reports.MOST_IN_A_MINUTE + 2)]
    assert answers[-3:] == [204, 429, 429]
    assert caplog.text.count("img-src stopped inline") == policy_reports.MOST_IN_A_MINUTE


def test_what_cannot_be_counted_is_not_written_down(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def add(*args: Any, **kwargs: Any) -> bool:
        raise NotThere

    monkeypatch.setattr(cache, "add", add)
    assert report([new_form("img-src", "inline")]) == 429
    assert "img-src" not in caplog.text


def test_following_a_link_there_changes_nothing() -> None:
    assert Client().get("/policy-report").status_code == 405


def test_the_page_says_where_to_send_them(db: None) -> None:
    answer = Client().get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.endswith("report-to policy; report-uri /policy-report")
    assert answer.headers["Reporting-Endpoints"] == 'policy="/policy-report"'
