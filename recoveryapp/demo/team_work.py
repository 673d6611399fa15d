"""Where the demo people work, and who has met whom."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from recoveryapp.accounts.models import User
from recoveryapp.demo.people import DemoPeople
from recoveryapp.teams.models import Connection, Membership, Organisation, Team

HERE_FOR = timedelta(weeks=60)


def add_team_work(demo: DemoPeople, people: Sequence[User], *, now: datetime) -> None:
    """One organisation with its teams, everybody in it verified."""
    users = {user.email: user for user in people}
    organisation = Organisation.objects.create(name=demo.organisation.name)
    places: dict[str, Membership] = {}
    for demo_team in demo.organisation.teams:
        team = Team.objects.create(organisation=organisation, name=demo_team.name)
        for member in demo_team.members:
            places[member.email] = _join(team, users[member.email], member.job_title, now=now)
    for person, practitioner in demo.met:
        Connection.objects.create(owner=users[person], membership=places[practitioner])


def _join(team: Team, user: User, job_title: str, *, now: datetime) -> Membership:
    return Membership.objects.create(
        team=team, user=user, role=user.role, job_title=job_title, verified_at=now - HERE_FOR
    )
