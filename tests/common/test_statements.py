from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db.models import Count, Q

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.common.statements import Rows, written_once
from recoveryapp.goals.models import Goal
from tests.conftest import CountQueries

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
TIMES_WRITTEN: list[UUID] = []


@written_once
def goals_of(owner_id: UUID, since: datetime) -> Rows:
    TIMES_WRITTEN.append(owner_id)
    own = Goal.objects.filter(owner=User(pk=owner_id), recorded_at__gte=since, version=1)
    return own.exclude(recorded_at=since).order_by("recorded_at").values_list("pk", "recorded_at")


@written_once
def goals_by_owner(owner_ids: list[UUID], day: date) -> Rows:
    later = Count("pk", filter=Q(recorded_at__date__gt=day))
    of_each = Goal.objects.filter(owner__any=owner_ids).order_by().values("owner").annotate(n=later)
    return of_each.values_list("owner", "n")


@pytest.fixture
def goals(alice: User, bob: User) -> list[Goal]:
    """Two of Alice's, one of Bob's, a day apart."""
    owners = [alice, alice, bob]
    return [
        Goal.objects.create(id=new_id(), owner=owner, recorded_at=AT + timedelta(days=n), words="Paint")
        for n, owner in enumerate(owners)
    ]


def test_each_asks_with_its_own_values(goals: list[Goal], alice: User, bob: User) -> None:
    first, second, third = goals
    early = AT - timedelta(days=1)
    assert goals_of(alice.pk, early) == [(first.pk, first.recorded_at), (second.pk, second.recorded_at)]
    assert goals_of(bob.pk, early) == [(third.pk, third.recorded_at)]


def test_an_argument_goes_wherever_it_is_named(goals: list[Goal], alice: User) -> None:
    """Once as a bound, and once as what is left out."""
    assert goals_of(owner_id=alice.pk, since=AT) == [(goals[1].pk, goals[1].recorded_at)]


def test_it_is_written_once_and_is_one_statement(alice: User, bob: User, count_queries: CountQueries) -> None:
    goals_of(alice.pk, AT)
    written = len(TIMES_WRITTEN)
    with count_queries(2):
        goals_of(alice.pk, AT)
        goals_of(bob.pk, AT)
    assert len(TIMES_WRITTEN) == written


def test_of_many_ids_in_one_array(goals: list[Goal], alice: User, bob: User) -> None:
    assert set(goals_by_owner([alice.pk, bob.pk], AT.date())) == {(alice.pk, 1), (bob.pk, 1)}
    assert goals_by_owner([bob.pk], AT.date() + timedelta(days=9)) == [(bob.pk, 0)]
    assert goals_by_owner([], AT.date()) == []


def test_a_quote_is_a_value_and_no_part_of_the_statement(alice: User) -> None:
    @written_once
    def called(owner_id: UUID) -> Rows:
        return User.objects.filter(pk=owner_id, called="'; --").values_list("pk")

    User.objects.filter(pk=alice.pk).update(called="'; --")
    assert called(alice.pk) == [(alice.pk,)]


def test_an_argument_that_is_changed_on_its_way_is_refused(alice: User) -> None:
    """Kept as it was at first, it would ask for the same for ever: a grant would have no end."""

    @written_once
    def later(since: datetime) -> Rows:
        return Goal.objects.filter(recorded_at__gte=since + timedelta(hours=1)).values_list("pk")

    @written_once
    def one_by_one(owner_ids: list[UUID]) -> Rows:
        return Goal.objects.filter(owner__in=owner_ids).values_list("pk")

    with pytest.raises(TypeError, match="later"):
        later(AT)
    with pytest.raises(TypeError, match="one_by_one"):
        one_by_one([alice.pk])
