"""A support request's way: asked of a team, picked up by one of it, done; or taken back by whoever asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.assignments.actions import start_assignment
from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.errors import CaseloadFull
from recoveryapp.assignments.queries import is_full, own_places
from recoveryapp.audit.actions import Verb, record, record_reading
from recoveryapp.caseload.errors import NoSuchTeam, PickedUpAlready, RequestClosed, TooManyRequests
from recoveryapp.caseload.models import SupportRequest
from recoveryapp.caseload.queries.requests import (
    picked_up_requests,
    request_for_team,
    requests_of,
    standing_requests_of,
    teams_to_ask,
)
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.scopes import Purpose
from recoveryapp.consent.writes import Saved, in_one_go, put_owned
from recoveryapp.goals.queries import goals_of
from recoveryapp.resources.queries import resource_visible_to
from recoveryapp.teams.models import Membership

NOUN = "caseload.supportrequest"
MOST_STANDING = 5


@in_one_go
def put_request(
    request_id: UUID, *, version: int, values: Mapping[str, Any], now: datetime, by: User
) -> Saved[SupportRequest]:
    """Ask, or say it in other words while nobody has picked it up.

    `values`: team_id, words, goal_id, resource_id, recorded_at. Raises NotVisible (also for whoever does not
    use the service for themselves), NoSuchTeam, TooManyRequests, RequestClosed, StaleVersion.
    """
    if by.role != Role.SERVICE_USER:
        raise NotVisible
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    standing = SupportRequest.objects.select_for_update(of=("self",)).filter(pk=request_id, owner=by).first()
    if standing is None:
        _demand_can_ask(values, now=now, by=by)
    asked_at = standing.asked_at if standing else now
    saved = put_owned(
        SupportRequest, request_id, version=version, values={**values, "asked_at": asked_at}, by=by
    )
    if saved.is_changed and (saved.row.picked_up_at or saved.row.taken_back_at):
        raise RequestClosed
    return saved


@transaction.atomic
def take_back_request(request_id: UUID, *, now: datetime, by: User) -> SupportRequest:
    """The team, or whoever picked it up, no longer has its words. Working together is ended by itself.

    Done or taken back already is as good. Raises NotVisible.
    """
    row = _own(request_id, by)
    if row.done_at is None and row.taken_back_at is None:
        row.taken_back_at = now
        row.save(update_fields=["taken_back_at", "updated_at"])
        record(Verb.CHANGE, NOUN, object_id=row.pk, owner_id=row.owner_id, by=by)
    return row


@transaction.atomic
def finish_request(request_id: UUID, *, now: datetime, by: User) -> SupportRequest:
    """What was asked for is done, says either of the two. Raises NotVisible, RequestClosed."""
    row = _own(request_id, by) if by.role == Role.SERVICE_USER else _picked_up(request_id, now, by)
    if row.picked_up_at is None or row.taken_back_at is not None:
        raise RequestClosed
    if row.done_at is None:
        row.done_at = now
        row.save(update_fields=["done_at", "updated_at"])
        record(Verb.CHANGE, NOUN, object_id=row.pk, owner_id=row.owner_id, by=by)
    return row


@transaction.atomic
def read_request(request_id: UUID, *, viewer: User, now: datetime) -> SupportRequest:
    """For somebody of the team, with the line that tells whoever asked who read it. Raises NotVisible."""
    row = request_for_team(request_id, viewer=viewer, now=now)
    record_reading(
        owner_id=row.owner_id, viewer=viewer, noun=NOUN, scopes=[], purpose=Purpose.SUPPORT, count=1
    )
    return row


@transaction.atomic
def pick_up_request(request_id: UUID, *, now: datetime, by: User) -> SupportRequest:
    """One of the team, and whoever asked agreed by asking: from now on the two work together.

    Twice by the same is once. Raises NotVisible, PickedUpAlready, CaseloadFull.
    """
    rows = SupportRequest.objects.select_for_update(of=("self",)).select_related("owner", "assignment")
    row = rows.filter(pk=request_id, owner__is_active=True, taken_back_at__isnull=True).first()
    place = _place_in(row, now, by)
    assert row is not None  # _place_in has looked
    if row.picked_up_at is not None:
        if row.assignment and row.assignment.membership_id == place.pk and row.done_at is None:
            return row
        raise PickedUpAlready
    if row.owner.everything_paused_at is not None:
        raise NotVisible
    Membership.objects.select_for_update(no_key=True).get(pk=place.pk)
    if is_full(place, now=now):
        raise CaseloadFull
    agreed_at = min(row.asked_at, now)  # two servers' clocks
    row.assignment = start_assignment(
        owner=row.owner, membership=place, began=Began.REQUEST, agreed_at=agreed_at, now=now, by=by
    )
    row.picked_up_at = now
    row.save(update_fields=["assignment", "picked_up_at", "updated_at"])
    record(Verb.CHANGE, NOUN, object_id=row.pk, owner_id=row.owner_id, by=by)
    return row


def _demand_can_ask(values: Mapping[str, Any], *, now: datetime, by: User) -> None:
    if not teams_to_ask(now).filter(pk=values["team_id"]).exists():
        raise NoSuchTeam
    if standing_requests_of(by).count() >= MOST_STANDING:
        raise TooManyRequests
    if values["goal_id"] and not goals_of(by).filter(pk=values["goal_id"]).exists():
        raise NotVisible
    if values["resource_id"]:
        resource_visible_to(by, values["resource_id"])


def _own(request_id: UUID, by: User) -> SupportRequest:
    row = requests_of(by).select_for_update(of=("self",)).filter(pk=request_id).first()
    if row is None:
        raise NotVisible
    return row


def _picked_up(request_id: UUID, now: datetime, by: User) -> SupportRequest:
    rows = picked_up_requests(by, now=now).defer(None).filter(pk=request_id)
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise NotVisible
    return row


def _place_in(row: SupportRequest | None, now: datetime, by: User) -> Membership:
    own = own_places(by, now=now).filter(role=Role.PEER_WORKER)
    place = own.filter(team=row.team_id).first() if row else None
    if place is None:
        raise NotVisible
    return place
