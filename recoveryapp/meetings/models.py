"""What a person and whoever works with them plan, write down and agree. All of it is the person's."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from recoveryapp.assignments.models import Assignment
from recoveryapp.assignments.sides import Side
from recoveryapp.common.encryption import EncryptedTextField
from recoveryapp.consent.owned import OwnedModel, VersionedModel
from recoveryapp.goals.models import GoalStep
from recoveryapp.meetings.enums import AgendaKind, CommitmentMark, MeetingState

SHORTEST, USUAL, LONGEST = 5, 60, 480
"""Minutes."""
SOONEST_FIRST = ("starts_at", "id")
NEWEST_FIRST = ("-starts_at", "-id")


class Meeting(VersionedModel):
    """A time to meet, asked for by one side. Another time is asked for anew.

    Whoever works with the person sees it while the assignment is in force, and not afterwards.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="+")
    assignment_id: UUID
    starts_at = models.DateTimeField()
    lasts_minutes = models.PositiveSmallIntegerField(default=USUAL)
    place = EncryptedTextField()
    link = EncryptedTextField()
    asked_by = models.CharField(max_length=10, choices=Side.choices)
    changed_by = models.CharField(max_length=10, choices=Side.choices, blank=True, db_default="")
    """Who asked, answered or called it off last: the other is told. Empty: before this was kept."""
    is_moved = models.BooleanField(default=False)
    """Another time was asked for since the first."""
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(declined_at__isnull=True),
                name="meeting_answered_one_way",
            ),
            models.CheckConstraint(condition=Q(asked_by__in=Side.values), name="meeting_asked_by_a_side"),
            models.CheckConstraint(
                condition=Q(changed_by__in=["", *Side.values]), name="meeting_changed_by_a_side"
            ),
            models.CheckConstraint(
                condition=Q(lasts_minutes__gte=SHORTEST, lasts_minutes__lte=LONGEST),
                name="meeting_lasts_minutes_in_bounds",
            ),
        ]
        indexes = [models.Index(fields=["assignment", *NEWEST_FIRST], name="meeting_of_assignment_newest")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def state(self) -> MeetingState:
        if self.called_off_at:
            return MeetingState.CALLED_OFF
        if self.accepted_at:
            return MeetingState.AGREED
        return MeetingState.DECLINED if self.declined_at else MeetingState.ASKED


class AgendaLine(OwnedModel):
    """What the person wants to talk about. A ticked line copies nothing: it names one text of the record,
    and whoever they meet sees that text and nothing beside it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    meeting_id: UUID
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=AgendaKind.choices)
    about_id = models.UUIDField(null=True)
    words = EncryptedTextField()

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AgendaKind.values), name="agenda_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=AgendaKind.OWN_WORDS, about_id__isnull=True)
                | (~Q(kind=AgendaKind.OWN_WORDS) & Q(about_id__isnull=False, words=b"")),
                name="agenda_own_words_or_one_thing",
            ),
            models.UniqueConstraint(
                fields=["meeting", "kind", "about_id"],
                condition=Q(about_id__isnull=False),
                name="agenda_thing_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Note(OwnedModel):
    """One version of what is written down at a meeting; never edited.

    `based_on` are the versions its writer had before them. What no other is based on stands: one text as a
    rule, two after both have written at the same time, until somebody puts them together.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="notes")
    meeting_id: UUID
    side = models.CharField(max_length=10, choices=Side.choices)
    words = EncryptedTextField()
    based_on = ArrayField(models.UUIDField(), default=list)

    class Meta:
        ordering = ("recorded_at", "id")
        constraints = [models.CheckConstraint(condition=Q(side__in=Side.values), name="note_of_a_side")]
        indexes = [models.Index(fields=["meeting", "recorded_at", "id"], name="note_of_meeting")]

    def __str__(self) -> str:
        return str(self.pk)


class Commitment(VersionedModel):
    """What one of the two will do. Whoever is to do it says yes first, if the other wrote it down."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="+")
    assignment_id: UUID
    meeting = models.ForeignKey(Meeting, on_delete=models.SET_NULL, null=True, related_name="commitments")
    meeting_id: UUID | None
    side = models.CharField(max_length=10, choices=Side.choices)
    """Who does it."""
    written_by = models.CharField(max_length=10, choices=Side.choices)
    words = EncryptedTextField()
    due_on = models.DateField(null=True)
    mark = models.CharField(max_length=10, choices=CommitmentMark.choices)
    marked_at = models.DateTimeField(null=True)
    marked_by = models.CharField(max_length=10, choices=Side.choices, blank=True)
    step = models.ForeignKey(GoalStep, on_delete=models.SET_NULL, null=True, related_name="+")
    """The step of a goal that the person made of it."""
    step_id: UUID | None

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=Side.values), name="commitment_of_a_side"),
            models.CheckConstraint(condition=Q(mark__in=CommitmentMark.values), name="commitment_mark_known"),
        ]
        indexes = [
            models.Index(fields=["assignment", "-recorded_at", "-id"], name="commitment_newest"),
            models.Index(
                fields=["assignment", "side", "due_on"],
                condition=Q(mark=CommitmentMark.OPEN),
                name="commitment_open_due",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
