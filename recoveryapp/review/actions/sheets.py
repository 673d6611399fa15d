from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.consent.queries import open_grants_of
from recoveryapp.consent.writes import Saved, delete_owned, in_one_go, put_owned
from recoveryapp.review.errors import GrantOver
from recoveryapp.review.models import MeetingSheet
from recoveryapp.review.queries import sheets_of


@in_one_go
def put_sheet(
    sheet_id: UUID, *, version: int, values: Mapping[str, Any], now: datetime, by: User
) -> Saved[MeetingSheet]:
    """`values`: every field the person sets. Ids that are not their own show nothing, so none is refused.
    What was handed over with a grant that has ended since can still be written on.

    Raises NotVisible, StaleVersion, GrantOver.
    """
    before = sheets_of(by).filter(pk=sheet_id).values_list("grant_id", flat=True).first()
    saved = put_owned(MeetingSheet, sheet_id, version=version, values=values, by=by)
    if saved.row.grant_id != before:
        _demand_open(saved.row.grant_id, now=now, by=by)
    return saved


@transaction.atomic
def delete_sheet(sheet_id: UUID, *, by: User) -> None:
    """Nobody sees it from the next statement on; already gone is as good."""
    delete_owned(sheets_of(by), sheet_id, by=by)


def _demand_open(grant_id: UUID | None, *, now: datetime, by: User) -> None:
    if grant_id and not open_grants_of(by, now=now).filter(pk=grant_id).exists():
        raise GrantOver
