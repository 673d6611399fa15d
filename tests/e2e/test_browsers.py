"""What a browser that stops costs: the test that met it, and no other."""

import os
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Error

from tests.e2e.browsers import Browsers, ended_after, steered

SOON = 2.0


@pytest.fixture(autouse=True)
def nothing_goes_wrong_unseen() -> None:
    """Here something does."""


def stop_all() -> None:
    for pid in steered():
        os.kill(pid, signal.SIGSTOP)


def test_one_that_stopped_is_followed_by_one_that_answers(launch_browser: Callable[[], Browser]) -> None:
    browsers = Browsers(launch_browser, patience=SOON)
    stopped = browsers.one_that_answers()
    assert browsers.one_that_answers() is stopped
    stop_all()
    another = browsers.one_that_answers()
    assert another is not stopped
    assert another.is_connected()
    browsers.close()


def test_waiting_for_one_that_stopped_has_an_end(launch_browser: Callable[[], Browser]) -> None:
    page = launch_browser().new_context().new_page()
    stop_all()
    with ended_after(SOON), pytest.raises(Error, match="closed"):
        page.evaluate("1")
    assert not steered()
