from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import transaction

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.actions import grant_consent
from recoveryapp.consent.errors import NotConnected, OnlyOwnersShare
from recoveryapp.consent.queries import is_connected
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.consent.writes import Saved, delete_owned, in_one_go, put_owned
from recoveryapp.plans.errors import EverythingPaused, TooManySharingWishes
from recoveryapp.plans.models import SharingWish
from recoveryapp.plans.queries import sharing_wishes_of

HOLDS = timedelta(hours=72)
TOLD_AFTER = timedelta(seconds=30)
"""Whoever takes it back before tells nobody."""
MOST = 5


@in_one_go
def put_sharing_wish(
    wish_id: UUID, *, version: int, values: Mapping[str, Any], by: User
) -> Saved[SharingWish]:
    """`values`: membership_id or supporter_id, recorded_at. Opens nothing, and tells nobody.

    Raises NotVisible, StaleVersion, OnlyOwnersShare, NotConnected, TooManySharingWishes.
    """
    if by.role != Role.SERVICE_USER:
        raise OnlyOwnersShare
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    saved = put_owned(SharingWish, wish_id, version=version, values=values, by=by)
    if saved.is_changed:
        to = {"membership_id": values["membership_id"], "supporter_id": values["supporter_id"]}
        if not is_connected(by, team_id=None, **to):
            raise NotConnected
    if saved.is_changed and not saved.is_new:
        _forget_pressing(saved.row)
    if saved.is_new and sharing_wishes_of(by).count() > MOST:
        raise TooManySharingWishes
    return Saved(_whole(saved.row, by), is_new=saved.is_new, is_changed=saved.is_changed)


@transaction.atomic
def delete_sharing_wish(wish_id: UUID, *, by: User) -> None:
    """What it has opened stays open until it ends or is stopped. Already gone is as good."""
    delete_owned(sharing_wishes_of(by), wish_id, by=by)


@in_one_go
def press_sharing_wish(wish_id: UUID, *, grant_id: UUID, now: datetime, by: User) -> SharingWish:
    """Opens the person's plan for three days. Pressed again while it is open, or twice with one id, changes
    nothing: what was stopped since is not opened by a late request.

    Raises NotVisible, EverythingPaused, NotConnected, TooManyGrants, IdTaken.
    """
    wish = SharingWish.objects.owned_by(by).select_for_update(of=("self",)).filter(pk=wish_id).first()
    if wish is None:
        raise NotVisible
    if by.everything_paused_at is not None:
        raise EverythingPaused
    if wish.open_until(now) is None:
        _open(wish, grant_id, now, by)
    return _whole(wish, by)


def _forget_pressing(wish: SharingWish) -> None:
    """It is for somebody else now; what it has opened stands with all that is shared."""
    wish.grant = wish.pressed_at = wish.told_at = None
    wish.save(update_fields=["grant", "pressed_at", "told_at", "updated_at"])


def _open(wish: SharingWish, grant_id: UUID, now: datetime, by: User) -> None:
    saved = grant_consent(grant_id, values=_grant_for(wish, now), now=now, by=by)
    if not saved.is_new:
        return
    wish.grant, wish.pressed_at, wish.told_at = saved.row, now, None
    wish.save(update_fields=["grant", "pressed_at", "told_at", "updated_at"])
    record(Verb.CHANGE, wish._meta.label_lower, object_id=wish.pk, owner_id=by.pk, by=by)
    ids = [str(wish.pk), str(grant_id)]
    tell = partial(current_app.send_task, "plans.tell_of_opening", ids, countdown=TOLD_AFTER.seconds)
    transaction.on_commit(tell)


def _grant_for(wish: SharingWish, now: datetime) -> dict[str, Any]:
    """The plan and nothing else, whenever it was written."""
    return {
        "membership_id": wish.membership_id,
        "team_id": None,
        "supporter_id": wish.supporter_id,
        "purpose": Purpose.SUPPORT,
        "scopes": [Scope.WELLBEING_PLAN.value],
        "goal_ids": [],
        "data_from": None,
        "data_to": None,
        "starts_at": now,
        "expires_at": now + HOLDS,
        "reminds_before_end": False,
    }


def _whole(wish: SharingWish, by: User) -> SharingWish:
    """With the names of whom it is for."""
    return sharing_wishes_of(by).get(pk=wish.pk)
