import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.writes import Saved, delete_owned, in_one_go, put_owned
from recoveryapp.outcomes.models import CheckIn, CheckInAnswer, OwnItem


class Answer(TypedDict):
    """Either a code of a measure's item or the id of the person's own."""

    item: str | None
    own_item_id: UUID | None
    level: str


@in_one_go
def put_check_in(
    check_in_id: UUID, *, version: int, values: Mapping[str, Any], answers: Sequence[Answer], by: User
) -> Saved[CheckIn]:
    """Write a check-in with all its answers, in at most six statements. The same again changes nothing.

    Raises NotVisible for another person's check-in or own item, StaleVersion.
    """
    values = {**values, "answers_digest": digest_of(answers)}
    saved = put_owned(CheckIn, check_in_id, version=version, values=values, by=by)
    if saved.is_changed:
        _demand_own_items([answer["own_item_id"] for answer in answers if answer["own_item_id"]], by)
        _write_answers(saved, answers)
    return saved


@transaction.atomic
def delete_check_in(check_in_id: UUID, *, by: User) -> None:
    """Its answers go with it; already gone is as good."""
    delete_owned(CheckIn.objects.owned_by(by), check_in_id, by=by)


def digest_of(answers: Sequence[Answer]) -> str:
    content = [[answer["item"], str(answer["own_item_id"]), answer["level"]] for answer in answers]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _demand_own_items(own_item_ids: list[UUID], by: User) -> None:
    if own_item_ids and OwnItem.objects.filter(owner=by, pk__in=own_item_ids).count() != len(own_item_ids):
        raise NotVisible


def _write_answers(saved: Saved[CheckIn], answers: Sequence[Answer]) -> None:
    check_in = saved.row
    if not saved.is_new:
        CheckInAnswer.objects.filter(check_in=check_in).delete()
    check_in.items = CheckInAnswer.objects.bulk_create(
        CheckInAnswer(
            check_in=check_in, item=answer["item"], own_item_id=answer["own_item_id"], level=answer["level"]
        )
        for answer in answers
    )
