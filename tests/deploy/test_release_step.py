"""Bringing the database up to date while people use it."""

from collections.abc import Sequence

import pytest
from django.db import OperationalError
from psycopg.errors import LockNotAvailable, UndefinedTable

from deploy import prepare


class Busy:
    """Stands for the management commands: a table is in use, as often as told."""

    def __init__(self, times: int, why: type[Exception] = LockNotAvailable) -> None:
        self.times, self.why, self.calls = times, why, 0

    def __call__(self, *command: str, **options: object) -> None:
        self.calls += 1
        if self.calls <= self.times:
            raise OperationalError("busy") from self.why("busy")


def run(busy: Busy, monkeypatch: pytest.MonkeyPatch) -> Sequence[float]:
    waits: list[float] = []
    monkeypatch.setattr(prepare, "call_command", busy)
    monkeypatch.setattr("time.sleep", waits.append)
    prepare._patiently(("migrate",))
    return waits


def test_a_migration_that_meets_a_lock_steps_back_and_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Busy(2)
    assert run(busy, monkeypatch) == [prepare.PAUSE_SECONDS] * 2
    assert busy.calls == 3


def test_it_does_not_try_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Busy(10_000)
    with pytest.raises(OperationalError):
        run(busy, monkeypatch)
    assert busy.calls == prepare.TRIES


def test_another_trouble_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Busy(1, UndefinedTable)
    with pytest.raises(OperationalError):
        run(busy, monkeypatch)
    assert busy.calls == 1
