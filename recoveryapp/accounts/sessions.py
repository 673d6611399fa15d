"""Sessions in a table of our own, sealed, with an end that depends on who is signed in."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from recoveryapp.accounts.models import Session
from recoveryapp.accounts.sealing import open_text, seal_text
from recoveryapp.common.encryption import Unreadable

BEGAN_AT, DEVICE, IDLE, LONGEST = "began_at", "device", "idle_seconds", "longest_seconds"
SHARED = "shared"
"""The person said at sign-in that others use this phone too."""
BEFORE_SIGN_IN = timedelta(hours=1)
"""How long half a sign-in, or half a sign-up, waits for its other half."""


class SessionStore(DatabaseStore):
    """What is kept in it (codes that were mailed, a secret being set up) is as private as a password."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def encode(self, session_dict: dict[str, Any]) -> str:
        return seal_text(self.serializer().dumps(session_dict).decode(), place="session")

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """What no key opens is nobody's session."""
        with suppress(Unreadable):
            content: dict[str, Any] = self.serializer().loads(
                open_text(str(session_data), place="session").encode()
            )
            return content
        return {}

    def _get_session_from_db(self) -> Session | None:
        self.row = super()._get_session_from_db()  # type: ignore[misc]
        return self.row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        now = timezone.now()
        row = cast(Session, super().create_model_instance(data))
        if self.row is not None and self.row.session_key == row.session_key:
            row.public_id = self.row.public_id
        row.account_id = UUID(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.device = data.get(DEVICE, "")
        row.began_at = began_at(data) or now
        row.seen_at, row.expire_date = now, ends_at(data, seen_at=now)
        return row


def began_at(data: Mapping[str, Any]) -> datetime | None:
    """When the person signed in."""
    return datetime.fromtimestamp(data[BEGAN_AT], UTC) if BEGAN_AT in data else None


def ends_at(data: Mapping[str, Any], *, seen_at: datetime) -> datetime:
    """Unless something is done before that."""
    began = began_at(data)
    if began is None:
        return seen_at + BEFORE_SIGN_IN
    idle_end = seen_at + timedelta(seconds=data[IDLE])
    longest = data.get(LONGEST)
    return min(idle_end, began + timedelta(seconds=longest)) if longest else idle_end
