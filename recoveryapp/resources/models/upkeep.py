"""What keeps a directory true: its links, what people say was wrong, where its files come from."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.functions import MD5

from recoveryapp.common.encryption import EncryptedTextField
from recoveryapp.common.models import BaseModel
from recoveryapp.resources.enums import LinkState, ReportOutcome, ReportReason
from recoveryapp.resources.models.directory import Resource


class DirectoryStamp(models.Model):
    """One row. Its version is new whenever something changed the directory other than an import."""

    version = models.UUIDField()

    def __str__(self) -> str:
        return str(self.version)


class Link(BaseModel):
    """A web address of the directory, whoever names it, and what came of the last looks at it."""

    url = models.CharField(max_length=2000)
    host = models.CharField(max_length=253)
    state = models.CharField(max_length=20, choices=LinkState.choices, default=LinkState.NEW)
    failures = models.PositiveSmallIntegerField(default=0)
    """In a row."""
    checked_at = models.DateTimeField(null=True)
    check_at = models.DateTimeField()
    """Not before."""

    class Meta:
        constraints = [models.UniqueConstraint(MD5("url"), name="link_once")]
        indexes = [models.Index(fields=["check_at", "id"], name="link_to_check")]

    def __str__(self) -> str:
        return self.url


class ResourceReport(BaseModel):
    """Somebody says that a resource is not as the directory says. Managers read what, never who.

    `owner` is kept so that the words are erased with the person, and to count one voice once.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    owner_id: UUID
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="reports")
    resource_id: UUID
    reason = models.CharField(max_length=20, choices=ReportReason.choices)
    words = EncryptedTextField()
    has_words = models.BooleanField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=ReportOutcome.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "resource", "reason"],
                condition=models.Q(closed_at__isnull=True),
                name="resource_report_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=ReportReason.values), name="resource_report_reason_known"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) ^ ~models.Q(outcome=""),
                name="resource_report_closed_with_outcome",
            ),
        ]
        indexes = [models.Index(fields=["closed_at", "-created_at", "-id"], name="resource_report_newest")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def reported_on(self) -> date:
        return self.created_at.date()


class DifferentPair(BaseModel):
    """A manager said that two that look the same are not. `first` has the smaller id."""

    first = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="different_pair_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="different_pair_in_order"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class DirectorySource(BaseModel):
    """Where a publisher's file is fetched from, again and again."""

    name = models.CharField(max_length=100, unique=True)
    """The source of the rows it brings."""
    address = models.CharField(max_length=2000)
    """https://... or the name of a file in the operator's folder for directories."""
    licence = models.CharField(max_length=200)
    every_hours = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)
    import_at = models.DateTimeField()
    """Not before."""
    last_failure = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(every_hours__gte=1), name="directory_source_hours_positive"
            )
        ]
        indexes = [models.Index(fields=["import_at", "id"], name="directory_source_due")]

    def __str__(self) -> str:
        return self.name
