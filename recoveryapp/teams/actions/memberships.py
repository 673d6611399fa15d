from datetime import datetime
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.actions import end_sessions
from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import NotVisible
from recoveryapp.teams.actions.organisations import own_organisation_locked
from recoveryapp.teams.enums import PRACTITIONER_ROLES
from recoveryapp.teams.errors import LastManager, MembershipEnded
from recoveryapp.teams.models import ConnectionCode, Membership
from recoveryapp.teams.queries import managing_memberships, members_of


@transaction.atomic
def verify_membership(membership_id: UUID, *, now: datetime, by: User) -> Membership:
    """A manager says that this account is the person it says; from then on things can be shared with them.

    Raises NotVisible, MembershipEnded.
    """
    membership = _member_locked(membership_id, now=now, by=by)
    if membership.ended_at:
        raise MembershipEnded
    if membership.verified_at is None:
        membership.verified_at, membership.verified_by = now, by
        membership.save(update_fields=["verified_at", "verified_by", "updated_at"])
        _record_change(membership, by)
    return membership


@transaction.atomic
def end_membership(membership_id: UUID, *, now: datetime, by: User) -> Membership:
    """Nothing is open to them any more. Where it was their last membership, their sessions end as well.

    Raises NotVisible, LastManager; ended already is as good.
    """
    membership = _member_locked(membership_id, now=now, by=by)
    if membership.ended_at is None:
        _demand_another_manager(membership, now=now)
        user = User.objects.select_for_update(no_key=True).get(pk=membership.user_id)
        membership.ended_at = now
        membership.save(update_fields=["ended_at", "updated_at"])
        ConnectionCode.objects.filter(membership=membership).delete()
        _record_change(membership, by)
        if not user.memberships.filter(ended_at__isnull=True).exists():
            end_sessions(user, now=now, by=by)
    return membership


@transaction.atomic
def mark_as_lead(membership_id: UUID, *, is_lead: bool, now: datetime, by: User) -> Membership:
    """A manager says who leads a team, or no longer does. Raises NotVisible, MembershipEnded."""
    membership = _member_locked(membership_id, now=now, by=by)
    if membership.ended_at:
        raise MembershipEnded
    if membership.role not in PRACTITIONER_ROLES:
        raise NotVisible
    if (membership.lead_since is not None) != is_lead:
        membership.lead_since = now if is_lead else None
        membership.save(update_fields=["lead_since", "updated_at"])
        _record_change(membership, by)
    return membership


def _member_locked(membership_id: UUID, *, now: datetime, by: User) -> Membership:
    organisation = own_organisation_locked(by, now=now)
    members = members_of(organisation).select_for_update(of=("self",), no_key=True)
    membership = members.filter(pk=membership_id).first()
    if membership is None:
        raise NotVisible
    return membership


def _demand_another_manager(membership: Membership, *, now: datetime) -> None:
    if membership.role != Role.SERVICE_MANAGER:
        return
    managing = managing_memberships(now).filter(team__organisation=membership.team.organisation_id)
    if not managing.exclude(pk=membership.pk).exists():
        raise LastManager


def _record_change(membership: Membership, by: User) -> None:
    record(Verb.CHANGE, "teams.membership", object_id=membership.pk, owner_id=membership.user_id, by=by)
