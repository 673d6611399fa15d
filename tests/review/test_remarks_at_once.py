"""A remark and a stop at the same moment: one after the other, and the person has what was written."""

from datetime import datetime
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.common.ids import new_id
from recoveryapp.consent.actions import revoke_grant
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.review.actions.remarks import write_remark
from recoveryapp.review.models import Remark
from tests.consent.conftest import Grant

pytestmark = pytest.mark.django_db(transaction=True)

REVIEW = {"about": "review", "about_id": None, "words": "Well done"}


def write(alice: User, cleo: User, now: datetime) -> None:
    write_remark(new_id(), about_whom=alice.pk, purpose=Purpose.REVIEW, values=REVIEW, now=now, by=cleo)


def test_a_stop_waits_for_the_remark_that_is_being_written(
    alice: User, cleo: User, grant: Grant, now: datetime
) -> None:
    given = grant(*Scope)
    is_stopped = Event()

    def stop() -> None:
        try:
            revoke_grant(given.pk, now=now, by=alice)
            is_stopped.set()
        finally:
            connection.close()

    thread = Thread(target=stop)
    with transaction.atomic():
        write(alice, cleo, now)
        thread.start()
        assert not is_stopped.wait(timeout=0.5)
    thread.join(timeout=20)
    assert is_stopped.is_set()
    assert Remark.objects.owned_by(alice).count() == 1


def test_after_a_stop_nothing_is_written(alice: User, cleo: User, grant: Grant, now: datetime) -> None:
    given = grant(*Scope)
    revoke_grant(given.pk, now=now, by=alice)
    with pytest.raises(NotVisible):
        write(alice, cleo, now)
    assert not Remark.objects.exists()
