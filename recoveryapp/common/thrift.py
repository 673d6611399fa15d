"""Less over the air, for phones with little of it."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

ASKS = "Nobody-Is-Fine"
"""Sent with a page's first question, who is signed in. To that, nobody is an answer and no error."""

Handler = Callable[[HttpRequest], HttpResponse]


class Smaller(GZipMiddleware):
    """Compresses what our own pages ask for. What another site makes a browser ask for is left as it is: its
    length would tell whether a guess in the address occurs in the answer (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or request.headers.get("Sec-Fetch-Site") != "same-origin":
            return response
        return super().process_response(request, response)


class NobodyIsFine:
    """204 for 401, where it was asked for: a browser writes each 401 down as an error of the page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            response.status_code != HTTPStatus.UNAUTHORIZED
            or request.method != "GET"
            or ASKS not in request.headers
        ):
            return response
        nobody = HttpResponse(status=HTTPStatus.NO_CONTENT)
        nobody.cookies = response.cookies
        return nobody
