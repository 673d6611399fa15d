from uuid import UUID

from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.resources.enums import Status
from recoveryapp.resources.models import CrisisContact, CrisisCountry, DirectoryImport, Resource

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
    """Changes whenever an import changed something; the key of whatever is kept of the directory."""
    newest = DirectoryImport.objects.order_by("-created_at", "-pk").values_list("pk", flat=True).first()
    return str(newest) if newest else NO_DIRECTORY


def crisis_countries() -> QuerySet[CrisisCountry]:
    return CrisisCountry.objects.order_by("position").prefetch_related("contacts")


def worldwide_contacts() -> QuerySet[CrisisContact]:
    return CrisisContact.objects.filter(country=None).order_by("position")
