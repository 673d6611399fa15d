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


def test_the_page_brings_the_csrf_cookie(api: ApiFor, built: Path) -> None:
    assert "csrftoken" in api().get("/").cookies


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
