"""Files that managers give: kept until a worker has read them, one after another."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from uuid import UUID

from celery import current_app
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q

from recoveryapp.accounts.models import User
from recoveryapp.arrivals.actions import drop_file, one_at_a_time, take_file
from recoveryapp.audit.actions import Verb, record
from recoveryapp.consent.writes import in_one_go
from recoveryapp.resources.actions.imports import import_file
from recoveryapp.resources.enums import UploadState
from recoveryapp.resources.hsds.boxes import open_box
from recoveryapp.resources.hsds.document import FileRefused
from recoveryapp.resources.hsds.reading import read_document
from recoveryapp.resources.models import DirectoryImport, DirectoryUpload, UploadPiece
from recoveryapp.resources.queries import current_mapping
from recoveryapp.resources.queries.uploads import progress_key

PIECE_BYTES = 1024 * 1024
LEASE = timedelta(hours=1)
"""A worker that says nothing for so long is gone, and another one begins again."""
MOST_TRIES = 2
PROGRESS_SECONDS = 3_600
LOOKED_THROUGH_BYTES = 4 * 1024 * 1024


def keep_upload(
    upload_id: UUID, *, pieces: int, size: int, file_name: str, source: str, licence: str, by: User
) -> DirectoryUpload:
    """Keeps the file whose pieces came under this id. The same id again is the same upload.

    Raises Incomplete, FileRefused; nothing stays of what was refused.
    """
    try:
        return _keep(upload_id, pieces, size, name=_base_name(file_name), origin=(source, licence), by=by)
    except FileRefused:
        drop_file(upload_id, by=by)
        raise


@in_one_go
def _keep(
    upload_id: UUID, pieces: int, size: int, *, name: str, origin: tuple[str, str], by: User
) -> DirectoryUpload:
    one_at_a_time(by)
    if existing := DirectoryUpload.objects.filter(pk=upload_id).first():
        drop_file(upload_id, by=by)
        return existing
    with TemporaryDirectory(prefix="directory-") as room:
        path = Path(room) / _name_on_disk(name)
        with path.open("wb") as file:
            take_file(upload_id, pieces=pieces, size=size, into=file, by=by)
        refuse_hostile(path)
        upload = _store(
            DirectoryUpload(id=upload_id, source=origin[0], licence=origin[1], file_name=name), path
        )
    record(Verb.CREATE, "resources.directoryupload", object_id=upload.pk, owner_id=None, by=by)
    transaction.on_commit(lambda: current_app.send_task("resources.read_upload"))
    return upload


def refuse_hostile(path: Path) -> None:
    """What can be told in moments is told at once: bombs, broken archives, and any small file that is no
    directory. Large ones are looked through by the worker. Raises FileRefused."""
    if open_box(path).unpacked_bytes <= LOOKED_THROUGH_BYTES:
        read_document(path).close()


def _store(upload: DirectoryUpload, path: Path) -> DirectoryUpload:
    upload.save(force_insert=True)
    with path.open("rb") as file:
        for number, content in enumerate(iter(lambda: file.read(PIECE_BYTES), b"")):
            UploadPiece.objects.create(upload=upload, number=number, content=content)
    return upload


def read_upload(*, now: datetime) -> DirectoryUpload | None:
    """Import the file that waited longest, if one waits. Answers it."""
    upload = _claim(now)
    if upload is None:
        return None
    with TemporaryDirectory(prefix="directory-") as room:
        path = _put_together(upload, Path(room))
        try:
            import_file(
                path,
                source=upload.source,
                licence=upload.licence,
                table=current_mapping(),
                on_progress=lambda done, total: cache.set(
                    progress_key(upload.pk), (done, total), PROGRESS_SECONDS
                ),
                run_id=upload.pk,
            )
        except FileRefused:
            return _end(upload, UploadState.REFUSED)
    return _end(upload, UploadState.DONE)


@transaction.atomic
def _claim(now: datetime) -> DirectoryUpload | None:
    """The next one. One that ended two workers is not tried again."""
    left_behind = Q(state=UploadState.READING, begun_at__lt=now - LEASE)
    rows = DirectoryUpload.objects.select_for_update(skip_locked=True)
    due = rows.filter(Q(state=UploadState.WAITING) | left_behind).order_by("created_at", "pk")
    upload = due.first()
    if upload is None:
        return None
    if upload.tries >= MOST_TRIES:
        _end(upload, UploadState.REFUSED)
        return None
    upload.state, upload.begun_at, upload.tries = UploadState.READING, now, upload.tries + 1
    upload.save(update_fields=["state", "begun_at", "tries", "updated_at"])
    return upload


def _put_together(upload: DirectoryUpload, room: Path) -> Path:
    path = room / _name_on_disk(upload.file_name)
    with path.open("wb") as file:
        file.writelines(_pieces(upload))
    return path


def _base_name(file_name: str) -> str:
    """Without the folders that it may name: they are nobody's business here."""
    return PurePosixPath(file_name.replace("\\", "/")).name.lstrip(".") or "directory"


def _name_on_disk(name: str) -> str:
    """A disk takes 255 bytes, and a letter may be four of them. What stands at the end tells the kind."""
    return _base_name(name[-60:])


def _pieces(upload: DirectoryUpload) -> Iterator[bytes]:
    rows = upload.pieces.order_by("number").values_list("content", flat=True)
    return (bytes(content) for content in rows.iterator(chunk_size=1))


@transaction.atomic
def _end(upload: DirectoryUpload, state: UploadState) -> DirectoryUpload:
    upload.state = state
    upload.run_id = upload.pk if DirectoryImport.objects.filter(pk=upload.pk).exists() else None
    upload.save(update_fields=["state", "run", "updated_at"])
    upload.pieces.all().delete()
    cache.delete(progress_key(upload.pk))
    return upload
