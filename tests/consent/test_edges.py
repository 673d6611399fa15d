"""Every scope, a second before, at and after each edge, in every state: open or closed as one would say."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.common.ids import new_id
from recoveryapp.consent.gate import open_reading
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import CHECK_INS, Purpose, Scope
from recoveryapp.goals.models import Goal
from recoveryapp.journal.models import Entry
from recoveryapp.outcomes.models import CheckIn, Milestone
from recoveryapp.teams.models import Membership
from tests.plugins.bars import Measure

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
EDGES = (-SECOND, timedelta(), SECOND)
SCOPES: list[Scope] = [scope for scope in Scope if scope != Scope.WELLBEING_PLAN]
STATES = (
    "in force",
    "stopped",
    "paused",
    "owner closed",
    "reader closed",
    "reader left",
    "not verified",
    "another purpose",
    "another reader",
)


@dataclass(frozen=True)
class Case:
    scope: Scope
    state: str
    receiver: str
    look_at: datetime


class Edges:
    """Alice's rows around the edges of the shared period; the grant runs around it."""

    def __init__(self, alice: User, cleos_place: Membership, pats_place: Membership, now: datetime) -> None:
        self.alice, self.place, self.other = alice, cleos_place, pats_place
        self.starts, self.ends = now - HOUR, now + HOUR
        self.data_from, self.data_to = now - 5 * HOUR, now - 2 * HOUR
        self.rows: dict[UUID, tuple[type[Any], Scope, datetime]] = {}
        for edge, shift in product((self.data_from, self.data_to), EDGES):
            for scope in SCOPES:
                row = self._make(scope, edge + shift)
                self.rows[row.pk] = (type(row), scope, edge + shift)

    def _make(self, scope: Scope, at: datetime) -> Any:
        own: dict[str, Any] = {"owner": self.alice, "recorded_at": at}
        if scope == Scope.GOALS:
            return Goal.objects.create(**own, status="cancelled", status_changed_at=at)
        if scope == Scope.MILESTONES:
            return Milestone.objects.create(**own, happened_on=at.date(), text="M")
        if scope == Scope.JOURNAL:
            return Entry.objects.create(**own, words="E", marked_for_sharing_at=at)
        said = {CHECK_INS[domain]: {domain: "some"} for domain in CHECK_INS}
        said |= {Scope.WHAT_HELPED: {"helped": "Tea"}, Scope.BARRIERS: {"hindered": "Rain"}}
        return CheckIn.objects.create(**own, **said[scope])

    def cases(self) -> Iterator[Case]:
        looks = [edge + shift for edge in (self.starts, self.ends) for shift in EDGES]
        yield from (Case(*case) for case in product(SCOPES, STATES, ("person", "team"), looks))

    def mismatches(self, cases: Iterable[Case]) -> tuple[int, int]:
        """Rows that were shown or hidden wrongly, and rows that were asked about."""
        wrong = asked = 0
        for case in cases:
            with transaction.atomic():
                self._arrange(case)
                seen = self._seen(case)
                wrong += len(seen ^ self._allowed(case))
                asked += len(self.rows)
                transaction.set_rollback(True)
        return wrong, asked

    def _arrange(self, case: Case) -> None:
        receiver: dict[str, Any] = {"membership": self.place}
        if case.state == "another reader":
            receiver = {"membership": self.other}
        elif case.receiver == "team":
            receiver = {"team": self.place.team}
        ConsentGrant.objects.create(
            id=new_id(),
            owner=self.alice,
            **receiver,
            purpose=Purpose.SUPPORT if case.state == "another purpose" else Purpose.REVIEW,
            scopes=[case.scope],
            starts_at=self.starts,
            expires_at=self.ends,
            data_from=self.data_from,
            data_to=self.data_to,
            revoked_at=self.starts if case.state == "stopped" else None,
        )
        people, places = User.objects, Membership.objects.filter(pk=self.place.pk)
        if case.state == "paused":
            people.filter(pk=self.alice.pk).update(everything_paused_at=self.starts)
        elif case.state == "owner closed":
            people.filter(pk=self.alice.pk).update(is_active=False)
        elif case.state == "reader closed":
            people.filter(pk=self.place.user_id).update(is_active=False)
        elif case.state == "reader left":
            places.update(ended_at=self.starts)
        elif case.state == "not verified":
            places.update(verified_at=None)

    def _seen(self, case: Case) -> set[UUID]:
        viewer = self.place.user
        try:
            reading = open_reading(self.alice.pk, viewer=viewer, purpose=Purpose.REVIEW, now=case.look_at)
        except NotVisible:
            return set()
        models = {model for model, _, _ in self.rows.values()}
        return {row.pk for model in models for row in model.objects.shared_with(reading)}

    def _allowed(self, case: Case) -> set[UUID]:
        if case.state != "in force" or not self.starts <= case.look_at < self.ends:
            return set()
        return {
            pk
            for pk, (_, scope, at) in self.rows.items()
            if scope == case.scope and self.data_from <= at < self.data_to
        }


@pytest.fixture
def edges(alice: User, cleos_place: Membership, pats_place: Membership, now: datetime) -> Edges:
    return Edges(alice, cleos_place, pats_place, now)


def test_some_of_all_edges(edges: Edges) -> None:
    cases = list(edges.cases())
    in_force = [case for case in cases if case.state == "in force"]
    wrong, asked = edges.mismatches(random.Random(1).sample(cases, 60) + in_force[::4])
    assert wrong == 0
    assert asked > 3_000


def test_the_edges_open_something(edges: Edges) -> None:
    opened = dict.fromkeys(SCOPES, 0)
    for case in edges.cases():
        opened[case.scope] += len(edges._allowed(case))
    assert set(opened.values()) == {3 * 2 * 3}


@pytest.mark.audit
def test_all_edges(edges: Edges, measure: Measure) -> None:
    wrong, asked = edges.mismatches(edges.cases())
    bar = f"scope x time edge x state, {asked} rows asked about"
    measure(bar, wanted="0 mismatches", found=wrong, holds=wrong == 0)
