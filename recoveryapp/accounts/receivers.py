"""What allauth tells by signals, because it has no other way: somebody came in, or chose a new password."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from recoveryapp.accounts.actions import note_password_reset
from recoveryapp.accounts.models import User
from recoveryapp.accounts.sign_in import SECOND_STEPS, begin_session


@receiver(user_logged_in)
def came_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    begin_session(request, user, now=timezone.now())


@receiver(password_reset)
def chose_new_password(user: User, **kwargs: Any) -> None:
    note_password_reset(user, now=timezone.now())


@receiver(authenticator_added)
def added_second_step(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """To add one is to have shown it: this session need not be asked for it again."""
    if authenticator.type in SECOND_STEPS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
