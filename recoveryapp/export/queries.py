from uuid import UUID

from django.core.cache import cache
from django.db.models import QuerySet
from redis.exceptions import RedisError

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.export.enums import JobState
from recoveryapp.export.errors import NotReady
from recoveryapp.export.models import Closing, Export, Import, Job
from recoveryapp.export.progress import progress_key


def exports_of(person: User) -> QuerySet[Export]:
    return Export.objects.filter(owner=person).defer("content").order_by("-asked_at", "-id")


def imports_of(person: User) -> QuerySet[Import]:
    return Import.objects.filter(owner=person).defer("content").order_by("-asked_at", "-id")


def ready_export(export_id: UUID, *, person: User) -> Export:
    """With its content. Raises NotVisible, NotReady."""
    export = Export.objects.filter(pk=export_id, owner=person).first()
    if export is None:
        raise NotVisible
    if export.state != JobState.READY:
        raise NotReady
    return export


def import_of(import_id: UUID, *, person: User) -> Import:
    """Raises NotVisible."""
    found = imports_of(person).filter(pk=import_id).first()
    if found is None:
        raise NotVisible
    return found


def progress_of(job: Job) -> int | None:
    """In percent. None where it is over, nobody is at it yet, or nobody can say."""
    if job.state != JobState.WAITING:
        return None
    try:
        percent: int | None = cache.get(progress_key(job.pk))
    except RedisError:
        return None
    return percent


def closing_of(person: User) -> Closing | None:
    return Closing.objects.filter(owner=person).first()
