from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.teams.errors import InvitationOver
from recoveryapp.teams.models import Connection, Invitation, Membership, Organisation, Supporter, Team
from recoveryapp.teams.tokens import digest_of


@dataclass(frozen=True)
class TeamPage:
    """All that a manager sees of people: who works here, and who was asked to."""

    organisation: Organisation
    teams: QuerySet[Team]
    members: QuerySet[Membership]
    invitations: QuerySet[Invitation]


def memberships_in_force(now: datetime) -> QuerySet[Membership]:
    """Verified, not ended, of an account that can sign in: those with whom something can be shared."""
    return Membership.objects.filter(verified_at__lte=now, ended_at__isnull=True, user__is_active=True)


def managing_memberships(now: datetime) -> QuerySet[Membership]:
    return memberships_in_force(now).filter(role=Role.SERVICE_MANAGER)


def managed_organisations(viewer: User, *, now: datetime) -> QuerySet[Organisation]:
    """One or none: nobody runs two."""
    managing = managing_memberships(now).filter(user=viewer)
    return Organisation.objects.filter(pk__in=managing.values("team__organisation"))


def team_page(viewer: User, *, now: datetime) -> TeamPage:
    """Raises NotVisible for whoever runs no organisation."""
    organisation = managed_organisations(viewer, now=now).first()
    if organisation is None:
        raise NotVisible
    return TeamPage(
        organisation=organisation,
        teams=organisation.teams.order_by("name"),
        members=members_of(organisation).order_by("-ended_at", "user__called", "pk"),
        invitations=standing_invitations(organisation).order_by("-created_at", "-pk"),
    )


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    return Membership.objects.filter(team__organisation=organisation).select_related("user", "team")


def standing_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """Not taken back and not accepted. One to a service user stands in either case: whether they came is
    theirs to tell."""
    is_to_be_answered = Q(accepted_at__isnull=True) | Q(role=Role.SERVICE_USER)
    return organisation.invitations.filter(is_to_be_answered, revoked_at__isnull=True).select_related("team")


def open_invitation(token: str, *, now: datetime) -> Invitation:
    """Raises InvitationOver."""
    invitations = Invitation.objects.select_related("organisation", "team")
    invitation = invitations.filter(token_digest=digest_of(token)).first()
    if invitation is None or not invitation.is_open(now):
        raise InvitationOver
    return invitation


def own_memberships(viewer: User) -> QuerySet[Membership]:
    """Those that wait to be verified among them."""
    own = Membership.objects.filter(user=viewer, ended_at__isnull=True)
    return own.select_related("team__organisation").order_by("pk")


def connections_of(viewer: User, *, now: datetime) -> QuerySet[Connection]:
    """The practitioners this person has met and who are still there, the newest first."""
    met = Connection.objects.filter(owner=viewer, ended_at__isnull=True)
    there = met.filter(membership__in=memberships_in_force(now))
    return there.select_related("membership__user", "membership__team__organisation").order_by("-pk")


def standing_supporters_of(person: User) -> QuerySet[Supporter]:
    """Whom this person asked to stand by them, whether or not they have answered."""
    return Supporter.objects.filter(owner=person, ended_at__isnull=True).order_by("-created_at", "-pk")


def supporting_of(viewer: User) -> QuerySet[Supporter]:
    """The people this one stands by."""
    standing = Supporter.objects.filter(user=viewer, accepted_at__isnull=False, ended_at__isnull=True)
    return standing.filter(owner__is_active=True).select_related("owner").order_by("owner__called", "pk")


def open_supporter_invitation(token: str, *, now: datetime) -> Supporter:
    """Raises InvitationOver."""
    asked = Supporter.objects.select_related("owner").filter(token_digest=digest_of(token))
    open_ = asked.filter(accepted_at__isnull=True, ended_at__isnull=True, expires_at__gt=now).first()
    if open_ is None:
        raise InvitationOver
    return open_
