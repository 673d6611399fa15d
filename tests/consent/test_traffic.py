"""Practitioners at work, at random: a request that shows anything leaves one line in the log."""

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import QuerySet
from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.ids import new_id
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.review.models import MeetingSheet
from recoveryapp.teams.models import Membership
from tests.conftest import ApiFor
from tests.plugins.bars import Measure
from tests.review.body import people_url
from tests.review.canaries import write_record

DOORS = ("review/", "journal/", "sheets/", "sheets/{sheet}/", "sheets/{other}/", "remarks/")
FILE = "sheets/{sheet}/file/"
READ = ("read", "print")


class Practice:
    """Alice and Bob share with Cleo, with Pat, with their team or with nobody: it changes all the time."""

    def __init__(self, owners: list[User], places: list[Membership], now: datetime) -> None:
        self.owners, self.places, self.now = owners, places, now
        self.sheets: dict[UUID, list[UUID]] = {}
        for owner in owners:
            write_record(owner, now=now)
            self.sheets[owner.pk] = [new_id()]

    def change_sharing(self, chance: random.Random) -> None:
        owner, place = chance.choice(self.owners), chance.choice(self.places)
        if chance.random() < 0.1:
            ConsentGrant.objects.filter(owner=owner, revoked_at=None).update(revoked_at=self.now)
            return
        receiver: dict[str, Any] = chance.choice([{"membership": place}, {"team": place.team}])
        grant = ConsentGrant.objects.create(
            owner=owner,
            **receiver,
            purpose=chance.choice(Purpose.values),
            scopes=chance.sample(Scope.values, chance.randint(1, len(Scope))),
            starts_at=self.now - timedelta(hours=1),
            expires_at=self.now + timedelta(days=7),
        )
        own: dict[str, Any] = {"owner": owner, "recorded_at": self.now}
        sheet = MeetingSheet.objects.create(**own, words="canary-talk", domains=["social"], grant=grant)
        self.sheets[owner.pk].append(sheet.pk)

    def ask(self, client: APIClient, owner: User, chance: random.Random) -> Any:
        door = FILE if chance.random() < 0.02 else chance.choice(DOORS)
        sheet, other = chance.choice(self.sheets[owner.pk][-3:]), new_id()
        query = chance.choice([{}, {"page_size": "1"}, {"then": "soon"}, {"purpose": "curiosity"}])
        purpose = chance.choice(Purpose.values)
        tail = door.format(sheet=sheet, other=other)
        return client.get(people_url(owner.pk, tail, **{"purpose": purpose, **query}))


def wrongly_logged(requests: int, practice: Practice, clients: dict[User, APIClient]) -> tuple[int, int]:
    """Requests that left anything but one line about this viewer and person where they showed something, and
    none where not; and how many showed something."""
    chance, wrong, with_content = random.Random(1), 0, 0
    last = _newest()
    for number in range(requests):
        if number % 5 == 0:
            practice.change_sharing(chance)
        viewer, owner = chance.choice(list(clients)), chance.choice(practice.owners)
        answer = practice.ask(clients[viewer], owner, chance)
        assert answer.status_code in {200, 400, 404}, answer.content
        lines = list(_reads().filter(pk__gt=last).values_list("actor_id", "owner_id"))
        wrong += lines != [(viewer.pk, owner.pk)] * (answer.status_code == 200)
        with_content += answer.status_code == 200
        last = _newest()
    return wrong, with_content


def _reads() -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(verb__in=READ)


def _newest() -> UUID:
    return _reads().order_by("-pk").values_list("pk", flat=True).first() or UUID(int=0)


@pytest.fixture
def practice(
    alice: User, bob: User, cleos_place: Membership, pats_place: Membership, now: datetime
) -> Practice:
    return Practice([alice, bob], [cleos_place, pats_place], now)


@pytest.fixture
def clients(api: ApiFor, cleo: User, pat: User, max_: User) -> dict[User, APIClient]:
    return {user: api(user) for user in (cleo, pat, max_)}


def test_each_request_leaves_its_one_line(practice: Practice, clients: dict[User, APIClient]) -> None:
    wrong, with_content = wrongly_logged(150, practice, clients)
    assert wrong == 0
    assert with_content > 20


@pytest.mark.audit
def test_ten_thousand_requests(practice: Practice, clients: dict[User, APIClient], measure: Measure) -> None:
    wrong, with_content = wrongly_logged(10_000, practice, clients)
    bar = "practitioners at work, 10000 requests"
    measure(bar, wanted="0 without their one line", found=wrong, holds=wrong == 0)
    measure("of them with content", wanted=">= 2000", found=with_content, holds=with_content >= 2_000)
