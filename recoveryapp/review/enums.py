from django.db import models


class ChangeKind(models.TextChoices):
    """What can be new since somebody last looked."""

    GOAL = "goal"
    STEP = "step"
    """Done."""
    RATING = "rating"
    STATUS = "status"
    MILESTONE = "milestone"
    PAGE = "page"
    LINE = "line"
