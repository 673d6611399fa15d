"""What a message carries so that one press in it can do one thing, without a sign-in."""

from datetime import timedelta
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.core import signing

from recoveryapp.common.errors import NotVisible

STOP, SNOOZE = "reminders.stop", "reminders.snooze"
SNOOZE_FOR = timedelta(days=1)


def stop_url(owner_id: UUID) -> str:
    return f"{settings.PUBLIC_URL}/stop/{_signed(owner_id, salt=STOP)}"


def owner_to_stop(token: str) -> UUID:
    """Raises NotVisible. It has no end: a mail may be found years later."""
    return _opened(token, salt=STOP)


def snooze_token(occurrence_id: UUID) -> str:
    return _signed(occurrence_id, salt=SNOOZE)


def occurrence_to_snooze(token: str) -> UUID:
    """Raises NotVisible, also when the message is older than a day."""
    return _opened(token, salt=SNOOZE, max_age=SNOOZE_FOR)


def _signed(row_id: UUID, *, salt: str) -> str:
    return _signer(settings.SECRET_KEY, salt).sign_object(row_id.hex)


@lru_cache
def _signer(secret: str, salt: str) -> signing.TimestampSigner:
    """As `signing.dumps` makes one anew each time, which takes as long as the signing."""
    return signing.TimestampSigner(key=secret, salt=salt)


def _opened(token: str, *, salt: str, max_age: timedelta | None = None) -> UUID:
    try:
        return UUID(signing.loads(token, salt=salt, max_age=max_age))
    except (signing.BadSignature, ValueError) as error:
        raise NotVisible from error
