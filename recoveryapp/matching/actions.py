from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.owned import OwnedModel
from recoveryapp.consent.writes import Saved, delete_owned, in_one_go
from recoveryapp.goals.models import Goal
from recoveryapp.goals.queries import goals_of
from recoveryapp.matching.enums import AskedState
from recoveryapp.matching.models import OwnIdea, SuggestionResponse, Wishes
from recoveryapp.matching.queries import own_ideas_of
from recoveryapp.resources.queries import resource_visible_to

R = TypeVar("R", bound=OwnedModel)


@in_one_go
def set_wishes(*, values: Mapping[str, Any], at: datetime, by: User) -> Wishes:
    """`values`: place, wishes, languages. The last writer's stay."""
    return _change_wishes(values, at=at, by=by)


@in_one_go
def set_learning(*, values: Mapping[str, Any], at: datetime, by: User) -> Wishes:
    """`values`: learns, whether this person's answers change their ranking; learns_since, from when on."""
    return _change_wishes(values, at=at, by=by)


@in_one_go
def forget_learning(*, at: datetime, by: User) -> Wishes:
    """Answers stay, and what was answered until now teaches nothing any more."""
    return _change_wishes({"learns_since": at}, at=at, by=by)


@in_one_go
def respond(
    *, goal_id: UUID, resource_id: UUID, values: Mapping[str, Any], at: datetime, by: User
) -> SuggestionResponse | None:
    """Save, dismiss or try a resource for a goal; `none` takes the answer back and gives None.

    `values`: state, reason, reason_words, helped, note. Raises NotVisible.
    """
    goal = _own_goal(goal_id, by)
    resource = resource_visible_to(by, resource_id)
    found = SuggestionResponse.objects.select_for_update(of=("self",)).filter(goal=goal, resource=resource)
    row = found.first()
    if values["state"] != AskedState.NONE:
        return _save(
            row or SuggestionResponse(owner=by, goal=goal, resource=resource), values, at=at, by=by
        ).row
    if row is not None:
        delete_owned(SuggestionResponse.objects.owned_by(by), row.pk, by=by)
    return None


@in_one_go
def put_own_idea(idea_id: UUID, *, values: Mapping[str, Any], at: datetime, by: User) -> Saved[OwnIdea]:
    """`values`: goal_id, words, state, helped; the last writer's words stay. Raises NotVisible."""
    goal = _own_goal(values["goal_id"], by)
    row = OwnIdea.objects.select_for_update(of=("self",)).filter(pk=idea_id).first()
    if row is not None and row.owner_id != by.pk:
        raise NotVisible
    return _save(row or OwnIdea(id=idea_id, owner=by), {**values, "goal_id": goal.pk}, at=at, by=by)


@transaction.atomic
def delete_own_idea(idea_id: UUID, *, by: User) -> None:
    """Already gone is as good."""
    delete_owned(own_ideas_of(by), idea_id, by=by)


def _change_wishes(values: Mapping[str, Any], *, at: datetime, by: User) -> Wishes:
    row = Wishes.objects.select_for_update(of=("self",)).filter(owner=by).first()
    return _save(row or Wishes(owner=by), values, at=at, by=by).row


def _own_goal(goal_id: UUID, by: User) -> Goal:
    goal = goals_of(by).only("owner").filter(pk=goal_id, owner=by).first()
    if goal is None:
        raise NotVisible
    return goal


def _save(row: R, values: Mapping[str, Any], *, at: datetime, by: User) -> Saved[R]:
    """The row with these values; without a change nothing is written, and its time stays."""
    is_new = row.created_at is None
    if not is_new and all(getattr(row, name) == value for name, value in values.items()):
        return Saved(row, is_new=False, is_changed=False)
    for name, value in {**values, "recorded_at": at}.items():
        setattr(row, name, value)
    row.save(force_insert=is_new)
    verb = Verb.CREATE if is_new else Verb.CHANGE
    record(verb, row._meta.label_lower, object_id=row.pk, owner_id=by.pk, by=by)
    return Saved(row, is_new=is_new, is_changed=True)
