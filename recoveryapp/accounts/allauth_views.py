"""allauth's doors to second steps, with the rules of this service where the library has none."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.headless.account.views import ChangePasswordView, ReauthenticateView
from allauth.headless.base.response import ConflictResponse
from allauth.headless.constants import Client
from allauth.headless.internal.restkit.response import APIResponse
from allauth.headless.mfa import views
from allauth.headless.mfa.inputs import AuthenticateInput, ReauthenticateInput
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from recoveryapp.accounts.models import User
from recoveryapp.accounts.sign_in import SECOND_STEPS, has_second_step, is_at_work, note_second_step
from recoveryapp.common.problems import as_json
from recoveryapp.common.qr import qr_rows

APP = "allauth.mfa"
CODE_HOLDS_SECONDS = 180
"""Longer than any code is good for."""


class TotpView(views.ManageTOTPView):  # type: ignore[misc]
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The secret to set up, the same until it is: a page that loads again must not change it."""
        if self._get_authenticator():
            return super().get(request, *args, **kwargs)
        raise_if_reauthentication_required(request, app=APP)
        secret = totp.get_totp_secret()
        address = get_adapter().build_totp_url(request.user, secret)
        return APIResponse(request, data={"secret": secret, "address": address, "qr": qr_rows(address)})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer = super().post(request, *args, **kwargs)
        note_second_step(request, cast(User, request.user))
        return answer

    def delete(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        step = self._get_authenticator()
        return _refuse_last(request, [step] if step else []) or super().delete(request, *args, **kwargs)


class PasskeysView(views.ManageWebAuthnView):  # type: ignore[misc]
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer = super().post(request, *args, **kwargs)
        note_second_step(request, cast(User, request.user))
        return answer

    def delete(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        steps = list(self.input.cleaned_data["authenticators"])
        return _refuse_last(request, steps) or super().delete(request, *args, **kwargs)


class OnceAuthenticateInput(AuthenticateInput):  # type: ignore[misc]
    def clean_code(self) -> str:
        return _only_once(self, super().clean_code())


class OnceReauthenticateInput(ReauthenticateInput):  # type: ignore[misc]
    def clean_code(self) -> str:
        return _only_once(self, super().clean_code())


class AuthenticateByCodeView(views.AuthenticateView):  # type: ignore[misc]
    input_class = OnceAuthenticateInput


class ConfirmByCodeView(views.ReauthenticateView):  # type: ignore[misc]
    input_class = OnceReauthenticateInput


class ConfirmByPasswordView(ReauthenticateView):  # type: ignore[misc]
    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Whoever has a second step shows that: the password is what somebody else may have seen."""
        if request.user.is_authenticated and has_second_step(request.user):
            return ConflictResponse(request)
        return super().handle(request, *args, **kwargs)


class PasswordView(ChangePasswordView):  # type: ignore[misc]
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        raise_if_reauthentication_required(request, app="allauth.account")
        return super().post(request, *args, **kwargs)


def _refuse_last(request: HttpRequest, going: list[Authenticator]) -> HttpResponse | None:
    """Nobody at work here is left without a second step."""
    raise_if_reauthentication_required(request, app=APP)
    user = cast(User, request.user)
    left = Authenticator.objects.filter(user=user, type__in=SECOND_STEPS)
    if not is_at_work(user) or left.exclude(pk__in=[step.pk for step in going]).exists():
        return None
    return as_json(HTTPStatus.CONFLICT, "last_second_step")


def _only_once(form: Any, code: str) -> str:
    """The library remembers a used code for half a minute, and lets it be typed for a minute and a half."""
    step = form.authenticator
    is_first = step.type != Authenticator.Type.TOTP or cache.add(
        f"second-step-used:{step.pk}:{normalize_user_code(code)}", 1, timeout=CODE_HOLDS_SECONDS
    )
    if not is_first:
        raise get_adapter().validation_error("incorrect_code")
    return code


def _door(place: str, view: Any) -> URLPattern:
    opened: Callable[..., HttpResponse] = view.as_api_view(client=Client.BROWSER)
    return path(f"_allauth/browser/v1/{place}", opened)


urlpatterns = [
    _door("account/authenticators/totp", TotpView),
    _door("account/authenticators/webauthn", PasskeysView),
    _door("account/password/change", PasswordView),
    _door("auth/2fa/authenticate", AuthenticateByCodeView),
    _door("auth/2fa/reauthenticate", ConfirmByCodeView),
    _door("auth/reauthenticate", ConfirmByPasswordView),
]
