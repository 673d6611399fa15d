"""Family and friends whom a person asks to stand by them. The token is in the mail and nowhere else."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.accounts.queries import has_verified
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import NotVisible
from recoveryapp.notifications.channels import Undelivered
from recoveryapp.teams.errors import (
    AccountInUse,
    AlreadyInvited,
    InvitationOver,
    OtherAddress,
    OwnAddress,
    TooManyInvitations,
)
from recoveryapp.teams.mail import send_supporter_invitation
from recoveryapp.teams.models import INVITATION_HOLDS, Supporter
from recoveryapp.teams.queries import standing_supporters_of
from recoveryapp.teams.tokens import digest_of, new_token

NOUN = "teams.supporter"
MOST_STANDING = 20
MOST_A_DAY = 10
MOST_MAILS = 5
"""To one address for one invitation."""
A_DAY = timedelta(days=1)


def invite_supporter(*, name: str, email: str, now: datetime, by: User) -> Supporter:
    """The same happens whether or not the address has an account. Call it outside a transaction: the mail
    leaves once the row is kept. Raises NotVisible, OwnAddress, AlreadyInvited, TooManyInvitations."""
    token = new_token()
    return _mail(_add(name, email.lower(), token, now=now, by=by), token, now=now, by=by)


def resend_to_supporter(supporter_id: UUID, *, now: datetime, by: User) -> Supporter:
    """With a new token; the one sent before opens nothing any more. Raises NotVisible, TooManyInvitations."""
    token = new_token()
    return _mail(_renew(supporter_id, token, now=now, by=by), token, now=now, by=by)


@transaction.atomic
def accept_supporting(token: str, *, now: datetime, by: User) -> Supporter:
    """Stand by whoever asked. The same again by the same account changes nothing; nothing is opened by it.

    Raises InvitationOver, OtherAddress, AccountInUse.
    """
    supporter = _locked(Supporter.objects.select_related("owner").filter(token_digest=digest_of(token)))
    if supporter is None:
        raise InvitationOver
    if supporter.user_id == by.pk and supporter.ended_at is None:
        return supporter
    if not is_open(supporter, now):
        raise InvitationOver
    if not has_verified(by, email=supporter.email):
        raise OtherAddress
    _demand_free_for(supporter, by)
    supporter.user, supporter.accepted_at = by, now
    supporter.save(update_fields=["user", "accepted_at", "updated_at"])
    record(Verb.CHANGE, NOUN, object_id=supporter.pk, owner_id=supporter.owner_id, by=by)
    return supporter


@transaction.atomic
def end_supporter(supporter: Supporter, *, now: datetime, by: User) -> None:
    """By either of the two: what was given to them opens nothing from the next statement on."""
    if supporter.ended_at is None:
        supporter.ended_at = now
        supporter.save(update_fields=["ended_at", "updated_at"])
        record(Verb.CHANGE, NOUN, object_id=supporter.pk, owner_id=supporter.owner_id, by=by)


def is_open(supporter: Supporter, now: datetime) -> bool:
    return supporter.accepted_at is None and supporter.ended_at is None and now < supporter.expires_at


@transaction.atomic
def _add(name: str, email: str, token: str, *, now: datetime, by: User) -> Supporter:
    if by.role != Role.SERVICE_USER:
        raise NotVisible
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if email == by.email.lower():
        raise OwnAddress
    standing = standing_supporters_of(by)
    if standing.filter(email=email).exists():
        raise AlreadyInvited
    today = Supporter.objects.filter(owner=by, created_at__gt=now - A_DAY)
    if standing.count() >= MOST_STANDING or today.count() >= MOST_A_DAY:
        raise TooManyInvitations
    supporter = Supporter.objects.create(
        owner=by, name=name, email=email, token_digest=digest_of(token), expires_at=now + INVITATION_HOLDS
    )
    record(Verb.CREATE, NOUN, object_id=supporter.pk, owner_id=by.pk, by=by)
    return supporter


@transaction.atomic
def _renew(supporter_id: UUID, token: str, *, now: datetime, by: User) -> Supporter:
    supporter = _locked(standing_supporters_of(by).filter(pk=supporter_id, accepted_at__isnull=True))
    if supporter is None:
        raise NotVisible
    if supporter.mails >= MOST_MAILS:
        raise TooManyInvitations
    supporter.token_digest, supporter.expires_at = digest_of(token), now + INVITATION_HOLDS
    supporter.save(update_fields=["token_digest", "expires_at", "updated_at"])
    record(Verb.CHANGE, NOUN, object_id=supporter.pk, owner_id=by.pk, by=by)
    return supporter


def _mail(supporter: Supporter, token: str, *, now: datetime, by: User) -> Supporter:
    supporter.mails += 1
    try:
        send_supporter_invitation(supporter.email, token=token, else_in=by.language)
    except Undelivered as trouble:
        supporter.mailed_at, supporter.mail_trouble = None, trouble.reason
    else:
        supporter.mailed_at, supporter.mail_trouble = now, ""
    supporter.save(update_fields=["mails", "mailed_at", "mail_trouble", "updated_at"])
    return supporter


def _demand_free_for(supporter: Supporter, user: User) -> None:
    """An account for work reads at work: family uses one of their own. Nobody stands by themselves."""
    once = Supporter.objects.filter(owner=supporter.owner_id, user=user, ended_at__isnull=True)
    if user.role != Role.SERVICE_USER or user.pk == supporter.owner_id or once.exists():
        raise AccountInUse


def _locked(supporters: QuerySet[Supporter]) -> Supporter | None:
    return supporters.select_for_update(of=("self",), no_key=True).first()
