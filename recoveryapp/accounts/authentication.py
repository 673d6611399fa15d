from typing import TYPE_CHECKING, cast

from rest_framework import authentication
from rest_framework.request import Request

if TYPE_CHECKING:
    from recoveryapp.accounts.models import User


def viewer_of(request: Request) -> "User":
    """The person signed in; only for views that demand it."""
    return cast("User", request.user)


class SessionAuthentication(authentication.SessionAuthentication):
    """The session cookie; names a scheme, so that a missing sign-in is 401 and not 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"
