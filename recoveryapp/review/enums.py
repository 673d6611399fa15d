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


class RemarkAbout(models.TextChoices):
    """What a practitioner can write a remark on."""

    REVIEW = "review"
    """As a whole."""
    GOAL = "goal"
    MILESTONE = "milestone"
    HELPED = "helped"
    IN_THE_WAY = "in_the_way"
    PAGE = "page"
    """Of the journal, or a line taken out of one."""
    SHEET = "sheet"
