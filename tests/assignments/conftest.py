from datetime import datetime

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.assignments.actions import start_assignment
from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.models import Assignment
from recoveryapp.teams.models import Membership, Organisation, Team
from tests.teams.people import join


@pytest.fixture
def quay(db: None) -> Team:
    return Team.objects.create(organisation=Organisation.objects.create(name="Harbour"), name="Quay")


@pytest.fixture
def pats_place(pat: User, quay: Team, now: datetime) -> Membership:
    return join(pat, quay, now)


@pytest.fixture
def alice_and_pat(alice: User, pats_place: Membership, now: datetime) -> Assignment:
    return start_assignment(
        owner=alice, membership=pats_place, began=Began.CODE, agreed_at=now, now=now, by=alice
    )
