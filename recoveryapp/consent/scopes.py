from django.db import models


class Scope(models.TextChoices):
    """The parts of a person's record that can be shared, each by itself. A model states its own."""

    GOALS = "goals"
    CHECK_INS = "check_ins"
    MILESTONES = "milestones"
    JOURNAL = "journal"
    IDEAS = "ideas"
    PRIVATE = "private"
    """Never shared with anybody: settings, reminders, wishes."""
