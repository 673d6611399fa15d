"""The demo people at work have a second step whose key is no secret, so that anybody can be them."""

import time
from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.dispatch import receiver

from recoveryapp.accounts.models import User
from recoveryapp.accounts.sign_in import is_at_work

DEMO_KEY = "DEMODEMODEMODEMODEMODEMODEMODEMO"
DEMO_DOMAIN = "@demo.example"
PERIOD = 30
IS_SHOWN = not settings.IS_PRODUCTION


def give_second_step(user: User) -> None:
    if is_at_work(user):
        sealed = get_adapter().encrypt(DEMO_KEY)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed})


@receiver(authentication_step_completed)
def show_code(user: User, method: str, **kwargs: Any) -> None:
    """Where mail is shown, this is: whoever tries the app on their own machine need not have a code app."""
    if method == "password" and user.email.endswith(DEMO_DOMAIN) and is_at_work(user) and IS_SHOWN:
        print(f"second step of {user.email}: {code_now()}", flush=True)


def code_now() -> str:
    """What a code app shows that was given the demo key."""
    return str(format_hotp_value(hotp_value(DEMO_KEY, int(time.time()) // PERIOD)))
