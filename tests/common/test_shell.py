import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.conftest import ApiFor


@pytest.fixture
def built(tmp_path: Path, settings: Settings) -> Path:
    (tmp_path / "index.html").write_text("<title>Daybook</title>")
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
    (built / "index.html").write_text("<title>New</title>")
    assert api().get("/").content == b"<title>New</title>"


def test_an_unbuilt_front_end_says_what_to_do(api: ApiFor, tmp_path: Path, settings: Settings) -> None:
    settings.FRONTEND_DIR = tmp_path / "nothing"
    answer = api().get("/")
    assert answer.status_code == 503
    assert b"make run" in answer.content


def test_the_page_is_only_read(api: ApiFor, built: Path) -> None:
    assert api().post("/goals", {}).status_code == 405
