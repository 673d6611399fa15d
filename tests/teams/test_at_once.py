"""Two requests at the same moment, with real transactions."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.errors import DomainError
from recoveryapp.teams.actions.accepting import accept_invitation
from recoveryapp.teams.actions.connections import connect, make_code
from recoveryapp.teams.actions.inviting import invite
from recoveryapp.teams.actions.memberships import end_membership
from recoveryapp.teams.models import Connection, ConnectionCode, Invitation, Membership, Team
from recoveryapp.teams.queries import managing_memberships
from tests.conftest import person
from tests.teams.people import ShowCode, hold_place, invite_body, join

pytestmark = pytest.mark.django_db(transaction=True)

Deed = Callable[[], object]


def all_at_once(deeds: Sequence[Deed]) -> list[str]:
    """Each over its own connection; answers the code of each refusal, and "done" for what was not refused."""

    def run(deed: Deed) -> str:
        try:
            deed()
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(run, deeds))


def test_accepting_in_five_tabs_makes_one_member(nora: User, quay: Team, now: datetime) -> None:
    _, token = hold_place(quay, nora, now)
    deeds = [lambda: accept_invitation(token, now=now, by=nora) for _ in range(5)]
    assert all_at_once(deeds) == ["done"] * 5
    assert (Membership.objects.count(), AuditEvent.objects.filter(noun="teams.membership").count()) == (1, 1)


def test_two_invitations_to_one_place_accepted_at_once_make_one_member(
    nora: User, quay: Team, now: datetime
) -> None:
    tokens = [hold_place(quay, nora, now, email=email)[1] for email in ("nora@example.org", "n@example.org")]
    nora.emailaddress_set.create(email="n@example.org", verified=True)  # type: ignore[attr-defined]
    deeds = [lambda token=token: accept_invitation(token, now=now, by=nora) for token in tokens]
    assert all_at_once(deeds) == ["done", "done"]
    assert Membership.objects.count() == 1


def test_connecting_in_five_tabs_makes_one_connection(
    alice: User, show_code: ShowCode, now: datetime
) -> None:
    code = show_code()
    assert all_at_once([lambda: connect(code, now=now, by=alice) for _ in range(5)]) == ["done"] * 5
    assert (Connection.objects.count(), AuditEvent.objects.filter(noun="teams.connection").count()) == (1, 1)


def test_a_code_serves_one_of_two_people_who_type_it_at_once(
    alice: User, bob: User, show_code: ShowCode, now: datetime
) -> None:
    code = show_code()
    deeds = [lambda by=by: connect(code, now=now, by=by) for by in (alice, bob)]
    assert all_at_once(deeds) == ["code_unknown", "done"]
    assert Connection.objects.count() == 1


def test_codes_made_at_once_leave_one(pat: User, pats_place: Membership, now: datetime) -> None:
    deeds = [lambda: make_code(pats_place.pk, now=now, by=pat) for _ in range(5)]
    assert all_at_once(deeds) == ["done"] * 5
    assert ConnectionCode.objects.count() == 1


def test_an_address_invited_twice_at_once_is_invited_once(max_: User, quay: Team, now: datetime) -> None:
    values: dict[str, Any] = invite_body(quay)
    deeds = [lambda: invite(values=values, now=now, by=max_) for _ in range(4)]
    assert all_at_once(deeds) == ["already_invited"] * 3 + ["done"]
    assert Invitation.objects.count() == 1


def test_two_managers_who_end_each_other_at_once_leave_one(max_: User, quay: Team, now: datetime) -> None:
    mia = person("Mia", Role.SERVICE_MANAGER)
    places = {max_: Membership.objects.get(user=max_), mia: join(mia, quay, now)}
    deeds = [
        lambda: end_membership(places[mia].pk, now=now, by=max_),
        lambda: end_membership(places[max_].pk, now=now, by=mia),
    ]
    assert all_at_once(deeds) == ["done", "not_found"]
    assert managing_memberships(now).count() == 1


def test_two_managers_who_leave_at_once_do_not_both(max_: User, quay: Team, now: datetime) -> None:
    mia = person("Mia", Role.SERVICE_MANAGER)
    places = {max_: Membership.objects.get(user=max_), mia: join(mia, quay, now)}
    deeds = [lambda by=by: end_membership(places[by].pk, now=now, by=by) for by in (max_, mia)]
    assert all_at_once(deeds) == ["done", "last_manager"]
