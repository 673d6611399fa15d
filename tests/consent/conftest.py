from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Purpose
from recoveryapp.teams.models import Connection, Membership, Organisation, Team

Grant = Callable[..., ConsentGrant]


@pytest.fixture
def team(db: None) -> Team:
    harbour = Organisation.objects.create(name="Harbour")
    return Team.objects.create(organisation=harbour, name="Quay")


@pytest.fixture
def pats_place(team: Team, pat: User, now: datetime) -> Membership:
    return member_of(team, pat, now=now)


@pytest.fixture
def cleos_place(team: Team, cleo: User, now: datetime) -> Membership:
    return member_of(team, cleo, now=now)


def member_of(team: Team, user: User, *, now: datetime, **changes: Any) -> Membership:
    values = {"role": user.role, "verified_at": now - timedelta(days=400), **changes}
    return Membership.objects.create(team=team, user=user, **values)


@pytest.fixture
def met(alice: User, cleos_place: Membership) -> Connection:
    """Alice has met Cleo."""
    return Connection.objects.create(owner=alice, membership=cleos_place)


@pytest.fixture
def grant(alice: User, cleos_place: Membership, now: datetime) -> Grant:
    """`grant(Scope.GOALS)`: Alice shares with Cleo for a review, since an hour ago and for a week."""

    def give(*scopes: str, **changes: Any) -> ConsentGrant:
        values: dict[str, Any] = {
            "id": new_id(),
            "owner": alice,
            "membership": None if "team" in changes else cleos_place,
            "purpose": Purpose.REVIEW,
            "scopes": list(scopes),
            "starts_at": now - timedelta(hours=1),
            "expires_at": now + timedelta(days=7),
        }
        return ConsentGrant.objects.create(**{**values, **changes})

    return give


def practitioner(name: str, role: Role) -> User:
    return User.objects.create(email=f"{name.lower()}@example.org", called=name, role=role)
