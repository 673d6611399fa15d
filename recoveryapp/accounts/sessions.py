"""Sessions in a table of our own, sealed, with an end that depends on who is signed in."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from recoveryapp.accounts.models import Session, User
from recoveryapp.accounts.sealing import open_text, seal_text
from recoveryapp.common.encryption import Unreadable

BEGAN_AT, DEVICE, IDLE, LONGEST = "began_at", "device", "idle_seconds", "longest_seconds"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SHARED = "shared"
"""The person said at sign-in that others use this phone too."""
BEFORE_SIGN_IN = timedelta(hours=1)
"""How long half a sign-in, or half a sign-up, waits for its other half."""


class SessionStore(DatabaseStore):
    """What is kept in it (codes that were mailed, a secret being set up) is as private as a password."""

    row: Session | None = None
    """As it was when the session was read."""

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
        self.row = _read(str(self.session_key), now=timezone.now())
        if self.row is None:
            self._session_key = None
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


def _read(session_key: str, *, now: datetime) -> Session | None:
    """With the account, which is wanted next, in the same statement."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [session_key, now])
        found = cursor.fetchone()
    if found is None:
        return None
    row = Session.from_db(connection.alias, *_of(Session, found))
    if row.account_id:
        row.account = User.from_db(connection.alias, *_of(User, found[len(Session._meta.concrete_fields) :]))
    return row


@cache
def _statement() -> str:
    """Written once for all requests: that the ORM writes it anew took 0.6 ms of each, of three in all.

    It names plain columns of the two tables, one after the other; a test compares it with the ORM's rows.
    """
    rows = Session.objects.select_related("account").filter(session_key="").filter(expire_date__gt=EPOCH)
    return str(rows.query.sql_with_params()[0])


def _of(model: type[Model], columns: Sequence[Any]) -> tuple[list[str], Sequence[Any]]:
    names = [field.attname for field in model._meta.concrete_fields]
    return names, columns[: len(names)]


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
