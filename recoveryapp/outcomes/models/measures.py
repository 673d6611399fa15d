from django.db import models
from django.db.models import Q

from recoveryapp.common.models import BaseModel
from recoveryapp.outcomes.enums import Domain
from recoveryapp.outcomes.models.logic_model import CODE, NAME


class Measure(BaseModel):
    """One version of a set of items, with what its holder allows.

    Most instruments are licensed. A pack is in use only when it is our own wording, or when the holder's
    permission is on record and has not run out.
    """

    code = models.CharField(max_length=CODE)
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=NAME)
    holder = models.CharField(max_length=NAME)
    licence = models.CharField(max_length=NAME)
    licence_url = models.URLField(max_length=500)
    note = models.TextField(blank=True)
    is_own = models.BooleanField(default=False)
    permission_document = models.CharField(max_length=500, blank=True)
    """Where the holder's written permission is kept."""
    permitted_until = models.DateField(null=True, blank=True)
    """The last day of the permission; null: it names no end."""
    wording_digest = models.CharField(max_length=64)
    """SHA-256 of the wording as registered. Other wording is another version."""
    activated_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="measure_version_once"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(activated_at__isnull=False, retired_at__isnull=True),
                name="measure_one_active_version",
            ),
            models.CheckConstraint(
                condition=Q(activated_at__isnull=True) | Q(is_own=True) | ~Q(permission_document=""),
                name="measure_active_with_permission",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class MeasureItem(BaseModel):
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(max_length=CODE)
    area = models.CharField(max_length=CODE)
    domain = models.CharField(max_length=CODE, choices=Domain.choices)
    text = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField()
    is_default = models.BooleanField(default=True)
    """Asked until the person chooses otherwise."""

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "code"], name="measure_item_code_once"),
            models.CheckConstraint(condition=Q(domain__in=Domain.values), name="measure_item_domain_known"),
        ]

    def __str__(self) -> str:
        return self.code
