from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import NotVisible
from recoveryapp.common.qr import qr_rows
from recoveryapp.common.tries import one_try
from recoveryapp.teams.codes import digest_of, in_groups, new_code
from recoveryapp.teams.enums import PRACTITIONER_ROLES
from recoveryapp.teams.errors import NotVerified, UnknownCode
from recoveryapp.teams.models import Connection, ConnectionCode, Membership
from recoveryapp.teams.queries import memberships_in_force, own_memberships

CODE_HOLDS = timedelta(minutes=10)
MOST_TRIES, TRIES_WITHIN = 10, timedelta(minutes=15)


@dataclass(frozen=True)
class ShownCode:
    code: str
    qr: list[str]
    expires_at: datetime


@transaction.atomic
def make_code(membership_id: UUID, *, now: datetime, by: User) -> ShownCode:
    """A code to show in the room; the one shown before opens nothing any more.

    Raises NotVisible, NotVerified.
    """
    own = own_memberships(by).filter(role__in=PRACTITIONER_ROLES)
    membership = own.filter(pk=membership_id).first()
    if membership is None:
        raise NotVisible
    if membership.verified_at is None:
        raise NotVerified
    code, expires_at = new_code(), now + CODE_HOLDS
    fresh = {"code_digest": digest_of(code), "expires_at": expires_at, "used_by": None}
    ConnectionCode.objects.update_or_create(membership=membership, defaults=fresh)
    record(Verb.CREATE, "teams.connectioncode", object_id=membership.pk, owner_id=by.pk, by=by)
    return ShownCode(in_groups(code), qr_rows(f"{settings.PUBLIC_URL}/connect#{code}"), expires_at)


def look_at_code(code: str, *, now: datetime, by: User) -> Membership:
    """Who shows this code, for a service user. Raises NotVisible, UnknownCode, TooManyTries, CannotCount."""
    _demand_service_user(by)
    with _one_try(by):
        return _found(_live_codes(code, now=now, by=by)).membership


def connect(code: str, *, now: datetime, by: User) -> Membership:
    """Keep who shows this code; they see nothing by that. Twice is as good as once.

    Raises NotVisible, UnknownCode, TooManyTries, CannotCount.
    """
    _demand_service_user(by)
    with _one_try(by):
        return _connect(code, now=now, by=by)


@transaction.atomic
def end_connection(membership_id: UUID, *, now: datetime, by: User) -> None:
    """Ended already, or never there, is as good."""
    met = Connection.objects.select_for_update(of=("self",), no_key=True)
    connection = met.filter(owner=by, membership=membership_id, ended_at__isnull=True).first()
    if connection:
        connection.ended_at = now
        connection.save(update_fields=["ended_at", "updated_at"])
        record(Verb.CHANGE, "teams.connection", object_id=connection.pk, owner_id=by.pk, by=by)


@transaction.atomic
def _connect(code: str, *, now: datetime, by: User) -> Membership:
    shown = _found(_live_codes(code, now=now, by=by).select_for_update(of=("self",), no_key=True))
    shown.used_by = by
    shown.save(update_fields=["used_by", "updated_at"])
    connection, is_new = Connection.objects.get_or_create(owner=by, membership=shown.membership)
    if connection.ended_at:
        connection.ended_at = None
        connection.save(update_fields=["ended_at", "updated_at"])
        record(Verb.CHANGE, "teams.connection", object_id=connection.pk, owner_id=by.pk, by=by)
    if is_new:
        record(Verb.CREATE, "teams.connection", object_id=connection.pk, owner_id=by.pk, by=by)
    return shown.membership


def _live_codes(code: str, *, now: datetime, by: User) -> QuerySet[ConnectionCode]:
    live = ConnectionCode.objects.filter(
        Q(used_by__isnull=True) | Q(used_by=by),
        code_digest=digest_of(code),
        expires_at__gt=now,
        membership__in=memberships_in_force(now),
    )
    return live.select_related("membership__user", "membership__team__organisation")


def _found(codes: QuerySet[ConnectionCode]) -> ConnectionCode:
    code = codes.first()
    if code is None:
        raise UnknownCode
    return code


def _one_try(by: User) -> AbstractContextManager[None]:
    seconds = int(TRIES_WITHIN.total_seconds())
    return one_try(f"connection-code:{by.pk}", most=MOST_TRIES, seconds=seconds)


def _demand_service_user(by: User) -> None:
    if by.role != Role.SERVICE_USER:
        raise NotVisible
