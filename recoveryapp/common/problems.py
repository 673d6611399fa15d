"""RFC 9457 problem details: the one place where an error becomes HTTP."""

import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

from recoveryapp.common.errors import DomainError, NotVisible

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"

TITLES = {
    "invalid": "Some of this could not be saved.",
    "malformed": "This was not readable JSON.",
    "not_signed_in": "Please sign in.",
    "not_found": NotVisible.sentence,
    "forbidden": "This is not possible from here.",
    "method_not_allowed": "This is not possible here.",
    "too_large": "This is too long to save in one piece.",
    "too_many_requests": "Too many tries. Please wait a little.",
    "unsupported_media_type": "This is not in a form that is read here.",
    "second_step_needed": "Please add a second step to your sign-in first.",
    "last_second_step": "Working here needs a second step. Add another one before you take this away.",
    "written_by_another": "This was written by somebody else on this phone. It stays theirs.",
    "server_error": "Something went wrong on our side. Nothing you wrote here was changed.",
}

CODES: list[tuple[type[Exception], str]] = [
    (exceptions.ValidationError, "invalid"),
    (exceptions.ParseError, "malformed"),
    (exceptions.NotAuthenticated, "not_signed_in"),
    (exceptions.AuthenticationFailed, "not_signed_in"),
    (exceptions.NotFound, "not_found"),
    (Http404, "not_found"),
    (exceptions.PermissionDenied, "forbidden"),
    (DjangoPermissionDenied, "forbidden"),
    (exceptions.MethodNotAllowed, "method_not_allowed"),
    (exceptions.Throttled, "too_many_requests"),
    (exceptions.UnsupportedMediaType, "unsupported_media_type"),
    (exceptions.NotAcceptable, "unsupported_media_type"),
]
STATUSES = {
    "not_signed_in": 401,
    "not_found": 404,
    "forbidden": 403,
    "server_error": 500,
}


class TooLarge(exceptions.APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = TITLES["too_large"]


def problem(status: int, code: str, title: str, **extra: Any) -> dict[str, Any]:
    return {"type": "about:blank", "title": title, "status": status, "code": code, **extra}


def handle_exception(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's hook: a domain or framework error as problem details; None lets Django answer 500."""
    if isinstance(error, DomainError):
        body = problem(error.status, error.code, error.sentence, **error.extra())
        return Response(body, status=error.status, content_type=CONTENT_TYPE)
    code = next((code for kind, code in CODES if isinstance(error, kind)), None)
    if isinstance(error, TooLarge):
        code = "too_large"
    if code is None:
        return None
    status = STATUSES.get(code, getattr(error, "status_code", 400))
    extra = {"errors": _flatten(error.detail)} if isinstance(error, exceptions.ValidationError) else {}
    return Response(
        problem(status, code, TITLES[code], **extra),
        status=status,
        content_type=CONTENT_TYPE,
        headers=_retry_after(error),
    )


def _retry_after(error: Exception) -> dict[str, str]:
    wait = getattr(error, "wait", None)
    return {"Retry-After": str(int(wait))} if wait else {}


def _flatten(detail: Any, path: str = "") -> dict[str, list[dict[str, str]]]:
    """`{"steps": [{"words": [e]}]}` -> `{"steps.0.words": [{"code": ..., "message": ...}]}`."""
    if isinstance(detail, Mapping):
        return _merge(detail.items(), path)
    if isinstance(detail, list) and any(isinstance(d, Mapping | list) for d in detail):
        return _merge(((str(i), d) for i, d in enumerate(detail) if d), path)
    found = detail if isinstance(detail, list) else [detail]
    errors = [{"code": getattr(d, "code", "invalid"), "message": _sendable(str(d))} for d in found]
    return {_sendable(path): errors}


def _sendable(text: str) -> str:
    """What was sent is told back, but half of a surrogate pair has no UTF-8."""
    return text.encode("utf-8", "replace").decode()


def _merge(items: Any, path: str) -> dict[str, list[dict[str, str]]]:
    flat: dict[str, list[dict[str, str]]] = {}
    for key, value in items:
        flat.update(_flatten(value, f"{path}.{key}" if path else str(key)))
    return flat


def as_json(status: int, code: str) -> JsonResponse:
    return JsonResponse(problem(status, code, TITLES[code]), status=status, content_type=CONTENT_TYPE)


def not_found(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    return as_json(404, "not_found")


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    """What Django itself refuses: another host, a body beyond all bounds."""
    is_large = isinstance(exception, RequestDataTooBig)
    return as_json(413, "too_large") if is_large else as_json(400, "malformed")


def server_error(request: HttpRequest) -> JsonResponse:
    return as_json(500, "server_error")


def csrf_failure(request: HttpRequest, reason: str = "") -> JsonResponse:
    return as_json(403, "forbidden")
