"""What is sent twice is done once, also where both arrive at the same moment."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.errors import IdTaken, NotVisible, StaleVersion
from recoveryapp.common.ids import new_id
from recoveryapp.consent import writes
from recoveryapp.consent.doors import OwnedViewSet, PutViewSet
from recoveryapp.consent.shared_door import SharedView
from recoveryapp.consent.writes import Saved, delete_owned, in_one_go, put_owned
from recoveryapp.goals.models import Goal
from tests.conftest import CountQueries

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


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


def put(goal_id: UUID, /, *, by: User, version: int = 0, **changes: Any) -> Saved[Goal]:
    values = {"words": "Swim", "why": "The sea", "recorded_at": MONDAY, **changes}
    return put_owned(Goal, goal_id, version=version, values=values, by=by)


def told(goal_id: UUID) -> list[tuple[str, str, UUID | None, UUID | None]]:
    lines = AuditEvent.objects.filter(object_id=goal_id).order_by("number")
    return list(lines.values_list("verb", "noun", "owner_id", "actor_id"))


def test_what_is_new_costs_two_statements_and_leaves_a_line(alice: User, count_queries: CountQueries) -> None:
    put(new_id(), by=alice)  # the first words of somebody make their key
    goal_id = new_id()
    with count_queries(2):
        saved = put(goal_id, by=alice)
    goal = Goal.objects.get(pk=goal_id)
    assert saved == Saved(goal, is_new=True, is_changed=True)
    assert (goal.pk, goal.owner, goal.words, goal.version) == (goal_id, alice, "Swim", 1)
    assert told(goal_id) == [("create", "goals.goal", alice.pk, alice.pk)]


def test_the_same_again_changes_nothing_whatever_version_it_is_on_top_of(alice: User) -> None:
    goal = put(new_id(), by=alice).row
    for version in (0, 1, 7):
        assert put(goal.pk, by=alice, version=version) == Saved(goal, is_new=False, is_changed=False)
    assert Goal.objects.values_list("version").get() == (1,)
    assert [verb for verb, *_ in told(goal.pk)] == ["create"]


def test_what_is_on_top_of_what_is_stored_takes_its_place_and_leaves_a_line(alice: User) -> None:
    goal = put(new_id(), by=alice).row
    saved = put(goal.pk, by=alice, version=1, words="Swim again")
    assert saved == Saved(goal, is_new=False, is_changed=True)
    assert Goal.objects.values_list("words", "why", "version").get() == ("Swim again", "The sea", 2)
    assert told(goal.pk)[1:] == [("change", "goals.goal", alice.pk, alice.pk)]


@pytest.mark.parametrize("version", [0, 2])
def test_what_is_on_top_of_anything_else_is_told_what_is_stored(version: int, alice: User) -> None:
    goal = put(new_id(), by=alice).row
    with pytest.raises(StaleVersion) as stale:
        put(goal.pk, by=alice, version=version, words="Swim again")
    assert stale.value.current == goal
    assert Goal.objects.values_list("words", "version").get() == ("Swim", 1)
    assert len(told(goal.pk)) == 1


def test_what_was_deleted_elsewhere_comes_back(alice: User, count_queries: CountQueries) -> None:
    put(new_id(), by=alice)
    goal_id = new_id()
    with count_queries(3):
        saved = put(goal_id, by=alice, version=4)
    assert saved == Saved(Goal.objects.get(pk=goal_id), is_new=True, is_changed=True)
    assert told(goal_id) == [("create", "goals.goal", alice.pk, alice.pk)]


def test_the_id_of_somebody_elses_row_is_as_unknown_as_any_to_write(alice: User, bob: User) -> None:
    his = put(new_id(), by=bob).row
    for version in (0, 1):
        with pytest.raises(NotVisible):
            put(his.pk, by=alice, version=version)
    assert Goal.objects.values_list("owner", "version").get() == (bob.pk, 1)
