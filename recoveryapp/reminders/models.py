from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID, uuid5

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from recoveryapp.common.encryption import EncryptedTextField
from recoveryapp.consent.owned import OwnedModel, VersionedModel
from recoveryapp.reminders.enums import (
    OccurrenceReason,
    OccurrenceState,
    ReminderChannel,
    ReminderKind,
    TellingKind,
    WhyNotReady,
)
from recoveryapp.reminders.shapes import LONGEST_LEAD, MOST_DAYS, MOST_HOURS, MOST_WEEKS, fits_its_kind

NEUTRAL_WORDS = "Reminder"
WEEKDAYS = range(1, 8)


def none_but(field: str, choices: Iterable[object]) -> Q:
    return Q(**{f"{field}__contained_by": list(choices)})


def between(field: str, least: int, most: int) -> Q:
    return Q(**{f"{field}__gte": least, f"{field}__lte": most})


class Reminder(VersionedModel):
    """When to nudge, by the clocks of wherever the person is, and how. `kind` says which fields count."""

    kind = models.CharField(
        max_length=20,
        choices=ReminderKind.choices,
        default=ReminderKind.WEEKLY,
        db_default=ReminderKind.WEEKLY.value,
    )
    words = EncryptedTextField(default=NEUTRAL_WORDS)
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    """ISO: Monday is 1. Ascending, as are the times."""
    times = ArrayField(models.TimeField())
    starts_on = models.DateField()
    """The first date; of what comes once, the date."""
    every_weeks = models.PositiveSmallIntegerField(default=1, db_default=1)
    lead_minutes = models.PositiveIntegerField(default=0, db_default=0)
    """How long before an appointment. Whole days are dates on the calendar, the rest is time that passes."""
    after_hours = models.PositiveSmallIntegerField(null=True)
    after_days = models.PositiveSmallIntegerField(null=True)
    is_around = models.BooleanField(default=False, db_default=False)
    """Up to five minutes later, always the same for the person: not everybody is sent at the full hour."""
    snoozed_until = models.DateTimeField(null=True)
    """Once more at this minute."""
    channels = ArrayField(models.CharField(max_length=20))
    is_paused = models.BooleanField(default=False)
    paused_until = models.DateField(null=True)
    """The first day on which it is sent again."""
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)
    """The first minute that is not quiet; may be on the next day."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=none_but("weekdays", WEEKDAYS), name="reminder_weekdays_iso"),
            models.CheckConstraint(condition=fits_its_kind(), name="reminder_fits_its_kind"),
            models.CheckConstraint(
                condition=between("every_weeks", 1, MOST_WEEKS)
                & between("lead_minutes", 0, LONGEST_LEAD)
                & (Q(after_hours=None) | between("after_hours", 1, MOST_HOURS))
                & (Q(after_days=None) | between("after_days", 1, MOST_DAYS)),
                name="reminder_numbers_in_bounds",
            ),
            models.CheckConstraint(
                condition=none_but("channels", ReminderChannel.values) & Q(channels__len__gt=0),
                name="reminder_channels_known",
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

    recorded_at = None  # type: ignore[assignment]
    reminder_id = models.UUIDField()
    """A plain value: what happened outlives the reminder."""
    local_date = models.DateField()
    slot = models.TimeField()
    zone = models.CharField(max_length=64)
    """The IANA name by which `due_at` follows from date and slot."""
    is_by_clock = models.BooleanField(default=True, db_default=True)
    """It follows the clocks of wherever the person is. False: a moment, with date and slot of UTC."""
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
                fields=["reminder_id", "local_date", "slot", "is_by_clock"],
                name="occurrence_once_per_date_and_slot",
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

    words = EncryptedTextField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-recorded_at", "-id"], name="notice_of_person_newest")]

    def __str__(self) -> str:
        return str(self.pk)


class Device(OwnedModel):
    """A browser of the person's that may be sent push messages, for as long as they stay signed in on it.

    One endpoint belongs to one person: whoever registers it last.
    """

    recorded_at = None  # type: ignore[assignment]
    endpoint_digest = models.BinaryField(max_length=32, unique=True)
    subscription = EncryptedTextField()
    """As the browser gave it, in JSON: whoever has it can send to the device."""
    session_key = models.CharField(max_length=40)
    registered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner", "-registered_at"], name="device_of_person_newest")]

    def __str__(self) -> str:
        return str(self.pk)


class Phone(OwnedModel):
    """The one number a person's text messages go to, once they have shown that it is theirs."""

    owner = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    recorded_at = None  # type: ignore[assignment]
    number = EncryptedTextField()
    """E.164."""
    verified_at = models.DateTimeField(null=True)
    code_digest = models.CharField(max_length=128, blank=True)
    code_until = models.DateTimeField(null=True)
    tries_left = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.pk)


class Stop(OwnedModel):
    """Nothing more is sent to one address of the person's by one channel. Another address is not affected."""

    recorded_at = None  # type: ignore[assignment]
    channel = models.CharField(max_length=20, choices=ReminderChannel.choices)
    address_digest = models.BinaryField(max_length=32)
    reason = models.CharField(max_length=20, choices=WhyNotReady.choices)
    stopped_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "channel", "address_digest"], name="stop_once_per_address"
            ),
            models.CheckConstraint(
                condition=Q(
                    reason__in=[WhyNotReady.STOPPED, WhyNotReady.BOUNCED, WhyNotReady.COMPLAINED],
                    channel__in=ReminderChannel.values,
                ),
                name="stop_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.reason}"


class CalendarFeed(OwnedModel):
    """A person's reminders under a secret address, of which only a digest is kept."""

    owner = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    recorded_at = None  # type: ignore[assignment]
    secret_digest = models.BinaryField(max_length=32, unique=True)

    def __str__(self) -> str:
        return str(self.pk)


class Digest(OwnedModel):
    """A practitioner's weekly mail about who shares with them. No row: they do not want one."""

    owner = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    recorded_at = None  # type: ignore[assignment]
    has_names = models.BooleanField(default=False)
    due_at = models.DateTimeField(db_index=True)
    lease_until = models.DateTimeField(null=True)
    """A worker has it in hand, or it waits for another try."""

    def __str__(self) -> str:
        return str(self.pk)


class NewsChoice(OwnedModel):
    """How somebody hears that something new waits for them. No row: in the app.

    Each conversation has a choice of its own.
    """

    owner = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    recorded_at = None  # type: ignore[assignment]
    channels = ArrayField(models.CharField(max_length=10, choices=ReminderChannel.choices), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channels__contained_by=ReminderChannel.values), name="news_choice_channels_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Telling(OwnedModel):
    """That somebody was told, or is being told, of one new thing. It holds no word of it.

    `id` follows from what it is about, so that nobody is told twice. `recorded_at`: since when it is told.
    """

    kind = models.CharField(max_length=10, choices=TellingKind.choices)
    about_id = models.UUIDField(null=True)
    """Null: it is about how much waits, whatever that is when it is carried."""
    lease_until = models.DateTimeField(null=True)
    """A worker has it in hand, or it waits for another try."""
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    """Carried, no longer wanted, or given up."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TellingKind.values), name="telling_kind_known"),
        ]
        indexes = [
            models.Index(
                fields=["recorded_at"], condition=Q(ended_at__isnull=True), name="telling_not_ended"
            ),
            models.Index(fields=["owner", "kind", "-recorded_at"], name="telling_of_person_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Bookmark(models.Model):
    """How far the record of what people wrote has been followed; one row."""

    followed_until = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="bookmark_only_one")]

    def __str__(self) -> str:
        return f"{self.followed_until:%Y-%m-%d %H:%M}"


def occurrence_id(reminder_id: UUID, local_date: date, slot: time, *, is_by_clock: bool = True) -> UUID:
    """The same for the same date and time of a reminder, whoever plans it and however often."""
    clock = "" if is_by_clock else "Z"
    return uuid5(reminder_id, f"{local_date:%Y-%m-%d} {slot:%H:%M}{clock}")
