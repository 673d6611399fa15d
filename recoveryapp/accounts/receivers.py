"""What allauth tells by signals, because it has no other way: somebody came in, or chose a new password."""

from typing import Any

from allauth.account.signals import password_reset
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from recoveryapp.accounts.actions import note_password_reset
from recoveryapp.accounts.models import User
from recoveryapp.accounts.sign_in import begin_session


@receiver(user_logged_in)
def came_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    begin_session(request, user, now=timezone.now())


@receiver(password_reset)
def chose_new_password(user: User, **kwargs: Any) -> None:
    note_password_reset(user, now=timezone.now())
