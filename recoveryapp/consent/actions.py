from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.holds import demand_not_held
from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import IdTaken, NotVisible
from recoveryapp.consent.errors import NotConnected, OnlyOwnersShare, TooManyGrants
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.queries import is_connected, open_grants_of
from recoveryapp.consent.writes import Saved, in_one_go

USUAL_LENGTH = timedelta(days=90)
MOST_OPEN_GRANTS = 100
RECEIVER = ("membership_id", "team_id", "supporter_id")
GIVEN = (*RECEIVER, "purpose", "scopes", "goal_ids", "data_from", "data_to")


@in_one_go
def grant_consent(
    grant_id: UUID, *, values: Mapping[str, Any], now: datetime, by: User
) -> Saved[ConsentGrant]:
    """From now or `starts_at` on, for `USUAL_LENGTH` unless `expires_at` is given; the same again is as good.

    `values`: membership_id, team_id or supporter_id, purpose, scopes, goal_ids, data_from, data_to,
    starts_at, expires_at, reminds_before_end.
    Raises NotConnected, OnlyOwnersShare, TooManyGrants, HeldAfterReset, IdTaken (the id holds another).
    """
    if by.role != Role.SERVICE_USER:
        raise OnlyOwnersShare
    User.objects.select_for_update().get(pk=by.pk)
    grant = ConsentGrant.objects.filter(pk=grant_id).first()
    if grant is not None:
        return Saved(_same(grant, values, by), is_new=False, is_changed=False)
    demand_not_held(by, now=now)
    if not is_connected(by, **{name: values[name] for name in RECEIVER}):
        raise NotConnected
    if open_grants_of(by, now=now).count() >= MOST_OPEN_GRANTS:
        raise TooManyGrants
    return Saved(_create(grant_id, values, now, by), is_new=True, is_changed=True)


@transaction.atomic
def revoke_grant(grant_id: UUID, *, now: datetime, by: User) -> ConsentGrant:
    """In force from the next statement on. Stopped already is as good. Raises NotVisible."""
    grant = ConsentGrant.objects.select_for_update().filter(pk=grant_id, owner=by).first()
    if grant is None:
        raise NotVisible
    if grant.revoked_at is None:
        grant.revoked_at = now
        grant.save(update_fields=["revoked_at", "updated_at"])
        record(Verb.CHANGE, "consent.consentgrant", object_id=grant.pk, owner_id=by.pk, by=by)
    return grant


@transaction.atomic
def revoke_grants_to(membership_id: UUID, *, owner_id: UUID, now: datetime, by: User) -> int:
    """Stop what this person shares, or has planned to share, with one practitioner by name; answers how many.

    `by` is one of the two: less is shared afterwards, so the practitioner may do it as well.
    """
    grants = ConsentGrant.objects.select_for_update(of=("self",)).order_by("pk")
    open_ = grants.filter(
        owner=owner_id, membership=membership_id, revoked_at__isnull=True, expires_at__gt=now
    )
    for grant in open_:
        grant.revoked_at = now
        grant.save(update_fields=["revoked_at", "updated_at"])
        record(Verb.CHANGE, "consent.consentgrant", object_id=grant.pk, owner_id=owner_id, by=by)
    return len(open_)


@transaction.atomic
def pause_everything(*, is_paused: bool, now: datetime, by: User) -> User:
    """Nothing is shared and nothing is sent until it is taken back; grants and reminders stay as they are."""
    if (by.everything_paused_at is not None) != is_paused:
        by.everything_paused_at = now if is_paused else None
        by.save(update_fields=["everything_paused_at", "updated_at"])
        record(Verb.CHANGE, "accounts.user", object_id=by.pk, owner_id=by.pk, by=by)
    return by


def _create(grant_id: UUID, values: Mapping[str, Any], now: datetime, by: User) -> ConsentGrant:
    starts_at = values["starts_at"] or now
    times = {"starts_at": starts_at, "expires_at": values["expires_at"] or starts_at + USUAL_LENGTH}
    grant = ConsentGrant(id=grant_id, owner=by, **{**values, **times})
    grant.save(force_insert=True)
    record(Verb.CREATE, "consent.consentgrant", object_id=grant.pk, owner_id=by.pk, by=by)
    return grant


def _same(grant: ConsentGrant, values: Mapping[str, Any], by: User) -> ConsentGrant:
    if grant.owner_id != by.pk:
        raise NotVisible
    if any(getattr(grant, name) != values[name] for name in GIVEN):
        raise IdTaken
    return grant
