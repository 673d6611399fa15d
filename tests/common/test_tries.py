"""A limit that holds however many come at once."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from recoveryapp.common.tries import TooManyTries, one_try


class Wrong(Exception):
    pass


def fail(key: str = "door", seconds: int = 60) -> None:
    with one_try(key, most=3, seconds=seconds):
        raise Wrong


def test_three_may_fail_and_the_fourth_is_not_tried() -> None:
    for _ in range(3):
        with pytest.raises(Wrong):
            fail()
    with pytest.raises(TooManyTries):
        fail()


def test_another_key_counts_for_itself() -> None:
    test_three_may_fail_and_the_fourth_is_not_tried()
    with pytest.raises(Wrong):
        fail("window")


def test_what_succeeds_takes_no_place() -> None:
    for _ in range(9):
        with one_try("door", most=3, seconds=60):
            pass
    test_three_may_fail_and_the_fourth_is_not_tried()


def test_a_place_comes_free_by_itself() -> None:
    for _ in range(3):
        with pytest.raises(Wrong):
            fail(seconds=1)
    sleep(1.1)
    with pytest.raises(Wrong):
        fail()


def test_thirty_at_once_are_three_tries() -> None:
    def attempt(_: int) -> type[Exception]:
        try:
            fail()
        except (Wrong, TooManyTries) as error:
            return type(error)
        raise AssertionError

    with ThreadPoolExecutor(30) as pool:
        assert sorted(pool.map(attempt, range(30)), key=lambda kind: kind.__name__) == (
            [TooManyTries] * 27 + [Wrong] * 3
        )
