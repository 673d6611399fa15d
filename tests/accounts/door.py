"""Somebody at the door: what the page sends to allauth, in a line each."""

import re
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from recoveryapp.accounts.models import User
from tests.conftest import PASSWORD

BASE = "/_allauth/browser/v1"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ME = "/api/v1/me/"


class Visitor:
    """A browser. Each of its answers is (status, body)."""

    def __init__(self, **headers: Any) -> None:
        self.client = Client(**headers)

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
        sent: dict[str, Any] = {"data": body, "content_type": "application/json"} if body is not None else {}
        answer = getattr(self.client, method)(f"{BASE}/{path}", **sent)
        return answer.status_code, answer.json()

    def post(self, path: str, **body: Any) -> tuple[int, Any]:
        return self.ask("post", path, body)

    def sign_in(self, user: User, password: str = PASSWORD) -> tuple[int, Any]:
        return self.post("auth/login", email=user.email, password=password)

    def me(self) -> tuple[int, Any]:
        answer = self.client.get(ME)
        return answer.status_code, answer.json()


def with_password(user: User, password: str = PASSWORD) -> User:
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def with_code_app(user: User) -> Authenticator:
    sealed = get_adapter().encrypt(SECRET)
    return Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed})


def code_now(secret: str = SECRET, *, later: int = 0) -> str:
    """What the code app shows, or showed some half minutes ago."""
    return str(format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1] + later)))


def code_in_mail() -> str:
    found = re.search(r"^\s+([A-Z0-9-]{6,})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found.group(1)


def waits_for(answer: tuple[int, Any]) -> list[str]:
    return [flow["id"] for flow in answer[1]["data"]["flows"] if flow.get("is_pending")]
