"""Around every request: how long a session holds, who still owes a second step, what allauth may be sent."""

import time
from collections.abc import Callable
from http import HTTPStatus
from io import BytesIO
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from rest_framework.exceptions import ParseError
from rest_framework.permissions import AllowAny

from recoveryapp.accounts import sign_in
from recoveryapp.accounts.doors import DOORS, EVEN, NOT_TEXT
from recoveryapp.accounts.models import User
from recoveryapp.accounts.sessions import BEGAN_AT
from recoveryapp.accounts.sign_in import SecondStep
from recoveryapp.common.middleware import PRIVATE_PREFIXES, Handler
from recoveryapp.common.parsers import StrictJSONParser
from recoveryapp.common.problems import TooLarge, as_json

BASE = "/_allauth/browser/v1/"
UNSEEN = "Unseen"
"""A page that asks by itself, with nobody before it, says so: it keeps no session alive."""


class SignedIn:
    """Who is asking, found when it is first wanted to know."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = cast(User, SimpleLazyObject(lambda: sign_in.account_of(request)))
        return self.get_response(request)


class SessionRules:
    """Idle and absolute ends by role; the store itself refuses what is over."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(PRIVATE_PREFIXES) and isinstance(request.user, User):
            self._keep(request, request.user)
        return self.get_response(request)

    def _keep(self, request: HttpRequest, user: User) -> None:
        if BEGAN_AT not in request.session:
            logout(request)
            return
        sign_in.set_limits(request, user)
        if UNSEEN not in request.headers:
            sign_in.note_seen(request, now=timezone.now())


class SecondStepGate:
    """Whoever is at work here and has not shown a second step finds every door closed but those to it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.path.startswith("/api/") or not isinstance(request.user, User):
            return None
        if _opens_before(view) or sign_in.second_step_of(request, request.user) is SecondStep.NOT_NEEDED:
            return None
        return as_json(HTTPStatus.FORBIDDEN, "second_step_needed")


class OnlyKnownDoors:
    """Strict JSON and known fields for allauth, which itself drops what it does not know."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/_allauth/"):
            return self.get_response(request)
        return self._refusal(request) or self.get_response(request)

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        methods = DOORS.get(request.path.removeprefix(BASE))
        if methods is None:
            return as_json(HTTPStatus.NOT_FOUND, "not_found")
        known = methods.get(str(request.method))
        if known is None:
            return as_json(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed")
        return _refuse_body(request, known)


class EvenTime:
    """An answer that must not tell whether an account exists comes at a set time after the question.

    Only who is let in is let in at once.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.monotonic()
        response = self.get_response(request)
        if request.path.removeprefix(BASE) in EVEN and response.status_code != HTTPStatus.OK:
            time.sleep(max(0.0, begun + settings.EVEN_ANSWER_SECONDS - time.monotonic()))
        return response


def _opens_before(view: Callable[..., Any]) -> bool:
    view_class = getattr(view, "cls", None)
    is_public = AllowAny in getattr(view_class, "permission_classes", ())
    return is_public or getattr(view_class, "opens_before_second_step", False)


def _refuse_body(request: HttpRequest, known: frozenset[str]) -> HttpResponse | None:
    if not request.body:
        return None
    if request.content_type != "application/json":
        return as_json(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type")
    try:
        body = StrictJSONParser().parse(BytesIO(request.body))
    except ParseError:
        return as_json(HTTPStatus.BAD_REQUEST, "malformed")
    except TooLarge:
        return as_json(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
    if not isinstance(body, dict):
        return as_json(HTTPStatus.BAD_REQUEST, "malformed")
    wrong = dict.fromkeys(set(body) - known, "unknown_field")
    wrong |= {name: "invalid" for name in known - NOT_TEXT if not isinstance(body.get(name, ""), str)}
    return _wrong(wrong) if wrong else None


def _wrong(names: dict[str, str]) -> JsonResponse:
    """In allauth's own shape, which the page reads beside its other refusals."""
    errors = [{"param": name, "code": names[name], "message": "Not this."} for name in sorted(names)]
    return JsonResponse({"status": 400, "errors": errors}, status=400)
