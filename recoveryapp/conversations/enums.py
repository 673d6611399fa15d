from django.db import models


class AttachedKind(models.TextChoices):
    """What of the person's record a message can point to."""

    GOAL = "goal"
    MILESTONE = "milestone"
    PAGE = "page"
    """A page of the journal marked for sharing, or a line taken out of one."""
    SHEET = "sheet"
    """For a meeting."""


class ToldBy(models.TextChoices):
    """How somebody wants to hear that there is something new, in words that say nothing else."""

    IN_APP = "in_app"
    PUSH = "push"
    EMAIL = "email"
    SMS = "sms"
