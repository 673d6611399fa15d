from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.assignments.queries import own_places
from recoveryapp.audit.actions import Verb, record
from recoveryapp.caseload.errors import NamesSomebody, QuestionClosed
from recoveryapp.caseload.models import SupervisionAnswer, SupervisionQuestion
from recoveryapp.caseload.queries.supervision import names_somebody, question_of
from recoveryapp.common.errors import IdTaken, NotVisible
from recoveryapp.consent.writes import in_one_go

NOUN = "caseload.supervisionquestion"

Written = TypeVar("Written", SupervisionQuestion, SupervisionAnswer)


@in_one_go
def ask_question(
    question_id: UUID, *, team_id: UUID, words: str, recorded_at: datetime, now: datetime, by: User
) -> SupervisionQuestion:
    """To those who lead a team in which the writer supports people. The same again is as good.

    Raises NotVisible, NamesSomebody, IdTaken.
    """
    if not own_places(by, now=now).filter(team=team_id).exists():
        raise NotVisible
    _demand_no_name(words, now=now, by=by)
    standing = SupervisionQuestion.objects.filter(pk=question_id).first()
    if standing:
        return _same(standing, words, by)
    question = SupervisionQuestion(
        id=question_id, owner=by, team_id=team_id, words=words, recorded_at=recorded_at, asked_at=now
    )
    question.save(force_insert=True)
    record(Verb.CREATE, NOUN, object_id=question.pk, owner_id=by.pk, by=by)
    return question


@in_one_go
def answer_question(
    question_id: UUID, *, answer_id: UUID, words: str, recorded_at: datetime, now: datetime, by: User
) -> SupervisionQuestion:
    """By a lead, or by whoever asked. The same again is as good. Raises as above, and QuestionClosed."""
    question = question_of(question_id, viewer=by, now=now)
    standing = SupervisionAnswer.objects.filter(pk=answer_id).first()
    if standing:
        if standing.question_id != question.pk:
            raise IdTaken
        _same(standing, words, by)
        return question
    if question.closed_at is not None:
        raise QuestionClosed
    _demand_no_name(words, now=now, by=by)
    answer = SupervisionAnswer(
        id=answer_id, owner=by, question=question, words=words, recorded_at=recorded_at
    )
    answer.save(force_insert=True)
    record(Verb.CREATE, "caseload.supervisionanswer", object_id=answer.pk, owner_id=by.pk, by=by)
    return question


@transaction.atomic
def close_question(question_id: UUID, *, is_closed: bool, now: datetime, by: User) -> SupervisionQuestion:
    """By anybody who sees it; it can be opened again. Raises NotVisible."""
    question = question_of(question_id, viewer=by, now=now)
    if (question.closed_at is not None) != is_closed:
        question.closed_at = now if is_closed else None
        question.save(update_fields=["closed_at", "updated_at"])
        record(Verb.CHANGE, NOUN, object_id=question.pk, owner_id=question.owner_id, by=by)
    return question


def _demand_no_name(words: str, *, now: datetime, by: User) -> None:
    if names_somebody(words, viewer=by, now=now):
        raise NamesSomebody


def _same(row: Written, words: str, by: User) -> Written:
    if row.owner_id != by.pk:
        raise NotVisible
    if row.words != words:
        raise IdTaken
    return row
