"""Erasing a person: the one place that knows the order over all apps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import CASCADE, ForeignObjectRel, Q, QuerySet, RestrictedError

from recoveryapp.accounts import keys
from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import EmailChange, Session, User, WrappedKey
from recoveryapp.audit.actions import Verb, record
from recoveryapp.notifications.actions import forget_deliveries_of
from recoveryapp.resources.actions.stories import take_back_story
from recoveryapp.resources.models import Story
from recoveryapp.teams.models import ConnectionCode, Invitation, Membership

GONE = "closed.invalid"
"""No mail can be sent to it (RFC 2606)."""
LEFT_FOR_OTHERS = {"id", "created_at", "called", "role"}


@dataclass(frozen=True)
class Erased:
    """Who did it, for a line that outlives them."""

    pk: UUID
    role: str


@transaction.atomic
def erase_person(person_id: UUID, *, now: datetime) -> None:
    """All of a person's, in every app, and the key to it: words that a backup still holds stay shut.

    Gone already is as good. Of somebody who was in a team, name, role and places stay, because people have a
    right to know who read their record; of everybody the audit trail stays, which holds ids and no words.
    """
    person = User.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        return
    erased = Erased(person.pk, person.role)
    for story_id in Story.objects.owned_by(person).order_by("pk").values_list("pk", flat=True):
        take_back_story(story_id, now=now, by=person)
    Session.objects.filter(account=person).delete()
    EmailChange.objects.filter(account=person).delete()
    WrappedKey.objects.filter(owner=person).delete()
    keys.cache.clear()
    forget_deliveries_of(person.pk)
    Invitation.objects.filter(Q(accepted_by=person) | Q(email__iexact=person.email)).delete()
    if person.memberships.exists():
        _leave_a_name(person, now)
    else:
        person.delete()
    record(Verb.DELETE, "accounts.user", object_id=erased.pk, owner_id=erased.pk, by=erased)


def _leave_a_name(person: User, now: datetime) -> None:
    """What they were in a team and to whom they spoke; nothing to sign in with, nothing they wrote."""
    _delete_all(_rows_that_go(person))
    ConnectionCode.objects.filter(membership__user=person).delete()
    Membership.objects.filter(user=person, ended_at__isnull=True).update(ended_at=now)
    for field in person._meta.concrete_fields:
        if field.name not in LEFT_FOR_OTHERS:
            setattr(person, field.attname, field.get_default())
    person.email, person.is_active, person.sessions_ended_at = f"{person.pk}@{GONE}", False, now
    person.set_unusable_password()
    person.save()


def _rows_that_go(person: User) -> Iterator[QuerySet[Any]]:
    for relation in person._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.on_delete is CASCADE:
            model = relation.related_model
            if model is not Membership:
                yield model._base_manager.filter(**{relation.field.name: person}).only("pk")


def _delete_all(querysets: Iterator[QuerySet[Any]]) -> None:
    """Those that others still need come after them."""
    waiting = list(querysets)
    while waiting:
        left = [rows for rows in waiting if not _could_delete(rows)]
        if len(left) == len(waiting):
            raise RuntimeError("rows hold each other")
        waiting = left


def _could_delete(rows: QuerySet[Any]) -> bool:
    try:
        with transaction.atomic():
            rows.delete()
    except RestrictedError:
        return False
    return True


def runs_alone(person: User, managing: QuerySet[Membership]) -> bool:
    """Whether an organisation would be left without anybody who runs it."""
    own = managing.filter(user=person, role=Role.SERVICE_MANAGER).values("team__organisation")
    others = managing.exclude(user=person).filter(team__organisation__in=own)
    return own.exclude(team__organisation__in=others.values("team__organisation")).exists()
