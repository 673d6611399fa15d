from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.assignments.actions import start_assignment
from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.models import Assignment
from recoveryapp.common.ids import new_id
from recoveryapp.teams.models import Connection, Membership, Organisation, Team
from tests.conftest import ApiFor, person
from tests.teams.people import API, join

Ask = Callable[..., Any]


@pytest.fixture
def quay(db: None) -> Team:
    return Team.objects.create(organisation=Organisation.objects.create(name="Harbour"), name="Quay")


@pytest.fixture
def pats_place(pat: User, quay: Team, now: datetime) -> Membership:
    return join(pat, quay, now)


@pytest.fixture
def robin(quay: Team, now: datetime) -> User:
    """Another peer worker of Pat's team."""
    robin = person("Robin", Role.PEER_WORKER)
    join(robin, quay, now)
    return robin


@pytest.fixture
def robins_place(robin: User) -> Membership:
    return Membership.objects.get(user=robin)


@pytest.fixture
def max_(max_: User, quay: Team, now: datetime) -> User:
    """Runs Harbour."""
    join(max_, quay, now)
    return max_


@pytest.fixture
def alice_and_pat(alice: User, pats_place: Membership, now: datetime) -> Assignment:
    """They met in the room, and work together."""
    Connection.objects.create(owner=alice, membership=pats_place)
    return start_assignment(
        owner=alice, membership=pats_place, began=Began.CODE, agreed_at=now, now=now, by=alice
    )


@pytest.fixture
def ask(api: ApiFor, quay: Team, now: datetime) -> Ask:
    """`ask(alice)`: what it answers to ask the team for something; `words=` and the rest change the body."""

    def asking(user: User, **changes: Any) -> Any:
        body = {"version": 0, "recorded_at": now.isoformat(), "team": str(quay.pk), "words": "The forms"}
        url = f"{API}/support/requests/{changes.pop('id', new_id())}/"
        return api(user).put(url, {**body, **changes}, format="json")

    return asking
