"""What managers do with invitations. The token is in the mail and nowhere else."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import NotVisible
from recoveryapp.notifications.channels import Undelivered
from recoveryapp.teams.actions.organisations import own_organisation_locked
from recoveryapp.teams.errors import AlreadyInvited, InvitationAccepted, TooManyInvitations
from recoveryapp.teams.mail import send_invitation
from recoveryapp.teams.models import INVITATION_HOLDS, Invitation, Organisation, Team
from recoveryapp.teams.queries import standing_invitations
from recoveryapp.teams.tokens import digest_of, new_token

MOST_STANDING = 500


def invite(*, values: Mapping[str, Any], now: datetime, by: User) -> Invitation:
    """`values`: email, role, team (an id, or None for a service user), job_title.

    The same happens whether or not the address has an account. Call it outside a transaction: the mail leaves
    once the row is kept. Raises NotVisible, AlreadyInvited, TooManyInvitations.
    """
    token = new_token()
    return _mail(_add(values, token, now=now, by=by), token, now=now, by=by)


def resend_invitation(invitation_id: UUID, *, now: datetime, by: User) -> Invitation:
    """With a new token; the one sent before opens nothing any more. Raises NotVisible."""
    token = new_token()
    return _mail(_renew(invitation_id, token, now=now, by=by), token, now=now, by=by)


@transaction.atomic
def revoke_invitation(invitation_id: UUID, *, now: datetime, by: User) -> None:
    """Raises NotVisible, InvitationAccepted; revoked already is as good."""
    invitation = _own_locked(invitation_id, now=now, by=by)
    if invitation.revoked_at:
        return
    if invitation.accepted_at and invitation.role != Role.SERVICE_USER:
        raise InvitationAccepted
    invitation.revoked_at = now
    invitation.accepted_at = invitation.accepted_by = None
    invitation.save(update_fields=["revoked_at", "accepted_at", "accepted_by", "updated_at"])
    record(Verb.CHANGE, "teams.invitation", object_id=invitation.pk, owner_id=None, by=by)


@transaction.atomic
def _add(values: Mapping[str, Any], token: str, *, now: datetime, by: User) -> Invitation:
    organisation = own_organisation_locked(by, now=now)
    email = values["email"].lower()
    standing = standing_invitations(organisation)
    if standing.filter(email=email).exists():
        raise AlreadyInvited
    if standing.count() >= MOST_STANDING:
        raise TooManyInvitations
    invitation = Invitation.objects.create(
        organisation=organisation,
        team=_team_of(organisation, values["team"]),
        email=email,
        role=values["role"],
        job_title=values["job_title"],
        token_digest=digest_of(token),
        invited_by=by,
        expires_at=now + INVITATION_HOLDS,
    )
    record(Verb.CREATE, "teams.invitation", object_id=invitation.pk, owner_id=None, by=by)
    return invitation


@transaction.atomic
def _renew(invitation_id: UUID, token: str, *, now: datetime, by: User) -> Invitation:
    invitation = _own_locked(invitation_id, now=now, by=by)
    if not standing_invitations(invitation.organisation).filter(pk=invitation.pk).exists():
        raise NotVisible
    invitation.token_digest, invitation.expires_at = digest_of(token), now + INVITATION_HOLDS
    invitation.accepted_at = invitation.accepted_by = invitation.mailed_at = None
    invitation.save()
    record(Verb.CHANGE, "teams.invitation", object_id=invitation.pk, owner_id=None, by=by)
    return invitation


def _mail(invitation: Invitation, token: str, *, now: datetime, by: User) -> Invitation:
    try:
        send_invitation(invitation.email, token=token, else_in=by.language)
    except Undelivered as trouble:
        invitation.mailed_at, invitation.mail_trouble = None, trouble.reason
    else:
        invitation.mailed_at, invitation.mail_trouble = now, ""
    invitation.save(update_fields=["mailed_at", "mail_trouble", "updated_at"])
    return invitation


def _own_locked(invitation_id: UUID, *, now: datetime, by: User) -> Invitation:
    organisation = own_organisation_locked(by, now=now)
    own = organisation.invitations.select_related("organisation", "team")
    invitation = own.select_for_update(of=("self",), no_key=True).filter(pk=invitation_id).first()
    if invitation is None:
        raise NotVisible
    return invitation


def _team_of(organisation: Organisation, team_id: UUID | None) -> Team | None:
    team = organisation.teams.filter(pk=team_id).first() if team_id else None
    if team_id and team is None:
        raise NotVisible
    return team
