from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import NotVisible
from recoveryapp.teams.errors import NameTaken, OrganisationExists
from recoveryapp.teams.models import INVITATION_HOLDS, Invitation, Organisation, Team
from recoveryapp.teams.queries import managed_organisations
from recoveryapp.teams.tokens import digest_of, new_token


@transaction.atomic
def add_organisation(name: str, *, team: str, manager_email: str, now: datetime) -> str:
    """The operator's act: an organisation, its first team and a place for whoever will run it.

    Answers the token of the invitation, which is kept nowhere. Raises OrganisationExists.
    """
    if Organisation.objects.annotate(low=Lower("name")).filter(low=Lower(Value(name))).exists():
        raise OrganisationExists
    organisation = Organisation.objects.create(name=name)
    token = new_token()
    Invitation.objects.create(
        organisation=organisation,
        team=Team.objects.create(organisation=organisation, name=team),
        email=manager_email.lower(),
        role=Role.SERVICE_MANAGER,
        token_digest=digest_of(token),
        is_by_operator=True,
        expires_at=now + INVITATION_HOLDS,
    )
    record(Verb.CREATE, "teams.organisation", object_id=organisation.pk, owner_id=None, by=None)
    return token


@transaction.atomic
def put_team(team_id: UUID, *, name: str, now: datetime, by: User) -> Team:
    """Add a team under this id, or call it anew. Raises NotVisible, NameTaken."""
    organisation = own_organisation_locked(by, now=now)
    team = Team.objects.filter(pk=team_id).first()
    if team and team.organisation_id != organisation.pk:
        raise NotVisible
    others = organisation.teams.exclude(pk=team_id).annotate(low=Lower("name"))
    if others.filter(low=Lower(Value(name))).exists():
        raise NameTaken
    if team is None:
        team = Team.objects.create(id=team_id, organisation=organisation, name=name)
        record(Verb.CREATE, "teams.team", object_id=team.pk, owner_id=None, by=by)
    elif team.name != name:
        team.name = name
        team.save(update_fields=["name", "updated_at"])
        record(Verb.CHANGE, "teams.team", object_id=team.pk, owner_id=None, by=by)
    return team


def own_organisation_locked(by: User, *, now: datetime) -> Organisation:
    """The one that `by` runs; what its managers do happens one after the other. Raises NotVisible.

    Asked again once the lock is held: meanwhile another manager may have ended their membership.
    """
    own = managed_organisations(by, now=now)
    if own.select_for_update(no_key=True).first() is None:
        raise NotVisible
    organisation = own.first()
    if organisation is None:
        raise NotVisible
    return organisation
