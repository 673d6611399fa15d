from django.db import models


class Scope(models.TextChoices):
    """The parts of a person's record that can be shared, each by itself. A model states its own."""

    GOALS = "goals"
    CHECK_INS_FUNCTIONAL = "check_ins_functional"
    CHECK_INS_EXISTENTIAL = "check_ins_existential"
    CHECK_INS_SOCIAL = "check_ins_social"
    MILESTONES = "milestones"
    JOURNAL = "journal"
    """Only what is marked for sharing, and lines taken out of entries."""
    WELLBEING_PLAN = "wellbeing_plan"
    WHAT_HELPED = "what_helped"
    BARRIERS = "barriers"


CHECK_INS = {
    "functional": Scope.CHECK_INS_FUNCTIONAL,
    "existential": Scope.CHECK_INS_EXISTENTIAL,
    "social": Scope.CHECK_INS_SOCIAL,
}
"""By the name of the domain."""


class Purpose(models.TextChoices):
    SUPPORT = "support"
    REVIEW = "review"
