"""How long a request waited for a thread, by what the proxy says."""

from time import time

import pytest
from django.http import HttpRequest, HttpResponse

from recoveryapp.common import middleware
from recoveryapp.common.tally import Tally


@pytest.fixture
def tally(monkeypatch: pytest.MonkeyPatch) -> Tally:
    own = Tally()
    monkeypatch.setattr(middleware, "tally", own)
    return own


def answered(said: str | None) -> None:
    request = HttpRequest()
    request.method, request.path = "GET", "/api/v1/today/"
    if said is not None:
        request.META["HTTP_X_REQUEST_START"] = said
    middleware.Timing(lambda _: HttpResponse())(request)


def test_it_is_the_time_since_the_proxy_had_it(tally: Tally) -> None:
    answered(f"t={(time() - 2) * 1000:.0f}")
    assert tally.total()["waited_seconds"] == pytest.approx(2, abs=0.5)


def test_a_clock_a_little_ahead_is_no_waiting(tally: Tally) -> None:
    answered(f"t={(time() + 0.5) * 1000:.0f}")
    assert tally.total()["waited_le0"] == 1
    assert tally.total()["waited_seconds"] == 0


@pytest.mark.parametrize("said", [None, "", "t=", "t=1", "t=soon", "t=\u0663", "t=-5", f"t={'9' * 5000}"])
def test_what_says_nothing_sensible_is_not_counted(tally: Tally, said: str | None) -> None:
    answered(said)
    assert tally.total()["read2"] == 1
    assert tally.total()["waited_seconds"] == 0
    assert sum(tally.total()[f"waited_le{n}"] for n in range(8)) == 0
