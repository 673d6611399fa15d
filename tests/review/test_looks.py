from datetime import datetime, timedelta

from recoveryapp.accounts.models import User
from recoveryapp.consent.scopes import Scope
from recoveryapp.goals.models import Goal
from recoveryapp.review.looks import before_this_visit
from tests.conftest import ApiFor
from tests.consent.conftest import Grant
from tests.review.body import review

MINUTE = timedelta(minutes=1)


def test_a_visit_goes_on_while_less_than_half_an_hour_passes(now: datetime) -> None:
    reads = [now - minutes * MINUTE for minutes in (29, 58, 88, 90)]
    assert before_this_visit(reads, now=now) == now - 88 * MINUTE


def test_nobody_looked_before_the_first_visit(now: datetime) -> None:
    assert before_this_visit([now - MINUTE, now - 20 * MINUTE], now=now) is None
    assert before_this_visit([], now=now) is None


def test_nothing_is_called_new_on_a_first_visit(
    api: ApiFor, grant: Grant, alice: User, cleo: User, now: datetime
) -> None:
    grant(Scope.GOALS)
    Goal.objects.create(owner=alice, recorded_at=now, words="Swim")
    for _ in range(2):
        assert review(api(cleo), alice.pk)["changes"] == {"since": None, "counts": {}, "items": []}
