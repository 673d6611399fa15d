from uuid import UUID, uuid5

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import MD5, Upper

from recoveryapp.common.models import BaseModel
from recoveryapp.resources.enums import Cost, Coverage, Status

NAMESPACE = UUID("6f1a2a0c-6f0c-5b0e-9b1e-7d5f3f7c9a11")
BY_HAND = "by hand"
"""The source of what managers wrote themselves."""


def imported_id(source: str, source_id: str) -> UUID:
    """The same row of the same source is the same row here, import after import."""
    return uuid5(NAMESPACE, f"{source}\n{source_id}")


def codes() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=64), default=list, blank=True)


class ImportedRow(BaseModel):
    """A row as its publisher gave it: whole, with source, licence and dates."""

    source = models.CharField(max_length=100)
    source_id = models.CharField(max_length=200)
    licence = models.CharField(max_length=200, blank=True)
    raw = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    """Of the payload and of the rules it was read by; the same means nothing to do."""

    class Meta:
        abstract = True


class Organisation(ImportedRow):
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    website = models.CharField(max_length=2000, blank=True)
    email = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="organisation_once_a_source")
        ]

    def __str__(self) -> str:
        return self.name


class Location(ImportedRow):
    location_type = models.CharField(max_length=20)
    name = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=1000, blank=True)
    place = models.CharField(max_length=200, blank=True)
    """The town or city."""
    transport = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "source_id"], name="location_once_a_source")]

    def __str__(self) -> str:
        return self.name


class Service(ImportedRow):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    locations = models.ManyToManyField(Location, related_name="+")
    name = models.CharField(max_length=300)
    status = models.CharField(max_length=20, choices=Status.choices)
    assured_on = models.DateField(null=True)
    modified_at = models.DateTimeField(null=True)
    unknown_terms = ArrayField(models.UUIDField(), default=list)
    """Ids of its terms that the reviewed table does not know."""
    by_hand = models.JSONField(default=dict)
    """What a manager set of its resource, field by field: it stays when the file is read again."""
    exported_print = models.CharField(max_length=64, blank=True)
    """Of the payload as we export it, where a manager changed something: taking it back changes nothing."""
    is_placed = models.BooleanField(default=False)
    """It has a kind, and so a resource that people may see."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "source_id"], name="service_once_a_source")]
        indexes = [
            GinIndex(fields=["unknown_terms"], name="service_by_unknown_term"),
            models.Index(fields=["name", "id"], condition=models.Q(is_placed=False), name="service_to_place"),
        ]

    def __str__(self) -> str:
        return self.name


class Resource(BaseModel):
    """Something that may help, with a kind: what people see and what is suggested to them.

    Never deleted, so that what somebody saved can still be shown, as closed.
    """

    service = models.OneToOneField(Service, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    content_note = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=64)
    """A kind of the logic model."""
    areas = codes()
    mechanisms = codes()
    traits = codes()
    delivery = codes()
    cost = models.CharField(max_length=10, choices=Cost.choices, default=Cost.UNKNOWN)
    cost_text = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=200, blank=True)
    coverage = models.CharField(max_length=20, choices=Coverage.choices, default=Coverage.UNKNOWN)
    languages = codes()
    """Names as published, English when the publisher says nothing."""
    audience = models.CharField(max_length=1000, blank=True)
    min_age = models.PositiveSmallIntegerField(null=True)
    max_age = models.PositiveSmallIntegerField(null=True)
    how_to = models.TextField(blank=True)
    when_text = models.CharField(max_length=500, blank=True)
    address = models.CharField(max_length=1000, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=254, blank=True)
    organisation = models.CharField(max_length=300, blank=True)
    assured_on = models.DateField(null=True)
    """When the publisher last checked it."""
    last_checked_on = models.DateField(null=True)
    """When we last did."""
    link_broken_on = models.DateField(null=True)
    """Since when its address leads nowhere."""
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ACTIVE)
    licence = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=100, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    """The one that is kept of two that were the same."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(cost__in=Cost.values), name="resource_cost_known"),
            models.CheckConstraint(
                condition=models.Q(coverage__in=Coverage.values), name="resource_coverage_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="resource_status_known"
            ),
        ]
        indexes = [
            models.Index(fields=["status"], name="resource_by_status"),
            models.Index(MD5("url"), name="resource_by_url"),
            models.Index(fields=["name", "id"], name="resource_by_name"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="resource_like_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def domains(self) -> list[str]:
        """Of its areas, in their order: an area's code begins with its domain's."""
        return list(dict.fromkeys(area.split(".")[0] for area in self.areas))

    @property
    def is_peer_run(self) -> bool:
        return "peer_run" in self.traits
