from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID, uuid5

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from recoveryapp.common.encryption import EncryptedTextField
from recoveryapp.consent.owned import OwnedModel, VersionedModel
from recoveryapp.consent.scopes import Scope
from recoveryapp.reminders.enums import OccurrenceReason, OccurrenceState, ReminderChannel

NEUTRAL_WORDS = "Reminder"
WEEKDAYS = range(1, 8)


def some_of(field: str, choices: Iterable[object]) -> Q:
    """At least one, and none but these."""
    return Q(**{f"{field}__contained_by": list(choices), f"{field}__len__gt": 0})


class Reminder(VersionedModel):
    """When to nudge: weekly days and times on the clocks of wherever the person is."""

    scope = Scope.PRIVATE

    words = EncryptedTextField(default=NEUTRAL_WORDS)
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    """ISO: Monday is 1. Ascending, as are the times."""
    times = ArrayField(models.TimeField())
    starts_on = models.DateField()
    channels = ArrayField(models.CharField(max_length=20))
    is_paused = models.BooleanField(default=False)
    paused_until = models.DateField(null=True)
    """The first day on which it is sent again."""
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)
    """The first minute that is not quiet; may be on the next day."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=some_of("weekdays", WEEKDAYS), name="reminder_weekdays_iso"),
            models.CheckConstraint(condition=Q(times__len__gt=0), name="reminder_has_a_time"),
            models.CheckConstraint(
                condition=some_of("channels", ReminderChannel.values), name="reminder_channels_known"
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_to=None)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="reminder_quiet_hours_whole",
            ),
        ]
        indexes = [models.Index(fields=["owner", "-recorded_at", "-id"], name="reminder_of_person_newest")]

    def __str__(self) -> str:
        return str(self.pk)

    @cached_property
    def next_due_at(self) -> datetime | None:
        """What is planned, if anything; queries that list reminders fill it for all of them at once."""
        planned = Occurrence.objects.filter(reminder_id=self.pk, state=OccurrenceState.PENDING)
        return planned.values_list("due_at", flat=True).first()


class Occurrence(OwnedModel):
    """One date and time of a reminder.

    Until its time has come it is only a plan and may be moved or dropped. From then on it ends in exactly one
    state that is not pending, and stays.
    """

    scope = Scope.PRIVATE

    recorded_at = None  # type: ignore[assignment]
    reminder_id = models.UUIDField()
    """A plain value: what happened outlives the reminder."""
    local_date = models.DateField()
    slot = models.TimeField()
    zone = models.CharField(max_length=64)
    """The IANA name by which `due_at` follows from date and slot."""
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OccurrenceState.choices, default=OccurrenceState.PENDING)
    reason = models.CharField(max_length=20, choices=OccurrenceReason.choices, blank=True)
    handled_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    """Nobody may claim it before: a worker has it in hand, or it waits for another try."""
    fence = models.PositiveIntegerField(default=0)
    """Counts the claims: what an earlier one still does has no effect."""
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reminder_id", "local_date", "slot"], name="occurrence_once_per_date_and_slot"
            ),
            models.UniqueConstraint(
                fields=["reminder_id"],
                condition=Q(state=OccurrenceState.PENDING),
                name="occurrence_one_pending_per_reminder",
            ),
            models.CheckConstraint(
                condition=Q(state=OccurrenceState.PENDING, handled_at=None, reason="")
                | Q(state=OccurrenceState.SENT, handled_at__isnull=False, reason="")
                | Q(
                    state__in=[OccurrenceState.SKIPPED, OccurrenceState.EXPIRED, OccurrenceState.FAILED],
                    handled_at__isnull=False,
                    reason__in=OccurrenceReason.values,
                ),
                name="occurrence_says_why_unless_sent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state=OccurrenceState.PENDING),
                name="occurrence_pending_due",
            ),
            models.Index(
                fields=["due_at"],
                condition=~Q(state=OccurrenceState.PENDING),
                name="occurrence_ended_due",
            ),
            models.Index(fields=["owner", "-due_at", "-id"], name="occurrence_of_person_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.reminder_id} {self.local_date} {self.slot:%H:%M} {self.state}"


class Notice(OwnedModel):
    """A message shown in the app; `id` is the message's, so it is shown once however often it is carried."""

    scope = Scope.PRIVATE

    words = EncryptedTextField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-recorded_at", "-id"], name="notice_of_person_newest")]

    def __str__(self) -> str:
        return str(self.pk)


def occurrence_id(reminder_id: UUID, local_date: date, slot: time) -> UUID:
    """The same for the same date and time of a reminder, whoever plans it and however often."""
    return uuid5(reminder_id, f"{local_date:%Y-%m-%d} {slot:%H:%M}")
