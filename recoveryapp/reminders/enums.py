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
    IN_APP = "in_app"
    PUSH = "push"
    EMAIL = "email"
    SMS = "sms"


class TellingKind(models.TextChoices):
    """What somebody is told of: that it is there, and nothing of what it is."""

    MESSAGE = "message"
    MEETING = "meeting"
    """The other side asked for a time, answered one or called it off."""
    REQUEST = "request"
    """Somebody asked a team of theirs for support."""
    HAND_OVER = "hand_over"
    """Whoever works with them asks whether a colleague may go on."""


class WhyNotReady(models.TextChoices):
    """Why nothing can be sent to a person by a channel."""

    NOT_SET_UP = "not_set_up"
    """Whoever runs the service has not set it up."""
    NO_DEVICE = "no_device"
    """No phone of theirs allows notifications, or they signed out on it."""
    NO_NUMBER = "no_number"
    STOPPED = "stopped"
    """They asked for it, by one press in a mail."""
    BOUNCED = "bounced"
    """The mailbox is not there or takes nothing."""
    COMPLAINED = "complained"
    """A mail was called unwanted in the mailbox."""


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
    GONE = "gone"
    """The device no longer takes notifications."""
    NO_PUSH_SERVICE = "no_push_service"
    NOT_SET_UP = "not_set_up"
    NO_DEVICE = "no_device"
    NO_NUMBER = "no_number"
    STOPPED = "stopped"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    GAVE_UP = "gave_up"
    """Something broke at every try."""
