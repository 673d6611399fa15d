"""Every line of the promise in the README has tests, by name."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROMISES = {
    "On time.": [
        "test_bars.py::test_very_many_in_one_minute",
        "test_claims.py::test_a_dead_workers_claim_is_taken_up_within_two_minutes",
    ],
    "Never lost silently.": [
        "test_bars.py::test_workers_killed_at_random_lose_nothing",
        "test_fallback.py::test_where_no_way_is_left_it_says_which_and_why",
    ],
    "At most one on the screen": [
        "test_bars.py::test_killed_between_the_gateways_yes_and_the_commit",
        "../e2e/test_push.py::test_a_reminder_shows_exactly_one_notification_however_often_it_is_carried",
    ],
    "Never late enough to mislead.": ["test_dispatch.py::test_after_an_hour_it_expires_and_is_not_sent"],
    "Faithful to the clock on the wall.": [
        "test_schedule.py::test_around_clock_changes_it_agrees_with_looking_at_the_clock_every_minute",
        "test_moving.py::test_",
    ],
    "Stops at once.": [
        "test_bars.py::test_stopped_between_claim_and_send",
        "test_devices.py::test_after_signing_out_nothing_goes_to_it",
    ],
    "Says nothing.": [
        "test_dispatch.py::test_a_discreet_person_gets_no_name_of_the_app",
        "test_calendars.py::test_it_says_nothing_but_a_neutral_word",
    ],
}


def test_the_readme_promises_what_is_tested_and_nothing_else() -> None:
    promised = re.findall(r"^  [1-7]\. \*(.+?)\*", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert promised == list(PROMISES)


@pytest.mark.parametrize("named", [test for tests in PROMISES.values() for test in tests])
def test_each_promise_has_its_tests(named: str) -> None:
    file, _, name = named.partition("::")
    assert f"def {name}" in (Path(__file__).parent / file).read_text()
