from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import Session, User
from recoveryapp.audit.actions import Verb, record


@transaction.atomic
def change_preferences(user: User, *, values: Mapping[str, Any], by: User) -> User:
    """Set the given fields, each already validated; an empty mapping changes nothing."""
    if not values:
        return user
    for name, value in values.items():
        setattr(user, name, value)
    user.save(update_fields=[*values, "updated_at"])
    record(Verb.CHANGE, "accounts.user", object_id=user.pk, owner_id=user.pk, by=by)
    return user


def finish_first_run(user: User, *, now: datetime, by: User) -> User:
    """The first-run questions are answered or put off; they are not asked again."""
    return change_preferences(user, values={} if user.welcomed_at else {"welcomed_at": now}, by=by)


def end_sessions(user: User, *, now: datetime, by: User) -> User:
    """Whoever is signed in to this account is a stranger at their next request, on every device."""
    return change_preferences(user, values={"sessions_ended_at": now}, by=by)


def note_password_reset(user: User, *, now: datetime) -> User:
    """What is shared anew and what is taken out waits from now on."""
    return change_preferences(user, values={"password_reset_at": now}, by=user)


@transaction.atomic
def end_sign_in(user: User, sign_in_id: UUID, *, by: User) -> None:
    """One browser is signed out at its next request. Over already, or somebody else's, is as good."""
    gone, _ = Session.objects.filter(account=user, public_id=sign_in_id).delete()
    if gone:
        record(Verb.CHANGE, "accounts.user", object_id=user.pk, owner_id=user.pk, by=by)


def end_other_sign_ins(user: User, *, this: str | None, by: User) -> None:
    """Everywhere but in the session with the key `this`."""
    Session.objects.filter(account=user).exclude(session_key=this).delete()
    record(Verb.CHANGE, "accounts.user", object_id=user.pk, owner_id=user.pk, by=by)
