from django.db import models


class GoalStatus(models.TextChoices):
    """On screen: going on, paused, reached, let go. There is no failed state."""

    ACTIVE = "active"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


CLOSED = frozenset({GoalStatus.COMPLETED, GoalStatus.CANCELLED})
"""A goal in one of these keeps its steps and ratings as they are, until it is active or on hold again."""
