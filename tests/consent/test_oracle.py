"""Random sets of grants: the gate in SQL and the oracle in Python open the same rows."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import randoms

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.common.ids import new_id
from recoveryapp.consent.gate import open_reading
from recoveryapp.consent.models import ConsentGrant, GrantQuerySet
from recoveryapp.consent.scopes import CHECK_INS, Purpose, Scope
from recoveryapp.goals.models import Goal, GoalRating
from recoveryapp.journal.models import Entry
from recoveryapp.outcomes.models import CheckIn, Milestone
from recoveryapp.review.models import MeetingSheet
from recoveryapp.teams.models import Membership
from tests.consent.oracle import Leave, Look, Row, is_open, open_sheets
from tests.plugins.bars import Measure

HOUR = timedelta(hours=1)
SCOPES = [Scope.GOALS, *CHECK_INS.values(), Scope.MILESTONES, Scope.JOURNAL, Scope.WHAT_HELPED]


class World:
    """Alice's rows, each an hour apart, and Cleo, who is in a team with Pat."""

    def __init__(self, alice: User, cleos_place: Membership, pats_place: Membership, now: datetime) -> None:
        self.alice, self.cleo, self.now = alice, cleos_place.user, now
        self.receivers: dict[str, dict[str, Any]] = {
            "cleo": {"membership": cleos_place},
            "pat": {"membership": pats_place},
            "team": {"team": cleos_place.team},
        }
        self.rows = {row.pk: (type(row), described) for row, described in self._make_rows()}

    def _make_rows(self) -> Iterator[tuple[Any, Row]]:
        goals = [Goal.objects.create(owner=self.alice, recorded_at=self.now - 99 * HOUR) for _ in range(2)]
        for hours in range(-3, 4):
            at = self.now + hours * HOUR
            common: dict[str, Any] = {"owner": self.alice, "recorded_at": at}
            for goal in goals:
                rating = GoalRating.objects.create(**common, goal=goal, value=1)
                yield rating, Row(Scope.GOALS, at, goal=str(goal.pk))
            for domain, scope in CHECK_INS.items():
                check_in = CheckIn.objects.create(**{**common, domain: "some"})
                yield check_in, Row(scope, at)
            yield CheckIn.objects.create(**common, helped="The dog"), Row(Scope.WHAT_HELPED, at)
            yield Milestone.objects.create(**common, happened_on=at, text="M"), Row(Scope.MILESTONES, at)
            yield Entry.objects.create(**common, marked_for_sharing_at=at), Row(Scope.JOURNAL, at)
        self.goals = [goal.pk for goal in goals]

    def give(self, chance: random.Random) -> Leave:
        to, purpose = chance.choice(list(self.receivers)), chance.choice(Purpose.values)
        scopes = chance.sample(SCOPES, chance.randint(1, 3))
        starts = self.now + chance.randint(-3, 1) * HOUR
        ends = starts + chance.randint(1, 4) * HOUR
        data_from = chance.choice([None, self.now + chance.randint(-3, 3) * HOUR])
        data_to = chance.choice([None, (data_from or self.now) + chance.randint(1, 3) * HOUR])
        goals: list[UUID] = chance.choice([[], chance.sample(self.goals, 1)])
        stopped = chance.random() < 0.2
        grant = ConsentGrant.objects.create(
            id=new_id(),
            owner=self.alice,
            **self.receivers[to],
            purpose=purpose,
            scopes=scopes,
            starts_at=starts,
            expires_at=ends,
            data_from=data_from,
            data_to=data_to,
            goal_ids=goals,
            revoked_at=self.now if stopped else None,
        )
        sheet = MeetingSheet.objects.create(owner=self.alice, recorded_at=self.now, grant=grant)
        return Leave(
            *(to, purpose, frozenset(scopes), starts, ends, stopped, data_from, data_to),
            goals=frozenset(map(str, goals)),
            sheet=str(sheet.pk),
        )

    def pause(self, *, is_paused: bool) -> None:
        User.objects.filter(pk=self.alice.pk).update(everything_paused_at=self.now if is_paused else None)

    def seen(self, purpose: Purpose) -> set[UUID]:
        try:
            reading = open_reading(self.alice.pk, viewer=self.cleo, purpose=purpose, now=self.now)
        except NotVisible:
            return set()
        models = {model for model, _ in self.rows.values()}
        rows = {row.pk for model in models for row in model.objects.shared_with(reading)} & set(self.rows)
        return rows | {sheet.pk for sheet in MeetingSheet.objects.shared_with(reading)}

    def allowed(self, purpose: Purpose, leaves: list[Leave], *, is_paused: bool) -> set[UUID]:
        look = Look(frozenset({"cleo", "team"}), purpose, self.now, is_paused)
        rows = {pk for pk, (_, row) in self.rows.items() if is_open(row, look, leaves)}
        return rows | set(map(UUID, open_sheets(look, leaves)))


@pytest.fixture
def world(alice: User, cleos_place: Membership, pats_place: Membership, now: datetime) -> World:
    return World(alice, cleos_place, pats_place, now)


@dataclass
class Compared:
    sets: int = 0
    different: int = 0
    with_something: int = 0

    def compare(self, world: World, chance: random.Random) -> int:
        """One random set of grants, for each purpose. Answers how many were read differently."""
        before = self.different
        with transaction.atomic():
            leaves = [world.give(chance) for _ in range(chance.randint(0, 5))]
            is_paused = chance.random() < 0.1
            world.pause(is_paused=is_paused)
            for purpose in Purpose:
                allowed = world.allowed(purpose, leaves, is_paused=is_paused)
                self.different += world.seen(purpose) != allowed
                self.with_something += bool(allowed)
            transaction.set_rollback(True)
        self.sets += 1
        return self.different - before


def compared(world: World, sets: int) -> Compared:
    found = Compared()
    for seed in range(sets):
        found.compare(world, random.Random(seed))
    return found


def test_the_gate_opens_what_the_oracle_opens(world: World) -> None:
    found = compared(world, 60)
    assert found.different == 0
    assert found.with_something > 20


@settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(chance=randoms(use_true_random=False))
def test_no_small_set_of_grants_is_read_differently(world: World, chance: random.Random) -> None:
    """Where gate and oracle differ, hypothesis makes the set as small as it can."""
    assert Compared().compare(world, chance) == 0


def test_the_oracle_can_disagree(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does, with a gate that forgets who stopped sharing."""
    monkeypatch.setattr(GrantQuerySet, "open_at", lambda rows, at: rows.filter(expires_at__gt=at))
    assert compared(world, 60).different > 0


@pytest.mark.audit
def test_two_thousand_sets_of_grants(world: World, measure: Measure) -> None:
    found = compared(world, 2_000)
    differ, with_something = found.different, found.with_something
    measure("random sets of grants, beside an oracle", wanted="0 differ", found=differ, holds=differ == 0)
    measure("sets that open anything", wanted=">= 500", found=with_something, holds=with_something >= 500)
