"""Files that are fetched again and again: whose turn it is, from where, and what came of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.consent.writes import in_one_go
from recoveryapp.resources.actions.fetching import Fetch, SourceFailed, fetch_directory
from recoveryapp.resources.actions.imports import import_file
from recoveryapp.resources.errors import SourceNameTaken
from recoveryapp.resources.hsds.document import FileRefused
from recoveryapp.resources.hsds.report import ImportReport
from recoveryapp.resources.models import DirectorySource
from recoveryapp.resources.queries import current_mapping


@in_one_go
def put_source(source_id: UUID, *, values: Mapping[str, Any], now: datetime, by: User) -> DirectorySource:
    """Create or replace where a file is fetched. Its turn comes at once. Raises SourceNameTaken."""
    if DirectorySource.objects.filter(name=values["name"]).exclude(pk=source_id).exists():
        raise SourceNameTaken
    row = DirectorySource.objects.select_for_update().filter(pk=source_id).first()
    verb = Verb.CHANGE if row else Verb.CREATE
    source = row or DirectorySource(id=source_id)
    for name, value in values.items():
        setattr(source, name, value)
    source.import_at, source.last_failure = now, ""
    source.save()
    record(verb, "resources.directorysource", object_id=source.pk, owner_id=None, by=by)
    return source


def import_due_source(fetch: Fetch, *, folder: Path, now: datetime) -> ImportReport | None:
    """Import the source whose turn it is, if there is one. `folder` holds the operator's own files.

    Its next turn is set before anything else, so that one that breaks everything is not tried at once again.
    """
    source = _claim(now)
    if source is None:
        return None
    try:
        report = _import(source, fetch, folder)
    except (SourceFailed, FileRefused) as failure:
        _keep(source, str(failure))
        return None
    _keep(source, "")
    return report


@transaction.atomic
def _claim(now: datetime) -> DirectorySource | None:
    due = DirectorySource.objects.select_for_update(skip_locked=True).filter(
        is_active=True, import_at__lte=now
    )
    source = due.order_by("import_at", "pk").first()
    if source is not None:
        source.import_at = now + timedelta(hours=source.every_hours)
        source.save(update_fields=["import_at", "updated_at"])
    return source


def _import(source: DirectorySource, fetch: Fetch, folder: Path) -> ImportReport:
    with TemporaryDirectory(prefix="directory-") as room:
        path = (
            fetch_directory(source.address, fetch, room=Path(room))
            if is_remote(source.address)
            else folder / Path(source.address).name
        )
        return import_file(path, source=source.name, licence=source.licence, table=current_mapping())


def is_remote(address: str) -> bool:
    return address.startswith("https://")


def _keep(source: DirectorySource, failure: str) -> None:
    DirectorySource.objects.filter(pk=source.pk).update(last_failure=failure[:500])
