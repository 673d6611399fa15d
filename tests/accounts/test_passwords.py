"""Passwords that somebody who knows this service, or a list of what others use, would try first."""

import hashlib
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pytest_django import Settings

from recoveryapp.accounts.breached import NotTakenFromOthers, is_listed
from recoveryapp.accounts.passwords import MoreThanWordsOfThisPlace, words_of_this_place
from tests.accounts.door import Visitor

TAKEN = [f"taken from number {number}" for number in range(100)]


@pytest.mark.parametrize("password", ["Daybook2026!", "daybookdaybook", "harbourtrust1", "RecoveryDaybook7"])
def test_the_name_of_the_service_is_no_password(password: str, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://days.harbourtrust.example"
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "password_too_common" in [error.code for error in refused.value.error_list]


@pytest.mark.parametrize("password", ["my daybook is green and old", "a long quiet evening"])
def test_it_may_stand_in_one_that_is_long_enough_without_it(password: str) -> None:
    validate_password(password)


def test_the_longest_word_is_taken_out_first() -> None:
    words = words_of_this_place("Daybook", "https://my-daybooks.example")
    assert words.index("daybooks") < words.index("daybook")
    assert "my" not in words


def test_it_says_why() -> None:
    assert "easy to guess" in MoreThanWordsOfThisPlace().get_help_text()


@pytest.fixture
def taken(tmp_path: Path, settings: Settings) -> Path:
    """A list as it is published: digests in their order, each with how often it was found."""
    digests = sorted(
        hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper() for password in TAKEN
    )
    settings.BREACHED_PASSWORDS = tmp_path / "taken.txt"
    lines = (f"{digest}:{count}\r\n" for count, digest in enumerate(digests, 1))
    settings.BREACHED_PASSWORDS.write_bytes("".join(lines).encode())
    return tmp_path / "taken.txt"


def test_each_line_of_the_list_is_found_and_nothing_else(taken: Path) -> None:
    assert [password for password in TAKEN if not is_listed(password, taken)] == []
    assert [n for n in range(1_000) if is_listed(f"never taken {n}", taken)] == []


@pytest.mark.parametrize("lines", [0, 1])
def test_a_list_of_one_line_or_none_is_a_list(lines: int, taken: Path) -> None:
    kept = taken.read_bytes().splitlines(keepends=True)[:lines]
    taken.write_bytes(b"".join(kept))
    assert sum(is_listed(password, taken) for password in TAKEN) == lines


def test_nobody_signs_up_with_a_password_that_was_taken(taken: Path, db: None) -> None:
    status, answer = Visitor().post("auth/signup", email="alice@example.org", password=TAKEN[7])
    assert status == 400
    assert [error["code"] for error in answer["errors"]] == ["password_too_common"]


def test_without_a_list_nothing_is_looked_up(settings: Settings) -> None:
    settings.BREACHED_PASSWORDS = None
    validate_password(TAKEN[7])
    assert "taken from somebody" in NotTakenFromOthers().get_help_text()
