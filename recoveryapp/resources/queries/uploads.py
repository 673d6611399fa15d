from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache

from recoveryapp.common.errors import NotVisible
from recoveryapp.resources.enums import UploadState
from recoveryapp.resources.models import DirectoryUpload


@dataclass(frozen=True)
class Progress:
    """How far a file was read, in services; 0 of 0 until the file was looked through."""

    upload: DirectoryUpload
    done: int
    total: int


def progress_key(upload_id: UUID) -> str:
    return f"resources.upload.{upload_id}"


def progress_of(upload: DirectoryUpload) -> Progress:
    done, total = cache.get(progress_key(upload.pk)) or (0, 0)
    return Progress(upload, done, total)


def upload_of(upload_id: UUID) -> Progress:
    """Raises NotVisible."""
    if (row := DirectoryUpload.objects.filter(pk=upload_id).first()) is None:
        raise NotVisible
    return progress_of(row)


def open_uploads() -> list[Progress]:
    """Those that wait or are being read, the first one first."""
    open_states = [UploadState.WAITING, UploadState.READING]
    rows = DirectoryUpload.objects.filter(state__in=open_states).order_by("created_at", "pk")
    return [progress_of(row) for row in rows]
