import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.conftest import ApiFor


@pytest.fixture
def built(tmp_path: Path, settings: Settings) -> Path:
    (tmp_path / "app.html").write_text("<title>Daybook</title>")
    (tmp_path / "content-security-policy.txt").write_text("default-src 'none'; script-src 'sha256-abc'\n")
    settings.FRONTEND_DIR = tmp_path
    return tmp_path


@pytest.mark.parametrize("path", ["/", "/goals", "/goals/0190", "/sign-in", "/anything/else"])
def test_any_address_of_the_app_answers_with_the_page(api: ApiFor, built: Path, path: str) -> None:
    answer = api().get(path)
    assert answer.content == b"<title>Daybook</title>"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'sha256-abc'")
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_page_comes_compressed_where_that_is_understood(api: ApiFor, built: Path) -> None:
    answer = api().get("/goals", headers={"Accept-Encoding": "gzip, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == b"<title>Daybook</title>"
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_page_brings_the_csrf_cookie(api: ApiFor, built: Path) -> None:
    assert "csrftoken" in api().get("/").cookies


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("https://days.example", {"__Host-session", "__Host-csrftoken"}),
        ("http://localhost:8000", {"session", "csrftoken"}),
    ],
)
def test_each_cookie_is_bound_to_the_host_where_there_is_https(address: str, names: set[str]) -> None:
    """Read by a process of its own: the settings are read once."""
    read = "from recoveryapp import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    env = {**os.environ, "PUBLIC_URL": address}
    said = subprocess.run([sys.executable, "-c", read], env=env, capture_output=True, text=True, check=True)
    assert set(said.stdout.split()) == names


def test_a_new_build_is_served_without_a_restart(api: ApiFor, built: Path) -> None:
    api().get("/")
    (built / "app.html").write_text("<title>New</title>")
    assert api().get("/").content == b"<title>New</title>"


def test_an_unbuilt_front_end_says_what_to_do(api: ApiFor, tmp_path: Path, settings: Settings) -> None:
    settings.FRONTEND_DIR = tmp_path / "nothing"
    answer = api().get("/")
    assert answer.status_code == 503
    assert b"make run" in answer.content


def test_the_page_is_only_read(api: ApiFor, built: Path) -> None:
    assert api().post("/goals", {}).status_code == 405


OPENED = {"Sec-Fetch-Dest": "document"}
AHEAD = {
    "screens": [
        {"pattern": "^\\/$", "files": ["_app/start.js"], "words": ["start"]},
        {"pattern": "^\\/goals\\/?$", "files": ["_app/goals.css", "_app/goals.js"], "words": ["goals"]},
    ],
    "words": {
        "en": {"goals": "_app/goals.en.js", "start": "_app/start.en.js"},
        "es": {"common": "_app/common.es.js", "goals": "_app/goals.es.js"},
    },
}


@pytest.fixture
def drawn(built: Path) -> Path:
    """A build that names what its screens need, and has drawn the first one."""
    (built / "app.html").write_text("<head></head>")
    (built / "index.html").write_text('<head><link href="/_app/start.js"></head>Hello')
    (built / "ahead.json").write_text(json.dumps(AHEAD))
    return built


def test_the_page_names_what_its_screen_needs_with_the_words_of_the_phone(api: ApiFor, drawn: Path) -> None:
    spanish = api().get("/goals", headers={**OPENED, "Accept-Language": "es-AR,en;q=0.5"})
    assert spanish.content.decode() == (
        '<head><link rel="stylesheet" href="/_app/goals.css">'
        '<link rel="modulepreload" href="/_app/goals.js">'
        '<link rel="modulepreload" href="/_app/common.es.js">'
        '<link rel="modulepreload" href="/_app/goals.es.js"></head>'
    )
    assert b"goals.en.js" in api().get("/goals/", headers=OPENED).content
    assert api().get("/elsewhere", headers=OPENED).content == b"<head></head>"


def test_a_page_that_the_build_has_drawn_comes_to_who_reads_english(api: ApiFor, drawn: Path) -> None:
    english = api().get("/", headers={**OPENED, "Accept-Language": "en-GB"})
    assert english.content.decode() == (
        '<head><link href="/_app/start.js"><link rel="modulepreload" href="/_app/start.en.js"></head>Hello'
    )
    spanish = api().get("/", headers={**OPENED, "Accept-Language": "es"})
    assert spanish.content.startswith(b'<head><link rel="modulepreload" href="/_app/start.js">')
    assert b"Hello" not in spanish.content


def test_what_a_phone_keeps_for_every_screen_is_drawn_for_none(api: ApiFor, drawn: Path) -> None:
    kept = api().get("/", headers={"Sec-Fetch-Dest": "empty"})
    assert kept.content == b"<head></head>"
    assert {"Sec-Fetch-Dest", "Accept-Language"} <= set(kept.headers["Vary"].split(", "))
    assert b"goals.js" in api().get("/goals", headers={"Sec-Fetch-Dest": "empty", "Ahead": "1"}).content


def test_a_phone_that_has_the_page_is_told_so_with_the_policy_of_the_page(api: ApiFor, drawn: Path) -> None:
    first = api().get("/goals", headers=OPENED)
    again = api().get("/goals", headers={**OPENED, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("Content-Security-Policy", "Reporting-Endpoints", "Cache-Control", "Vary", "ETag"):
        assert again.headers[name] == first.headers[name]
    other = api().get("/", headers={**OPENED, "If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
