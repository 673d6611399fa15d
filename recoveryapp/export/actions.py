from datetime import datetime
from io import BytesIO
from uuid import UUID

from celery import current_app
from django.db import transaction

from recoveryapp.accounts.holds import demand_not_held
from recoveryapp.accounts.models import User
from recoveryapp.arrivals.actions import drop_file, one_at_a_time, take_file
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import IdTaken
from recoveryapp.common.ids import new_id
from recoveryapp.common.inserting import insert_large_if_free
from recoveryapp.consent.actions import pause_everything
from recoveryapp.consent.writes import in_one_go
from recoveryapp.export.enums import JobState
from recoveryapp.export.erasing import erase_person, runs_alone
from recoveryapp.export.errors import OtherEmail, RunsAlone
from recoveryapp.export.models import KEPT, TIME_TO_THINK, Closing, Export, Import
from recoveryapp.export.queries import ready_export
from recoveryapp.teams.queries import managing_memberships


@in_one_go
def ask_for_export(*, now: datetime, by: User) -> Export:
    """One that waits to be made is as good as another; what was made before is taken away.

    Raises HeldAfterReset.
    """
    demand_not_held(by, now=now)
    waiting = Export.objects.filter(owner=by, state=JobState.WAITING).first()
    if waiting is not None:
        return waiting
    Export.objects.filter(owner=by).delete()
    export = Export.objects.create(id=new_id(), owner=by, asked_at=now, expires_at=now + KEPT)
    record(Verb.CREATE, "export.export", object_id=export.pk, owner_id=by.pk, by=by)
    transaction.on_commit(wake_a_worker, robust=True)
    return export


@transaction.atomic
def fetch_export(export_id: UUID, *, now: datetime, by: User) -> Export:
    """The archive, for the person it is of and nobody else, and the line that says so.

    Raises HeldAfterReset, NotVisible, NotReady.
    """
    demand_not_held(by, now=now)
    export = ready_export(export_id, person=by)
    Export.objects.filter(pk=export.pk).update(fetched_at=now)
    record(Verb.EXPORT, "export.export", object_id=export.pk, owner_id=by.pk, by=by)
    return export


@transaction.atomic
def take_export_away(export_id: UUID, *, by: User) -> None:
    """Already gone is as good."""
    gone, _ = Export.objects.filter(pk=export_id, owner=by).delete()
    if gone:
        record(Verb.DELETE, "export.export", object_id=export_id, owner_id=by.pk, by=by)


@in_one_go
def bring_archive(import_id: UUID, *, pieces: int, size: int, now: datetime, by: User) -> Import:
    """Keeps the file, whose pieces came under this id, until a worker has read it; one that waited before
    makes way for it.

    The same id again is the same import. Raises IdTaken, Incomplete.
    """
    one_at_a_time(by)
    found = Import.objects.filter(pk=import_id).defer("content").first()
    if found is not None:
        if found.owner_id != by.pk:
            raise IdTaken
        drop_file(import_id, by=by)
        return found
    whole = BytesIO()
    take_file(import_id, pieces=pieces, size=size, into=whole, by=by)
    Import.objects.filter(owner=by, state=JobState.WAITING).delete()
    made = Import(id=import_id, owner=by, asked_at=now, expires_at=now + KEPT, content=whole.getvalue())
    if not insert_large_if_free(made):
        raise IdTaken
    record(Verb.CREATE, "export.import", object_id=made.pk, owner_id=by.pk, by=by)
    transaction.on_commit(wake_a_worker, robust=True)
    return made


@transaction.atomic
def ask_to_close(*, email: str, is_at_once: bool, now: datetime, by: User) -> Closing | None:
    """In seven days, or at once; None when it is done. Until then nothing is shared and nothing is sent.

    `email` is what they typed to show that they mean it. Raises OtherEmail, RunsAlone.
    """
    if email.strip().lower() != by.email:
        raise OtherEmail
    if runs_alone(by, managing_memberships(now)):
        raise RunsAlone
    if is_at_once:
        erase_person(by.pk, now=now)
        return None
    closing, is_new = Closing.objects.get_or_create(
        owner=by, defaults={"asked_at": now, "due_at": now + TIME_TO_THINK, "was_paused_at": _paused(by)}
    )
    if is_new:
        pause_everything(is_paused=True, now=now, by=by)
        record(Verb.CREATE, "export.closing", object_id=closing.pk, owner_id=by.pk, by=by)
    return closing


@transaction.atomic
def keep_account(*, now: datetime, by: User) -> None:
    """They changed their mind: all is as it was before. Where nothing was to close, nothing happens."""
    closing = Closing.objects.select_for_update().filter(owner=by).first()
    if closing is None:
        return
    if closing.was_paused_at is None:
        pause_everything(is_paused=False, now=now, by=by)
    record(Verb.DELETE, "export.closing", object_id=closing.pk, owner_id=by.pk, by=by)
    closing.delete()


def erase_due(*, now: datetime, most: int = 100) -> int:
    """Whose time to think is over, each in its own transaction; answers how many that were."""
    due = Closing.objects.filter(due_at__lte=now).order_by("due_at", "id")
    people = list(due.values_list("owner_id", flat=True)[:most])
    return sum(_erase_unless_kept(person_id, now) for person_id in people)


@transaction.atomic
def _erase_unless_kept(person_id: UUID, now: datetime) -> bool:
    closing = Closing.objects.select_for_update(skip_locked=True).filter(owner=person_id, due_at__lte=now)
    if not closing.exists():
        return False
    erase_person(person_id, now=now)
    return True


def _paused(person: User) -> datetime | None:
    return User.objects.values_list("everything_paused_at", flat=True).get(pk=person.pk)


def wake_a_worker() -> None:
    """The rows say what is to do: without a broker it is done a little later."""
    current_app.send_task("export.work", expires=30, ignore_result=True)
