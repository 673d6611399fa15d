"""Alice and Pat work together; Pam worked with Alice before, and Cleo is of the same team."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.assignments.actions import start_assignment
from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.models import Assignment
from recoveryapp.common.ids import new_id
from recoveryapp.meetings import actions, commitments
from recoveryapp.meetings.models import Commitment, Meeting
from recoveryapp.teams.models import Membership, Team
from tests.conftest import person
from tests.consent.conftest import cleos_place, grant, member_of, met, pats_place, team

__all__ = ["cleos_place", "grant", "met", "pats_place", "team"]

DAY = timedelta(days=1)

Ask = Callable[..., Meeting]
Agree = Callable[..., Commitment]


@pytest.fixture
def together(alice: User, pat: User, pats_place: Membership, now: datetime) -> Assignment:
    return start_assignment(
        owner=alice, membership=pats_place, began=Began.CODE, agreed_at=now - DAY, now=now - DAY, by=alice
    )


@pytest.fixture
def pam(alice: User, team: Team, now: datetime) -> User:
    """A peer worker of the same team, with whom Alice worked until yesterday."""
    pam = person("Pam", Role.PEER_WORKER)
    place = member_of(team, pam, now=now)
    Assignment.objects.create(
        owner=alice,
        membership=place,
        began=Began.CODE,
        agreed_at=now - 9 * DAY,
        started_at=now - 9 * DAY,
        ended_at=now - DAY,
    )
    return pam


def url(assignment: Assignment, rest: str = "meetings/") -> str:
    return f"/api/v1/assignments/{assignment.pk}/{rest}"


def time_to_meet(now: datetime, **values: Any) -> dict[str, Any]:
    """As the serializer would hand it on."""
    return {"starts_at": now + 2 * DAY, "lasts_minutes": 60, "place": "", "link": "", **values}


@pytest.fixture
def ask(together: Assignment, now: datetime) -> Ask:
    """`ask(by=pat)`: a meeting that Pat asked for, in two days."""

    def asked(*, by: User, meeting_id: UUID | None = None, **values: Any) -> Meeting:
        return actions.put_meeting(
            meeting_id or new_id(),
            assignment_id=together.pk,
            version=0,
            values=time_to_meet(now, **values),
            now=now,
            by=by,
        ).row

    return asked


@pytest.fixture
def agree(together: Assignment, now: datetime) -> Agree:
    """`agree("worker", by=pat)`: what the worker will do, as Pat wrote it."""

    def agreed(side: str, *, by: User, words: str = "Ring the college", **values: Any) -> Commitment:
        wanted = {"side": side, "words": words, "due_on": None, "meeting_id": None, **values}
        return commitments.put_commitment(
            new_id(), assignment_id=together.pk, version=0, values=wanted, now=now, by=by
        ).row

    return agreed
