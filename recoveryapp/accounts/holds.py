"""What waits for a day after a new password was chosen with nothing but the mailbox."""

from datetime import datetime, timedelta

from recoveryapp.accounts.errors import HeldAfterReset
from recoveryapp.accounts.models import User

HELD_FOR = timedelta(hours=24)


def held_until(user: User, *, now: datetime) -> datetime | None:
    """Null when nothing is held (any more)."""
    if user.password_reset_at is None or now >= user.password_reset_at + HELD_FOR:
        return None
    return user.password_reset_at + HELD_FOR


def demand_not_held(user: User, *, now: datetime) -> None:
    """Before something new is shared, or everything is taken out. Raises HeldAfterReset."""
    if until := held_until(user, now=now):
        raise HeldAfterReset(until)
