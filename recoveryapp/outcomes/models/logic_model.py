"""The logic model as published: rows never change, and refer to each other by code (ADR 0003)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from recoveryapp.common.models import BaseModel
from recoveryapp.outcomes.enums import Domain, Evidence, PartType, Relation

CODE = 64
NAME = 200


class LogicModel(BaseModel):
    """One published version."""

    version = models.CharField(max_length=20)
    published_on = models.DateField()
    licence = models.CharField(max_length=NAME)
    holder = models.CharField(max_length=NAME)
    citation = models.TextField()
    """The review it rests on."""
    review_states = ArrayField(models.TextField())
    """What that review's abstract states: all that may be attributed to it."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the seed it was loaded from."""
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version"], name="logic_model_version_once"),
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="logic_model_one_current"
            ),
        ]

    def __str__(self) -> str:
        return self.version


class Part(BaseModel):
    logic_model = models.ForeignKey(LogicModel, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["position"]


class CodedPart(Part):
    code = models.CharField(max_length=CODE)

    class Meta(Part.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["logic_model", "code"], name="%(class)s_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class LogicModelSource(CodedPart):
    citation = models.TextField()
    taken = models.TextField()
    """What was taken from it, so that nothing else is attributed to it."""


class EvidenceStatus(CodedPart):
    name = models.CharField(max_length=NAME)
    plain = models.TextField()


class SourcedPart(Part):
    source = models.CharField(max_length=CODE)
    evidence = models.CharField(max_length=40, choices=Evidence.choices)

    class Meta(Part.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(source="") & Q(evidence__in=Evidence.values), name="%(class)s_names_its_source"
            ),
        ]


class NamedPart(CodedPart, SourcedPart):
    name = models.CharField(max_length=NAME)
    plain = models.TextField(blank=True)

    class Meta(Part.Meta):
        abstract = True
        constraints = [*CodedPart.Meta.constraints, *SourcedPart.Meta.constraints]


class OutcomeDomain(NamedPart):
    class Meta(NamedPart.Meta):
        constraints = [
            *NamedPart.Meta.constraints,
            models.CheckConstraint(condition=Q(code__in=Domain.values), name="outcome_domain_known"),
        ]


class OutcomeArea(NamedPart):
    domain = models.CharField(max_length=CODE, choices=Domain.choices)


class Mechanism(NamedPart):
    pass


class ResourceKind(NamedPart):
    """`mechanisms` and `areas` are the links that start or end here, at hand."""

    mechanisms = ArrayField(models.CharField(max_length=CODE))
    areas = ArrayField(models.CharField(max_length=CODE))


class BarrierLevel(NamedPart):
    pass


class Barrier(NamedPart):
    level = models.CharField(max_length=CODE)


class LogicModelLink(SourcedPart):
    from_type = models.CharField(max_length=20, choices=PartType.choices)
    from_code = models.CharField(max_length=CODE)
    relation = models.CharField(max_length=40, choices=Relation.choices)
    to_type = models.CharField(max_length=20, choices=PartType.choices)
    to_code = models.CharField(max_length=CODE)

    class Meta(SourcedPart.Meta):
        constraints = [
            *SourcedPart.Meta.constraints,
            models.UniqueConstraint(
                fields=["logic_model", "from_type", "from_code", "relation", "to_type", "to_code"],
                name="logic_model_link_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_code} {self.relation} {self.to_code}"
