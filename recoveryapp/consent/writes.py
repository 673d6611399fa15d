"""Create-or-replace with a client-made id: a request twice changes nothing, an old edit loses nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar, cast
from uuid import UUID

from django.db import IntegrityError, models, transaction
from psycopg.errors import UniqueViolation

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import IdTaken, NotVisible, StaleVersion
from recoveryapp.common.inserting import insert_if_free
from recoveryapp.consent.owned import OwnedModel, VersionedModel

W = TypeVar("W", bound=models.Model)
V = TypeVar("V", bound=VersionedModel)
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Saved(Generic[W]):
    row: W
    is_new: bool
    is_changed: bool


def in_one_go(action: Callable[P, R]) -> Callable[P, R]:
    """Run an action in one transaction; where two requests made the same row at once, the later runs again
    and finds it. A conflict that stays is `IdTaken`."""

    @wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with transaction.atomic():
                return action(*args, **kwargs)
        except IntegrityError as first:
            if not isinstance(first.__cause__, UniqueViolation):
                raise
        try:
            with transaction.atomic():
                return action(*args, **kwargs)
        except IntegrityError as again:
            raise IdTaken from again

    return run


def put_owned(model: type[V], row_id: UUID, *, version: int, values: Mapping[str, Any], by: User) -> Saved[V]:
    """Create the row, or replace it when `version` is the one stored; writes the audit line.

    `values` holds every field the client may set, `recorded_at` among them. Call it within `in_one_go`.
    A row that was deleted on another device comes back: what was written is kept.
    Raises NotVisible for another person's id, StaleVersion when the stored text is newer and differs.
    """
    new = model(id=row_id, owner=by, **values)
    if version == 0 and insert_if_free(new):  # one statement for what is nearly always so
        return _created(new, by)
    rows = model._default_manager.select_for_update(of=("self",))
    row = cast("V | None", next(iter(rows.filter(pk=row_id)), None))
    if row is None:
        new.save(force_insert=True)
        return _created(new, by)
    if row.owner_id != by.pk:
        raise NotVisible
    if all(getattr(row, name) == value for name, value in values.items()):
        return Saved(row, is_new=False, is_changed=False)
    if version != row.version:
        raise StaleVersion(row)
    _replace(row, values)
    record(Verb.CHANGE, row._meta.label_lower, object_id=row.pk, owner_id=by.pk, by=by)
    return Saved(row, is_new=False, is_changed=True)


def _created(row: V, by: User) -> Saved[V]:
    record(Verb.CREATE, row._meta.label_lower, object_id=row.pk, owner_id=by.pk, by=by)
    return Saved(row, is_new=True, is_changed=True)


def _replace(row: VersionedModel, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version", "updated_at"])


def delete_owned(rows: models.QuerySet[Any], row_id: UUID, *, by: User) -> None:
    """Delete the person's own row; already gone is as good. `rows` are those visible to them.

    The row is locked first, so that nothing can be hung on it meanwhile. Call it within a transaction.
    """
    rows = rows.select_for_update(of=("self",))
    row: OwnedModel | None = rows.filter(pk=row_id, owner=by).first()
    if row is None:
        return
    record(Verb.DELETE, row._meta.label_lower, object_id=row.pk, owner_id=by.pk, by=by)
    row.delete()
