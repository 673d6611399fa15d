"""What a session knows of how somebody signed in: for how long it holds, by which steps, how long ago."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from rest_framework.request import Request

from recoveryapp.accounts.devices import device_of
from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.errors import ConfirmNeeded
from recoveryapp.accounts.models import Session, User
from recoveryapp.accounts.sessions import BEGAN_AT, DEVICE, IDLE, LONGEST, SHARED, SessionStore, ends_at

AnyRequest = HttpRequest | Request
RECENT = timedelta(minutes=5)
SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
TOUCH_EVERY = 15
"""A session's row is written anew after one part in so many of the time it may be idle."""
AT_WORK = {"idle": timedelta(minutes=15), "longest": timedelta(hours=12)}
OWN = {"idle": timedelta(days=30)}
ON_A_SHARED_PHONE = {"idle": timedelta(minutes=30), "longest": timedelta(hours=12)}
SHARED_PHONE = "Shared-Phone"
"""What a page says with a sign-in on a phone that others use too."""


class SecondStep(StrEnum):
    """What stands between somebody who has signed in and the rest of the app."""

    NOT_NEEDED = "not_needed"
    ENROL = "enrol"
    CONFIRM = "confirm"


def account_of(request: HttpRequest) -> User | AnonymousUser:
    """Who is signed in, found by the statement that found the session. In any doubt by Django's own way."""
    session = cast(SessionStore, request.session)
    is_signed_in = SESSION_KEY in session  # which reads it
    account = session.row.account if is_signed_in and session.row else None
    return account if account and _is_sure(session, account) else get_user(request)


def begin_session(request: HttpRequest, user: User, *, now: datetime) -> None:
    request.session[BEGAN_AT] = now.timestamp()
    request.session[DEVICE] = device_of(request.headers.get("User-Agent", ""))
    request.session[SHARED] = SHARED_PHONE in request.headers
    if request.session[SHARED]:
        request.session.set_expiry(0)  # the cookie ends with the browser
    set_limits(request, user)


def set_limits(request: HttpRequest, user: User) -> None:
    """By the role the person has now, which an invitation may have changed."""
    limits_now = _limits_of(user, is_shared=request.session.get(SHARED, False))
    limits = {name: int(time.total_seconds()) for name, time in limits_now.items()}
    wanted = {IDLE: limits["idle"], LONGEST: limits.get("longest")}
    for name, seconds in wanted.items():
        if request.session.get(name) != seconds:
            request.session[name] = seconds


def note_seen(request: HttpRequest, *, now: datetime) -> None:
    """Written as columns and not with the session, which another request may be changing at this moment."""
    row = cast(SessionStore, request.session).row
    if row is None or now - row.seen_at < timedelta(seconds=request.session[IDLE]) / TOUCH_EVERY:
        return
    until = ends_at(request.session, seen_at=now)
    Session.objects.filter(pk=row.pk).update(seen_at=now, expire_date=until)


def is_at_work(user: User) -> bool:
    return user.role != Role.SERVICE_USER


def has_second_step(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=SECOND_STEPS).exists())


def note_second_step(request: HttpRequest, user: User) -> None:
    """To add one is to have shown it: this session need not be asked for it again."""
    record_authentication(request, user, "mfa", added=True)


def second_step_of(request: AnyRequest, user: User) -> SecondStep:
    if not is_at_work(user) or _records(request, user, "mfa"):
        return SecondStep.NOT_NEEDED
    return SecondStep.CONFIRM if has_second_step(user) else SecondStep.ENROL


def is_recent(request: AnyRequest, *, now: datetime) -> bool:
    """Whether this is surely the person: they signed in, or confirmed it, within `RECENT`.

    Whoever has a second step confirms by that; a password alone is what somebody else may have seen.
    """
    user = request.user
    if not isinstance(user, User):
        return False
    if now.timestamp() - request.session.get(BEGAN_AT, 0) < RECENT.total_seconds():
        return True
    methods = ["mfa"] if has_second_step(user) else ["mfa", "password"]
    confirmed = [
        record["at"] for record in _records(request, user, *methods) if record.get("reauthenticated")
    ]
    return bool(confirmed) and now.timestamp() - confirmed[-1] < RECENT.total_seconds()


def demand_recent(request: AnyRequest, *, now: datetime) -> None:
    """Raises ConfirmNeeded: the page asks the person to show that it is them, and sends the same again."""
    if not is_recent(request, now=now):
        raise ConfirmNeeded


def _is_sure(session: SessionStore, account: User) -> bool:
    """What Django asks before it takes an account for who is signed in."""
    return (
        session[SESSION_KEY] == str(account.pk)
        and account.is_active
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash())
    )


def _records(request: AnyRequest, user: User, *methods: str) -> list[dict[str, Any]]:
    return [record for record in get_authentication_records(request, user) if record["method"] in methods]


def _limits_of(user: User, *, is_shared: bool) -> dict[str, timedelta]:
    if is_at_work(user):
        return AT_WORK
    return ON_A_SHARED_PHONE if is_shared else OWN
