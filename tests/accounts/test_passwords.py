"""Passwords that somebody who knows this service would try first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pytest_django import Settings

from recoveryapp.accounts.passwords import MoreThanWordsOfThisPlace, words_of_this_place


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
