"""Stopping against reading, at the same moment, on the real database."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count

import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.actions import revoke_grant
from recoveryapp.consent.gate import open_reading
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.outcomes.models import Milestone
from tests.consent.conftest import Grant
from tests.plugins.bars import Measure
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


class Reader:
    """Reads again and again in a thread of its own; each read is numbered before it begins."""

    def __init__(self, owner: User, viewer: User) -> None:
        self.owner, self.viewer = owner, viewer
        self.begun = 0
        self.last_with_content = -1
        self.reads_with_content = 0
        self._is_over = threading.Event()

    @contextmanager
    def reading(self) -> Iterator[None]:
        thread = threading.Thread(target=self._read_on)
        thread.start()
        try:
            yield
        finally:
            self._is_over.set()
            thread.join()

    def finish_one_more(self) -> None:
        """Returns after a read has ended that began after the call."""
        under_way = self.begun
        wait_until(lambda: self.begun > under_way + 1, step=0)

    def _read_on(self) -> None:
        try:
            for number in count(1):
                if self._is_over.is_set():
                    return
                self.begun = number
                if self._finds_something():
                    self.last_with_content = number
                    self.reads_with_content += 1
        finally:
            connection.close()

    def _finds_something(self) -> bool:
        now = datetime.now(UTC)
        try:
            reading = open_reading(self.owner.pk, viewer=self.viewer, purpose=Purpose.REVIEW, now=now)
        except NotVisible:
            return False
        return bool(Milestone.objects.shared_with(reading))


def leaks(races: int, *, alice: User, cleo: User, grant: Grant, now: datetime) -> tuple[int, int]:
    """Reads that began after the stop was committed and found something, and reads that found it before."""
    Milestone.objects.create(owner=alice, recorded_at=now, happened_on=now.date(), text="Moved")
    leaked = 0
    reader = Reader(alice, cleo)
    with reader.reading():
        for _ in range(races):
            given = grant(Scope.MILESTONES)
            revoke_grant(given.pk, now=datetime.now(UTC), by=alice)
            under_way = reader.begun
            reader.finish_one_more()
            leaked += reader.last_with_content > under_way
    return leaked, reader.reads_with_content


def test_no_read_that_begins_after_a_stop_finds_anything(
    alice: User, cleo: User, grant: Grant, now: datetime
) -> None:
    leaked, found_before = leaks(150, alice=alice, cleo=cleo, grant=grant, now=now)
    assert leaked == 0
    assert found_before > 0


@pytest.mark.audit
def test_ten_thousand_races(alice: User, cleo: User, grant: Grant, now: datetime, measure: Measure) -> None:
    leaked, found_before = leaks(10_000, alice=alice, cleo=cleo, grant=grant, now=now)
    measure("stop against read, 10000 races", wanted="0 leaks", found=leaked, holds=leaked == 0)
    measure("reads before a stop", wanted=">= 100", found=found_before, holds=found_before >= 100)
