"""Makes the archives that people asked for and reads those they brought, one after the other.

The rows say what is to do; a worker that dies leaves its row waiting for the next one.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from recoveryapp.audit.actions import Verb, record
from recoveryapp.export.archive.making import archive_of
from recoveryapp.export.enums import JobState, WhyFailed
from recoveryapp.export.models import KEPT, Export, Import, Job
from recoveryapp.export.progress import Progress, tell_nobody, told
from recoveryapp.export.reading import Taken, read_archive
from recoveryapp.export.unpacking import FileRefused
from recoveryapp.reminders.planning import replan

logger = logging.getLogger(__name__)

MOST_TRIES = 3
AGAIN_AFTER = timedelta(minutes=5)
"""Longer than a task may run, so that no two work at the same."""

J = TypeVar("J", bound=Job)


def work(*, clock: Callable[[], datetime], most: int = 20) -> int:
    """All that waits, `most` of each kind; answers how many were done."""
    kinds: tuple[tuple[type[Job], Callable[..., None]], ...] = ((Export, make_export), (Import, read_import))
    return sum(_work_through(model, do, clock, most) for model, do in kinds)


def _work_through(model: type[J], do: Callable[..., None], clock: Callable[[], datetime], most: int) -> int:
    done = 0
    while done < most and (job := _claim(model, now=clock())):
        _do(job, do, now=clock())
        done += 1
    return done


@transaction.atomic
def _claim(model: type[J], *, now: datetime) -> J | None:
    free = Q(tries=0) | Q(updated_at__lte=now - AGAIN_AFTER)
    rows = model._default_manager.select_for_update(skip_locked=True, of=("self",))
    job = rows.filter(free, state=JobState.WAITING).order_by("asked_at", "id").first()
    if job is not None:
        job.tries += 1
        model._default_manager.filter(pk=job.pk).update(tries=job.tries, updated_at=now)
    return job


def _do(job: Job, do: Callable[..., None], *, now: datetime) -> None:
    try:
        with told(job.pk) as on_progress:
            do(job, now=now, on_progress=on_progress)
    except FileRefused as refused:
        _fail(job, refused.why, now=now)
    except Exception:
        logger.exception("%s %s, try %s", job._meta.label_lower, job.pk, job.tries)
        if job.tries >= MOST_TRIES:
            _fail(job, WhyFailed.BROKEN, now=now)


@transaction.atomic
def make_export(export: Export, *, now: datetime, on_progress: Progress = tell_nobody) -> None:
    """Nothing, where it was taken away meanwhile."""
    if not Export.objects.select_for_update().filter(pk=export.pk).exists():
        return
    export.content = archive_of(export.owner, now=now, on_progress=on_progress)
    export.state, export.done_at, export.expires_at = JobState.READY, now, now + KEPT
    export.save(update_fields=["content", "state", "done_at", "expires_at", "updated_at"])
    record(Verb.EXPORT, "export.export", object_id=export.pk, owner_id=export.owner_id, by=None)


@transaction.atomic
def read_import(found: Import, *, now: datetime, on_progress: Progress = tell_nobody) -> None:
    """What was read is not kept. Raises FileRefused."""
    taken = read_archive(found.content, person=found.owner, on_progress=on_progress)
    for reminder_id in taken.reminder_ids:
        replan(reminder_id, now=now)
    _end(found, now, JobState.READY, taken=taken)
    record(Verb.CREATE, "export.import", object_id=found.pk, owner_id=found.owner_id, by=None)


def _fail(job: Job, why: WhyFailed, *, now: datetime) -> None:
    _end(job, now, JobState.FAILED, reason=why)


def _end(job: Job, now: datetime, state: JobState, *, reason: str = "", taken: Taken | None = None) -> None:
    values = (
        {"taken": taken.taken, "here_already": taken.here_already, "left_out": taken.left_out}
        if taken
        else {}
    )
    for name, value in {**values, "state": state, "reason": reason, "done_at": now, "content": b""}.items():
        setattr(job, name, value)
    job.save(update_fields=[*values, "state", "reason", "done_at", "content", "updated_at"])
