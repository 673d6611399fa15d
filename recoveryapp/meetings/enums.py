from django.db import models


class MeetingState(models.TextChoices):
    ASKED = "asked"
    """The other side has not answered the time yet."""
    AGREED = "agreed"
    DECLINED = "declined"
    CALLED_OFF = "called_off"


class AgendaKind(models.TextChoices):
    """What a line of the agenda is. All but one's own words stand for one text of the person's record."""

    OWN_WORDS = "own_words"
    GOAL = "goal"
    STEP = "step"
    MILESTONE = "milestone"
    SAID = "said"
    """The free words of a check-in, without any of its answers."""
    HELPED = "helped"
    """What a check-in says helped."""
    IN_THE_WAY = "in_the_way"
    ENTRY = "entry"


class CommitmentMark(models.TextChoices):
    """Where a commitment stands. None of them is a verdict on anybody."""

    SUGGESTED = "suggested"
    """Written by the other side; whoever is to do it has not said yes."""
    OPEN = "open"
    HAPPENED = "happened"
    LET_GO = "let_go"
