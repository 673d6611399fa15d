"""Where the demo people work, who has met whom, and what is shared with them."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.assignments.actions import start_assignment
from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.models import Availability
from recoveryapp.common.ids import new_id
from recoveryapp.consent.actions import grant_consent
from recoveryapp.demo.people import DemoGrant, DemoPeople
from recoveryapp.journal.models import Entry
from recoveryapp.teams.models import Connection, Membership, Organisation, Team

HERE_FOR = timedelta(weeks=60)
TOGETHER_FOR = timedelta(weeks=12)


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
        if places[practitioner].role == Role.PEER_WORKER:
            _work_together(users[person], places[practitioner], now=now)
    for grant in demo.shared:
        _share(grant, users[grant.person], places[grant.practitioner], now=now)


def _join(team: Team, user: User, job_title: str, *, now: datetime) -> Membership:
    return Membership.objects.create(
        team=team, user=user, role=user.role, job_title=job_title, verified_at=now - HERE_FOR
    )


def _work_together(person: User, place: Membership, *, now: datetime) -> None:
    at = now - TOGETHER_FOR
    start_assignment(owner=person, membership=place, began=Began.CODE, agreed_at=at, now=at, by=person)
    Availability.objects.get_or_create(
        membership=place,
        defaults={"capacity": 15, "weekdays": [1, 2, 4], "begins": time(9), "ends": time(17)},
    )


def _share(grant: DemoGrant, person: User, membership: Membership, *, now: datetime) -> None:
    values = {
        "membership_id": membership.pk,
        "team_id": None,
        "supporter_id": None,
        "purpose": grant.purpose,
        "scopes": grant.scopes,
        "goal_ids": [],
        "data_from": None,
        "data_to": None,
        "starts_at": None,
        "expires_at": now + timedelta(days=grant.days),
        "reminds_before_end": False,
    }
    grant_consent(new_id(), values=values, now=now, by=person)
    for entry in Entry.objects.filter(owner=person, is_never_shared=False, marked_for_sharing_at=None):
        if grant.pages_tagged in entry.tags:
            entry.marked_for_sharing_at = now
            entry.save(update_fields=["marked_for_sharing_at", "updated_at"])
