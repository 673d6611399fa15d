"""Kept for so long and not a second longer; not a second shorter either."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from recoveryapp.accounts.models import EmailChange, Session, User
from recoveryapp.accounts.sessions import SessionStore
from recoveryapp.arrivals.models import KEPT as ARRIVING
from recoveryapp.arrivals.models import Piece
from recoveryapp.common.ids import new_id
from recoveryapp.export.models import Export, Import
from recoveryapp.export.retention import INVITATIONS, UNCONFIRMED, forget_what_is_over
from recoveryapp.teams.models import ConnectionCode, Invitation, Membership, Organisation, Team
from tests.conftest import person

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)

Make = Callable[[datetime], Any]
"""A row whose time is over at the moment."""


def export(at: datetime) -> Any:
    return Export.objects.create(owner=person("Zoe"), asked_at=at, expires_at=at)


def brought(at: datetime) -> Any:
    return Import.objects.create(owner=person("Zoe"), asked_at=at, expires_at=at)


def piece(at: datetime) -> Any:
    values = {"file_id": new_id(), "number": 0, "size": 1, "content": b"x", "arrived_at": at - ARRIVING}
    return Piece.objects.create(owner=person("Zoe"), **values)


def session(at: datetime) -> Any:
    store = SessionStore()
    store.create()
    Session.objects.filter(pk=store.session_key).update(expire_date=at)
    return Session.objects.get(pk=store.session_key)


def change_of_address(at: datetime) -> Any:
    changed = {"changed_at": at - timedelta(days=7), "old_email": "old@example.org", "token_digest": "d"}
    return EmailChange.objects.create(account=person("Zoe"), **changed)


def place() -> Membership:
    team = Team.objects.create(organisation=Organisation.objects.create(name="Harbour"), name="Quay")
    return Membership.objects.create(user=person("Pip", "peer_worker"), team=team, role="peer_worker")  # type: ignore[arg-type]


def code(at: datetime) -> Any:
    return ConnectionCode.objects.create(membership=place(), code_digest="0" * 64, expires_at=at)


def invitation(**values: Any) -> Any:
    team = place().team
    usual = {
        "organisation": team.organisation,
        "team": team,
        "email": "nora@example.org",
        "role": "peer_worker",
    }
    return Invitation.objects.create(**usual, token_digest="0" * 64, **values)


def never_taken(at: datetime) -> Any:
    return invitation(expires_at=at - INVITATIONS)


def accepted(at: datetime) -> Any:
    return invitation(expires_at=at, accepted_at=at - INVITATIONS)


def taken_back(at: datetime) -> Any:
    return invitation(expires_at=at, revoked_at=at - INVITATIONS)


def unconfirmed(at: datetime) -> Any:
    zoe = person("Zoe")
    EmailAddress.objects.create(user=zoe, email=zoe.email, verified=False, primary=True)
    User.objects.filter(pk=zoe.pk).update(created_at=at - UNCONFIRMED)
    return zoe


MAKES: list[Make] = [
    export,
    brought,
    piece,
    session,
    change_of_address,
    code,
    never_taken,
    accepted,
    taken_back,
    unconfirmed,
]


@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.__name__)
@pytest.mark.parametrize(("after", "stays"), [(-SECOND, True), (0 * SECOND, False), (SECOND, False)])
def test_a_row_is_there_until_its_very_second(db: None, make: Make, after: timedelta, stays: bool) -> None:
    row = make(NOW)
    forget_what_is_over(now=NOW + after)
    assert type(row)._base_manager.filter(pk=row.pk).exists() is stays


def test_who_confirmed_or_was_here_stays(db: None) -> None:
    zoe, yan = unconfirmed(NOW), person("Yan")
    EmailAddress.objects.filter(user=zoe).update(verified=True)
    EmailAddress.objects.create(user=yan, email=yan.email, verified=False, primary=True)
    User.objects.filter(pk=yan.pk).update(created_at=NOW - 2 * UNCONFIRMED, last_login=NOW)
    forget_what_is_over(now=NOW)
    assert User.objects.filter(pk__in=[zoe.pk, yan.pk]).count() == 2


def test_an_open_invitation_stays(db: None) -> None:
    row = invitation(expires_at=NOW + timedelta(days=7))
    forget_what_is_over(now=NOW)
    assert Invitation.objects.filter(pk=row.pk).exists()


def test_very_many_are_taken_a_part_at_a_time(db: None) -> None:
    for _ in range(3):
        session(NOW)
    assert forget_what_is_over(now=NOW, limit=2)["sessions"] == 2
    assert forget_what_is_over(now=NOW, limit=2)["sessions"] == 1
