from datetime import datetime

import pytest
from allauth.account.models import EmailAddress

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.teams.actions.connections import make_code
from recoveryapp.teams.models import Membership, Organisation, Team
from tests.conftest import person
from tests.teams.people import ShowCode, join


@pytest.fixture
def harbour(db: None) -> Organisation:
    return Organisation.objects.create(name="Harbour")


@pytest.fixture
def quay(harbour: Organisation) -> Team:
    return Team.objects.create(organisation=harbour, name="Quay")


@pytest.fixture
def moor(db: None) -> Team:
    """A team of another organisation."""
    return Team.objects.create(organisation=Organisation.objects.create(name="Moorland"), name="Moor")


@pytest.fixture
def max_(max_: User, quay: Team, now: datetime) -> User:
    """Runs Harbour."""
    join(max_, quay, now)
    return max_


@pytest.fixture
def mona(moor: Team, now: datetime) -> User:
    """Runs Moorland."""
    mona = person("Mona", Role.SERVICE_MANAGER)
    join(mona, moor, now)
    return mona


@pytest.fixture
def pats_place(pat: User, quay: Team, now: datetime) -> Membership:
    return join(pat, quay, now, job_title="Peer support worker")


@pytest.fixture
def nora(db: None) -> User:
    """A new account, its address confirmed, with nothing in it."""
    nora = person("Nora")
    EmailAddress.objects.create(user=nora, email=nora.email, verified=True, primary=True)
    return nora


@pytest.fixture
def show_code(pats_place: Membership, now: datetime) -> ShowCode:
    """`show_code()`: what Pat shows in the room at this moment."""

    def show() -> str:
        return make_code(pats_place.pk, now=now, by=pats_place.user).code

    return show
