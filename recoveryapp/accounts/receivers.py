"""What allauth tells by signals, because it has no other way: somebody came in, or chose a new password.

Each step of signing in leaves a line in the log, with the id of the account where there is one and never an
address: what was typed at the door may be anybody's.
"""

import logging
from typing import Any

from allauth.account.signals import authentication_step_completed, password_reset
from allauth.mfa.signals import authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from recoveryapp.accounts.actions import note_password_reset
from recoveryapp.accounts.known_devices import note_device
from recoveryapp.accounts.models import User
from recoveryapp.accounts.sessions import DEVICE
from recoveryapp.accounts.sign_in import begin_session

logger = logging.getLogger(__name__)


@receiver(user_logged_in)
def came_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    begin_session(request, user, now=timezone.now())
    note_device(user, request.session[DEVICE])
    logger.info("account %s signed in", user.pk)


@receiver(password_reset)
def chose_new_password(user: User, **kwargs: Any) -> None:
    note_password_reset(user, now=timezone.now())
    logger.warning("account %s has a new password by mail", user.pk)


@receiver(authentication_step_completed)
def showed_who_they_are(user: User, method: str, **kwargs: Any) -> None:
    if kwargs.get("added"):
        logger.warning("account %s has a new second step", user.pk)
        return
    again = " again" if kwargs.get("reauthenticated") else ""
    logger.info("account %s showed who they are%s, by %s", user.pk, again, kwargs.get("type") or method)


@receiver(user_login_failed)
def was_refused(**kwargs: Any) -> None:
    logger.warning("a password was refused")


@receiver(user_logged_out)
def left(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        logger.info("account %s signed out", user.pk)


@receiver(authenticator_removed)
def took_a_step_away(user: User, authenticator: Any, **kwargs: Any) -> None:
    logger.warning("account %s has a second step less, %s", user.pk, authenticator.type)
