from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import IdTaken, NotVisible
from recoveryapp.consent.gate import Reading, open_reading
from recoveryapp.consent.scopes import Purpose
from recoveryapp.consent.writes import Saved, delete_owned, in_one_go
from recoveryapp.goals.models import Goal
from recoveryapp.journal.shared import has_page
from recoveryapp.outcomes.models import Milestone
from recoveryapp.review.content import SHEET_SCOPES, has_said
from recoveryapp.review.enums import RemarkAbout
from recoveryapp.review.errors import RemarkErased
from recoveryapp.review.models import MeetingSheet, Remark, RemarkAnswer

WRITTEN = ("about", "about_id", "words")


@in_one_go
def write_remark(
    remark_id: UUID, *, about_whom: UUID, purpose: Purpose, values: Mapping[str, Any], now: datetime, by: User
) -> Saved[Remark]:
    """`values`: about, about_id, words. It may be about what its writer may see at this moment.

    Whoever stops the grant meanwhile waits until the remark is there to be seen. The same again is as good.
    Raises NotVisible, IdTaken (the id holds another: remarks are never edited).
    """
    reading = open_reading(about_whom, viewer=by, purpose=purpose, now=now)
    reading.hold()
    if SHEET_SCOPES.isdisjoint(reading.scopes):
        raise NotVisible
    _demand_seen(reading, values["about"], values["about_id"])
    remark = Remark.objects.filter(pk=remark_id).first()
    if remark is not None:
        return Saved(_same(remark, values, reading), is_new=False, is_changed=False)
    remark = Remark(
        id=remark_id,
        owner=reading.owner,
        recorded_at=now,
        writer=by,
        writer_role=by.role,
        purpose=purpose,
        **values,
    )
    remark.save(force_insert=True)
    record(Verb.CREATE, "review.remark", object_id=remark.pk, owner_id=remark.owner_id, by=by)
    return Saved(remark, is_new=True, is_changed=True)


@in_one_go
def answer_remark(
    answer_id: UUID, *, remark_id: UUID, words: str, at: datetime, by: User
) -> Saved[RemarkAnswer]:
    """Appended, never edited. The same again is as good. Raises NotVisible, RemarkErased, IdTaken."""
    remark = _own_remark_locked(remark_id, by)
    answer = RemarkAnswer.objects.filter(pk=answer_id).first()
    if answer is not None:
        return Saved(_same_answer(answer, remark, words), is_new=False, is_changed=False)
    if remark.erased_at:
        raise RemarkErased
    answer = RemarkAnswer(id=answer_id, owner=by, remark=remark, words=words, recorded_at=at)
    answer.save(force_insert=True)
    record(Verb.CREATE, "review.remarkanswer", object_id=answer.pk, owner_id=by.pk, by=by)
    return Saved(answer, is_new=True, is_changed=True)


@transaction.atomic
def delete_answer(answer_id: UUID, *, remark_id: UUID, by: User) -> None:
    """Already gone is as good."""
    delete_owned(RemarkAnswer.objects.owned_by(by).filter(remark=remark_id), answer_id, by=by)


@transaction.atomic
def erase_remark(remark_id: UUID, *, now: datetime, by: User) -> None:
    """Takes its words and the answers away for good. That it was written, and erased, stays told to both.
    Already erased, or never there, is as good."""
    remark = Remark.objects.owned_by(by).select_for_update(of=("self",)).filter(pk=remark_id).first()
    if remark is None or remark.erased_at:
        return
    remark.words, remark.erased_at = "", now
    remark.save(update_fields=["words", "erased_at", "updated_at"])
    RemarkAnswer.objects.filter(remark=remark).delete()
    record(Verb.DELETE, "review.remark", object_id=remark.pk, owner_id=by.pk, by=by)


def _has_goal(reading: Reading, row_id: UUID) -> bool:
    return Goal.objects.shared_with(reading).filter(pk=row_id).exists()


def _has_milestone(reading: Reading, row_id: UUID) -> bool:
    return Milestone.objects.shared_with(reading).filter(pk=row_id).exists()


def _has_sheet(reading: Reading, row_id: UUID) -> bool:
    return MeetingSheet.objects.shared_with(reading).filter(pk=row_id).exists()


SEEN: dict[str, Callable[[Reading, UUID], bool]] = {
    RemarkAbout.GOAL: _has_goal,
    RemarkAbout.MILESTONE: _has_milestone,
    RemarkAbout.HELPED: has_said,
    RemarkAbout.IN_THE_WAY: has_said,
    RemarkAbout.PAGE: has_page,
    RemarkAbout.SHEET: _has_sheet,
}


def _demand_seen(reading: Reading, about: str, about_id: UUID | None) -> None:
    if about_id and not SEEN[about](reading, about_id):
        raise NotVisible


def _same(remark: Remark, values: Mapping[str, Any], reading: Reading) -> Remark:
    if (remark.owner_id, remark.writer_id) != (reading.owner.pk, reading.viewer.pk):
        raise NotVisible
    if any(getattr(remark, name) != values[name] for name in WRITTEN):
        raise IdTaken
    return remark


def _same_answer(answer: RemarkAnswer, remark: Remark, words: str) -> RemarkAnswer:
    if answer.owner_id != remark.owner_id:
        raise NotVisible
    if (answer.remark_id, answer.words) != (remark.pk, words):
        raise IdTaken
    return answer


def _own_remark_locked(remark_id: UUID, by: User) -> Remark:
    remark = Remark.objects.owned_by(by).select_for_update(of=("self",)).filter(pk=remark_id).first()
    if remark is None:
        raise NotVisible
    return remark
