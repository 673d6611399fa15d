from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.consent.writes import Saved, delete_owned, in_one_go, put_owned
from recoveryapp.goals.queries import goals_of
from recoveryapp.journal.errors import NeverShared, SealedPagesRemain, UnknownLink
from recoveryapp.journal.models import Entry, SealingKey, SharedLine
from recoveryapp.journal.queries import entries_of, lines_of, narrowed, sealing_keys_of
from recoveryapp.outcomes.queries.check_ins import check_ins_of


@in_one_go
def put_entry(entry_id: UUID, *, version: int, values: Mapping[str, Any], by: User) -> Saved[Entry]:
    """`values`: every field the person sets; `goal_id` and `check_in_id` are their own rows or None. What is
    marked for sharing again stays marked since when it first was. A page that is sealed loses its lines.

    Raises NotVisible, StaleVersion, UnknownLink.
    """
    if values.get("marked_for_sharing_at") and (since := _marked_since(entry_id, by)):
        values = {**values, "marked_for_sharing_at": since}
    saved = put_owned(Entry, entry_id, version=version, values=values, by=by)
    if saved.is_changed:
        _demand_own("goal", saved.row.goal_id, goals_of(by), by)
        _demand_own("check_in", saved.row.check_in_id, check_ins_of(by), by)
        _demand_own("sealed_under", saved.row.sealed_under_id, sealing_keys_of(by), by)
        if saved.row.is_sealed:
            _delete_lines_of(saved.row, by)
    return saved


@transaction.atomic
def delete_entry(entry_id: UUID, *, by: User) -> None:
    """Already gone is as good."""
    delete_owned(entries_of(by), entry_id, by=by)


@in_one_go
def put_line(line_id: UUID, *, version: int, values: Mapping[str, Any], by: User) -> Saved[SharedLine]:
    """`values`: entry_id, words, recorded_at. Raises NotVisible, StaleVersion, UnknownLink, NeverShared."""
    saved = put_owned(SharedLine, line_id, version=version, values=values, by=by)
    if saved.is_changed:
        _demand_shareable(saved.row.entry_id, by)
    return saved


@transaction.atomic
def delete_line(line_id: UUID, *, by: User) -> None:
    """Already gone is as good."""
    delete_owned(lines_of(by), line_id, by=by)


@in_one_go
def put_sealing_key(key_id: UUID, *, version: int, values: Mapping[str, Any], by: User) -> Saved[SealingKey]:
    """`values`: wrapped, recorded_at. Raises NotVisible, StaleVersion."""
    return put_owned(SealingKey, key_id, version=version, values=values, by=by)


@transaction.atomic
def delete_sealing_key(key_id: UUID, *, by: User) -> None:
    """Already gone is as good. Raises SealedPagesRemain: nobody could open them any more.

    The key is locked first, as a page locks it that is sealed under it.
    """
    sealing_keys_of(by).select_for_update(of=("self",)).filter(pk=key_id).first()
    if narrowed(entries_of(by), sealed_under=key_id).exists():
        raise SealedPagesRemain
    delete_owned(sealing_keys_of(by), key_id, by=by)


def _delete_lines_of(entry: Entry, by: User) -> None:
    """They hold words out of the page."""
    for line_id in lines_of(by, entry=entry.pk).order_by("pk").values_list("pk", flat=True):
        delete_owned(lines_of(by), line_id, by=by)


def _marked_since(entry_id: UUID, by: User) -> datetime | None:
    return entries_of(by).filter(pk=entry_id).values_list("marked_for_sharing_at", flat=True).first()


def _demand_shareable(entry_id: UUID, by: User) -> None:
    """The entry stays as it is until its line is stored."""
    entry = entries_of(by).select_for_update(of=("self",), no_key=True).filter(pk=entry_id).first()
    if entry is None:
        raise UnknownLink("entry")
    if entry.is_never_shared:
        raise NeverShared


def _demand_own(field: str, row_id: UUID | None, rows: QuerySet[Any], by: User) -> None:
    """The row is locked against deletion until the entry that refers to it is stored."""
    if row_id is None:
        return
    if not rows.select_for_update(of=("self",), no_key=True).filter(pk=row_id, owner=by).exists():
        raise UnknownLink(field)
