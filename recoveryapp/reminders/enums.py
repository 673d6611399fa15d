from django.db import models


class ReminderChannel(models.TextChoices):
    EMAIL = "email"
    IN_APP = "in_app"


class OccurrenceState(models.TextChoices):
    PENDING = "pending"
    SENT = "sent"
    SKIPPED = "skipped"
    EXPIRED = "expired"
    FAILED = "failed"


class OccurrenceReason(models.TextChoices):
    """Why it was not sent."""

    LATE = "late"
    PAUSED = "paused"
    QUIET_HOURS = "quiet_hours"
    CHANGED = "changed"
    """The reminder no longer asks for this day and time."""
    DELETED = "deleted"
    MOVED = "moved"
    """In the person's new time zone this time had passed."""
    ACCOUNT_CLOSED = "account_closed"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    GAVE_UP = "gave_up"
    """Something broke at every try."""
