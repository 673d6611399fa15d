from datetime import datetime

from django.db import transaction

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.accounts.queries import has_verified, owns_anything
from recoveryapp.audit.actions import Verb, record
from recoveryapp.teams.errors import AccountInUse, InvitationOver, OtherAddress
from recoveryapp.teams.models import Invitation, Membership
from recoveryapp.teams.tokens import digest_of


@transaction.atomic
def accept_invitation(token: str, *, now: datetime, by: User) -> User:
    """Take the place held for this address. The same again by the same account changes nothing.

    Whoever the operator invited is verified by that; all others wait for a manager.
    Raises InvitationOver, OtherAddress, AccountInUse.
    """
    invitations = Invitation.objects.select_related("team").select_for_update(of=("self",), no_key=True)
    invitation = invitations.filter(token_digest=digest_of(token)).first()
    if invitation is None:
        raise InvitationOver
    user = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if invitation.accepted_by_id != user.pk:
        _accept(invitation, user, now=now)
    return user


def _accept(invitation: Invitation, user: User, *, now: datetime) -> None:
    if not invitation.is_open(now):
        raise InvitationOver
    if not has_verified(user, email=invitation.email):
        raise OtherAddress
    _demand_free_for(invitation, user)
    if invitation.role != Role.SERVICE_USER:
        _take_role(user, Role(invitation.role))
        _join(invitation, user, now=now)
    invitation.accepted_at, invitation.accepted_by = now, user
    invitation.save(update_fields=["accepted_at", "accepted_by", "updated_at"])
    record(Verb.CHANGE, "teams.invitation", object_id=invitation.pk, owner_id=user.pk, by=user)


def _demand_free_for(invitation: Invitation, user: User) -> None:
    """An account is one thing: a person's own record, or one role at work; and it runs one organisation."""
    if invitation.role == Role.SERVICE_USER:
        is_free = user.role == Role.SERVICE_USER
    elif user.role == Role.SERVICE_USER:
        is_free = not owns_anything(user)
    else:
        is_free = not _other_work(invitation, user)
    if not is_free:
        raise AccountInUse


def _other_work(invitation: Invitation, user: User) -> bool:
    work = user.memberships.filter(ended_at__isnull=True)
    if user.role == Role.SERVICE_MANAGER == invitation.role:
        work = work.exclude(team__organisation=invitation.organisation_id)
    elif user.role == invitation.role:
        work = work.none()
    return work.exists()


def _take_role(user: User, role: Role) -> None:
    if user.role != role:
        user.role = role
        user.save(update_fields=["role", "updated_at"])
        record(Verb.CHANGE, "accounts.user", object_id=user.pk, owner_id=user.pk, by=user)


def _join(invitation: Invitation, user: User, *, now: datetime) -> None:
    membership, is_new = Membership.objects.get_or_create(
        user=user,
        team=invitation.team,
        role=invitation.role,
        ended_at=None,
        defaults={
            "job_title": invitation.job_title,
            "verified_at": now if invitation.is_by_operator else None,
        },
    )
    if is_new:
        record(Verb.CREATE, "teams.membership", object_id=membership.pk, owner_id=user.pk, by=user)
