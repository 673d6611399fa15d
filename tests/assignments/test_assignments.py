"""Working together: a line in two lists that opens nothing, and that either of the two ends."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from recoveryapp.accounts.models import User
from recoveryapp.assignments.actions import end_assignment, start_assignment
from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.models import Assignment
from recoveryapp.assignments.queries import (
    assignment_of_either,
    assignments_held_by,
    assignments_of,
    hold_assignment,
)
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.errors import NotVisible
from recoveryapp.common.ids import new_id
from recoveryapp.consent.actions import grant_consent
from recoveryapp.consent.gate import open_reading
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.teams.models import Connection, Membership, Team
from tests.conftest import CountQueries, person
from tests.teams.people import join

HOUR = timedelta(hours=1)


def give(owner: User, now: datetime, membership: Membership | None = None, team: Team | None = None) -> None:
    values = {
        "membership_id": membership.pk if membership else None,
        "team_id": team.pk if team else None,
        "supporter_id": None,
        "purpose": Purpose.SUPPORT,
        "scopes": [Scope.GOALS],
        "goal_ids": [],
        "data_from": None,
        "data_to": None,
        "starts_at": None,
        "expires_at": None,
        "reminds_before_end": False,
    }
    grant_consent(new_id(), values=values, now=now, by=owner)


def test_both_have_it_in_their_list_and_nobody_else(
    alice: User, bob: User, pat: User, cleo: User, alice_and_pat: Assignment, now: datetime
) -> None:
    assert list(assignments_of(alice, now=now)) == [alice_and_pat]
    assert list(assignments_held_by(pat, now=now)) == [alice_and_pat]
    for stranger in (bob, cleo):
        assert not assignments_of(stranger, now=now)
        assert not assignments_held_by(stranger, now=now)
        with pytest.raises(NotVisible):
            assignment_of_either(alice_and_pat.pk, viewer=stranger, now=now)


def test_it_opens_nothing(alice: User, pat: User, alice_and_pat: Assignment, now: datetime) -> None:
    for purpose in Purpose:
        with pytest.raises(NotVisible):
            open_reading(alice.pk, viewer=pat, purpose=purpose, now=now)


def test_beginning_twice_is_as_good_as_once(
    alice: User, pats_place: Membership, alice_and_pat: Assignment, now: datetime
) -> None:
    again = start_assignment(
        owner=alice, membership=pats_place, began=Began.REQUEST, agreed_at=now, now=now + HOUR, by=alice
    )
    assert again == alice_and_pat
    assert AuditEvent.objects.filter(noun="assignments.assignment").count() == 1


@pytest.mark.parametrize("who", ["alice", "pat"])
def test_either_ends_it_and_what_was_shared_by_name_stops_with_it(
    request: pytest.FixtureRequest,
    alice: User,
    pat: User,
    pats_place: Membership,
    alice_and_pat: Assignment,
    now: datetime,
    who: str,
) -> None:
    by: User = request.getfixturevalue(who)
    Connection.objects.create(owner=alice, membership=pats_place)
    give(alice, now, membership=pats_place)
    open_reading(alice.pk, viewer=pat, purpose=Purpose.SUPPORT, now=now)
    end_assignment(alice_and_pat.pk, now=now, by=by)
    alice_and_pat.refresh_from_db()
    assert (alice_and_pat.ended_at, alice_and_pat.ended_by_id) == (now, by.pk)
    with pytest.raises(NotVisible):
        open_reading(alice.pk, viewer=pat, purpose=Purpose.SUPPORT, now=now)
    lines = AuditEvent.objects.filter(verb="change", owner_id=alice.pk).order_by("number")
    assert list(lines.values_list("noun", "actor_id")) == [
        ("consent.consentgrant", by.pk),
        ("assignments.assignment", by.pk),
    ]


def test_what_is_shared_with_the_team_or_with_others_stays(
    alice: User, cleo: User, quay: Team, pats_place: Membership, alice_and_pat: Assignment, now: datetime
) -> None:
    cleos_place = join(cleo, quay, now)
    for place in (pats_place, cleos_place):
        Connection.objects.create(owner=alice, membership=place)
        give(alice, now, membership=place)
    give(alice, now, team=quay)
    end_assignment(alice_and_pat.pk, now=now, by=alice)
    standing = ConsentGrant.objects.filter(revoked_at__isnull=True)
    assert set(standing.values_list("membership", "team")) == {(cleos_place.pk, None), (None, quay.pk)}


def test_what_has_ended_is_nobodys_any_more(
    alice: User, pat: User, alice_and_pat: Assignment, now: datetime
) -> None:
    end_assignment(alice_and_pat.pk, now=now, by=alice)
    for viewer in (alice, pat):
        with pytest.raises(NotVisible):
            assignment_of_either(alice_and_pat.pk, viewer=viewer, now=now)
        with pytest.raises(NotVisible):
            end_assignment(alice_and_pat.pk, now=now, by=viewer)


def test_they_can_begin_anew(
    alice: User, pats_place: Membership, alice_and_pat: Assignment, now: datetime
) -> None:
    end_assignment(alice_and_pat.pk, now=now, by=alice)
    anew = start_assignment(
        owner=alice, membership=pats_place, began=Began.CODE, agreed_at=now, now=now, by=alice
    )
    assert anew != alice_and_pat
    assert list(assignments_of(alice, now=now)) == [anew]


@pytest.mark.parametrize("change", ["ended", "not verified", "deactivated", "person gone"])
def test_it_rests_while_one_of_them_is_not_there(
    alice: User, pat: User, pats_place: Membership, alice_and_pat: Assignment, now: datetime, change: str
) -> None:
    if change == "ended":
        Membership.objects.update(ended_at=now)
    elif change == "not verified":
        Membership.objects.update(verified_at=None)
    else:
        gone = pat if change == "deactivated" else alice
        User.objects.filter(pk=gone.pk).update(is_active=False)
    assert not assignments_of(alice, now=now)
    assert not assignments_held_by(pat, now=now)
    with transaction.atomic(), pytest.raises(NotVisible):
        hold_assignment(alice_and_pat.pk, viewer=alice, now=now)


def test_the_database_keeps_one_at_a_time_and_the_yes_before_the_start(
    alice: User, pats_place: Membership, alice_and_pat: Assignment, now: datetime
) -> None:
    values = {"owner": alice, "membership": pats_place, "began": Began.CODE, "started_at": now}
    with pytest.raises(IntegrityError, match="assignment_once_at_a_time"), transaction.atomic():
        Assignment.objects.create(**values, agreed_at=now)
    ended = {"ended_at": now, "agreed_at": now + HOUR}
    with pytest.raises(IntegrityError, match="assignment_after_the_persons_yes"), transaction.atomic():
        Assignment.objects.create(**{**values, **ended})


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_one_statement(
    pat: User, pats_place: Membership, now: datetime, count_queries: CountQueries, people: int
) -> None:
    for number in range(people):
        owner = person(f"Person {number}")
        start_assignment(
            owner=owner, membership=pats_place, began=Began.CODE, agreed_at=now, now=now, by=owner
        )
    with count_queries(1):
        names = [one.owner.called for one in assignments_held_by(pat, now=now)]
    assert names == [f"Person {number}" for number in range(people)]
