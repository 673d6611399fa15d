"""What is sent twice is done once, also where both arrive at the same moment."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.errors import IdTaken, NotVisible
from recoveryapp.common.ids import new_id
from recoveryapp.consent import writes
from recoveryapp.consent.doors import OwnedViewSet, PutViewSet
from recoveryapp.consent.shared_door import SharedView
from recoveryapp.consent.writes import delete_owned, in_one_go
from recoveryapp.goals.models import Goal


def test_whoever_comes_second_finds_what_the_first_made(alice: User) -> None:
    """The row is there by the time that this one tries to write it."""
    tries = []

    @in_one_go
    def make(*, by: User) -> str:
        tries.append(by)
        if len(tries) == 1:
            User.objects.create(email=by.email)
        return "found"

    assert make(by=alice) == "found"
    assert tries == [alice, alice]


def test_a_conflict_that_stays_is_said(alice: User) -> None:
    @in_one_go
    def make() -> None:
        User.objects.create(email=alice.email)

    with pytest.raises(IdTaken):
        make()
    assert User.objects.count() == 1


def test_another_rule_of_the_database_is_no_conflict(alice: User) -> None:
    tries = []

    @in_one_go
    def make() -> None:
        tries.append(1)
        User.objects.create(email="zoe@example.org", role="king")

    with pytest.raises(IntegrityError):
        make()
    assert tries == [1]


def test_what_was_written_before_the_conflict_is_not_there_twice(alice: User, now: Any) -> None:
    tries = []

    @in_one_go
    def make() -> None:
        Goal.objects.create(owner=alice, words="Swim", recorded_at=now)
        tries.append(1)
        if len(tries) == 1:
            User.objects.create(email=alice.email)

    make()
    assert Goal.objects.count() == 1


def test_a_view_that_says_nothing_opens_nothing() -> None:
    for ask in (
        lambda: OwnedViewSet().get_queryset(),
        lambda: PutViewSet().put_row(new_id(), {}),
        lambda: PutViewSet().delete_row(new_id()),
        lambda: SharedView().content(None),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotVisible):
            ask()


def test_only_the_row_that_was_named_goes_and_only_ones_own(alice: User, bob: User, now: Any) -> None:
    first, second, his = (
        Goal.objects.create(owner=owner, words="Swim", recorded_at=now) for owner in (alice, alice, bob)
    )
    for row_id in (second.pk, his.pk, new_id()):
        delete_owned(Goal.objects.all(), row_id, by=alice)
    assert set(Goal.objects.values_list("pk", flat=True)) == {first.pk, his.pk}
    line = AuditEvent.objects.get()
    assert (line.verb, line.noun, line.object_id) == ("delete", "goals.goal", second.pk)
    assert (line.owner_id, line.actor_id) == (alice.pk, alice.pk)


def test_a_new_text_takes_nothing_back_that_another_wrote_beside_it(alice: User, now: Any) -> None:
    """Only what was sent is written: what stands beside it was read before, and may have changed since."""
    goal = Goal.objects.create(owner=alice, recorded_at=now, words="Swim")
    Goal.objects.filter(pk=goal.pk).update(recorded_at=now + timedelta(days=1))
    writes._replace(goal, {"words": "Swim again"})
    goal.refresh_from_db()
    assert (goal.words, goal.recorded_at, goal.version) == ("Swim again", now + timedelta(days=1), 2)
