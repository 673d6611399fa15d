from django.db import models


class ReminderKind(models.TextChoices):
    WEEKLY = "weekly"
    """Days of the week and times, every week or every n-th."""
    ONCE = "once"
    APPOINTMENT = "appointment"
    """Once, a while before a date and time."""
    AFTER_CHECK_IN = "after_check_in"
    """Some hours after each check-in."""
    AFTER_A_GAP = "after_a_gap"
    """Once, when nothing has been written for some days."""


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
    WRITTEN = "written"
    """The person had written meanwhile, so there was no gap to ask about."""
    ACCOUNT_CLOSED = "account_closed"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    GAVE_UP = "gave_up"
    """Something broke at every try."""
