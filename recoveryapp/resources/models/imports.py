from uuid import UUID, uuid5

from django.db import models

from recoveryapp.common.models import BaseModel
from recoveryapp.resources.models.directory import NAMESPACE, codes


def term_id(taxonomy: str, code: str) -> UUID:
    return uuid5(NAMESPACE, f"term\n{taxonomy.lower()}\n{code}")


class DirectoryImport(BaseModel):
    """One run of an import: what it did, or why nothing of the file was taken."""

    source = models.CharField(max_length=100)
    file_name = models.CharField(max_length=300)
    report = models.JSONField(default=dict)
    is_change = models.BooleanField(default=True)
    refusal = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="import_newest"),
            models.Index(
                fields=["-created_at", "-id"], condition=models.Q(is_change=True), name="import_newest_change"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.file_name}"


class Term(BaseModel):
    """A publisher's word that the reviewed table does not know, and where a manager placed it.

    Its id follows from taxonomy and code, so that services can name it without looking it up.
    """

    taxonomy = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=200)
    name = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=64, blank=True)
    """Empty: it says nothing of the kind."""
    areas = codes()
    mechanisms = codes()
    traits = codes()
    placed_at = models.DateTimeField(null=True)
    """Null: nobody has looked at it yet."""

    class Meta:
        indexes = [models.Index(fields=["placed_at", "-created_at", "-id"], name="term_to_place")]

    def __str__(self) -> str:
        return f"{self.taxonomy}: {self.code}"
