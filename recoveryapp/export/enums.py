from django.db import models


class JobState(models.TextChoices):
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class WhyFailed(models.TextChoices):
    BROKEN = "broken"
    """Something went wrong on our side, at every try."""
    NOT_OURS = "not_ours"
    """The file is not one that this app makes."""
    TOO_LARGE = "too_large"
    WRONG_VALUES = "wrong_values"
    """It holds something that the app would not have let anybody write."""
