from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.resources.enums import Status
from recoveryapp.resources.hsds.mapping import MappingTable, Meaning, Placed, mapping_table
from recoveryapp.resources.hsds.mapping import Term as SaidTerm
from recoveryapp.resources.models import (
    CrisisContact,
    CrisisCountry,
    DirectoryImport,
    DirectoryStamp,
    Resource,
    Term,
)

if TYPE_CHECKING:
    from django_stubs_ext import ValuesQuerySet

NO_DIRECTORY = ""


def resources_visible_to(viewer: User) -> QuerySet[Resource]:
    """The directory is for everybody who is signed in, closed rows too: somebody may have saved them."""
    return Resource.objects.all() if viewer.is_active else Resource.objects.none()


def resource_visible_to(viewer: User, resource_id: UUID) -> Resource:
    """Raises NotVisible."""
    if (row := resources_visible_to(viewer).filter(pk=resource_id).first()) is None:
        raise NotVisible
    return row


def resources_to_suggest() -> QuerySet[Resource]:
    return Resource.objects.filter(status=Status.ACTIVE).order_by("pk")


def directory_version() -> str:
    """Changes whenever something in it changed; the key of whatever is kept of the directory."""
    return "+".join(sorted(map(str, directory_marks()))) or NO_DIRECTORY


def directory_marks() -> "ValuesQuerySet[DirectoryImport, UUID]":
    """What its version is made of, for those who ask for more in the same statement."""
    runs = DirectoryImport.objects.filter(is_change=True).order_by("-created_at", "-pk")
    stamps = DirectoryStamp.objects.order_by("pk").values_list("version", flat=True)
    return runs.values_list("pk", flat=True)[:1].union(stamps[:1])


def crisis_countries() -> QuerySet[CrisisCountry]:
    return CrisisCountry.objects.order_by("position").prefetch_related("contacts")


def worldwide_contacts() -> QuerySet[CrisisContact]:
    return CrisisContact.objects.filter(country=None).order_by("position")


def current_mapping() -> MappingTable:
    """The reviewed table, with the terms that managers placed."""
    return mapping_table().with_placed(_placed(row) for row in Term.objects.filter(placed_at__isnull=False))


def _placed(row: Term) -> Placed:
    meaning = Meaning(row.kind, tuple(row.areas), tuple(row.mechanisms), tuple(row.traits))
    return Placed(SaidTerm(row.taxonomy, row.code, row.name), meaning)
