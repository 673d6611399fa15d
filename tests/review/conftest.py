"""Alice shares with Cleo; what Alice wrote is in `record`."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.teams.models import Membership, Team
from tests.conftest import ApiFor
from tests.consent.conftest import Grant, cleos_place, grant, member_of, met, pats_place, team
from tests.review.canaries import Canaries, write_record

__all__ = ["cleos_place", "grant", "met", "pats_place", "team"]

Standing = Callable[..., APIClient]
DAY = timedelta(days=1)

OPEN = ("granted", "team member")
CLOSED = (
    "owner",
    "another scope",
    "another purpose",
    "revoked",
    "expired",
    "not yet",
    "paused",
    "owner closed",
    "membership ended",
    "left the team",
    "not verified",
    "other practitioner",
    "other service user",
    "manager",
)
SIGNED_OUT = ("deactivated", "stranger")


@pytest.fixture
def record(alice: User, now: datetime) -> Canaries:
    return write_record(alice, now=now)


@pytest.fixture
def standing(
    api: ApiFor,
    alice: User,
    bob: User,
    cleo: User,
    pat: User,
    max_: User,
    team: Team,
    cleos_place: Membership,
    grant: Grant,
    now: datetime,
) -> Standing:
    """`standing("revoked", Scope.GOALS)`: a client of whoever stands so towards what Alice shares."""
    viewers = {
        "owner": alice,
        "other practitioner": pat,
        "other service user": bob,
        "manager": max_,
        "stranger": None,
    }
    changes: dict[str, dict[str, Any]] = {
        "another purpose": {"purpose": Purpose.SUPPORT},
        "revoked": {"revoked_at": now},
        "expired": {"starts_at": now - 8 * DAY, "expires_at": now},
        "not yet": {"starts_at": now + DAY, "expires_at": now + 2 * DAY},
        "team member": {"team": team},
        "left the team": {"team": team},
    }

    def client(name: str, *scopes: Scope, other: Scope = Scope.WELLBEING_PLAN) -> APIClient:
        given = (other,) if name == "another scope" else scopes
        grant(*given, **changes.get(name, {}))
        viewer = viewers.get(name, cleo)
        signed_in = api(viewer)
        _change(name)
        return signed_in

    def _change(name: str) -> None:
        people, places = User.objects, Membership.objects.filter(pk=cleos_place.pk)
        if name == "paused":
            people.filter(pk=alice.pk).update(everything_paused_at=now)
        if name == "owner closed":
            people.filter(pk=alice.pk).update(is_active=False)
        if name == "deactivated":
            people.filter(pk=cleo.pk).update(is_active=False)
        if name in {"membership ended", "left the team"}:
            places.update(ended_at=now)
        if name == "not verified":
            places.update(verified_at=None)
        if name == "manager":
            member_of(team, max_, now=now)

    return client
