"""What a person's answers teach: read from their own rows at each request, kept nowhere else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from recoveryapp.accounts.models import User
from recoveryapp.matching.enums import DismissReason, Helped, Lesson, ResponseState
from recoveryapp.matching.models import SuggestionResponse, Wishes
from recoveryapp.matching.queries import responses_of, wishes_of
from recoveryapp.matching.ranking.learning import AVOIDS
from recoveryapp.matching.ranking.shapes import Learnt

NOT_LIKED = frozenset({DismissReason.NOT_MY_THING, DismissReason.BAD_EXPERIENCE})
"""A no for these reasons is a no to its like. Not now, another reason, or none, is about this one alone."""


@dataclass(frozen=True)
class Taught:
    lesson: Lesson
    response: SuggestionResponse


@dataclass(frozen=True)
class Learning:
    wishes: Wishes
    """Whether answers count, and since when."""
    taught: list[Taught]
    """Newest first."""


def learning_of(viewer: User) -> Learning:
    """All that the viewer's ranking has learnt from their answers."""
    wishes = wishes_of(viewer)
    rows = responses_of(viewer).select_related("resource").order_by("-recorded_at", "-pk")
    return Learning(wishes, list(_taught_by(rows, wishes)))


def learnt_from(responses: Iterable[SuggestionResponse], wishes: Wishes) -> Learnt:
    taught = list(_taught_by(responses, wishes))
    return Learnt(
        liked=frozenset(str(t.response.resource_id) for t in taught if t.lesson == Lesson.LIKED),
        put_aside=frozenset(str(t.response.resource_id) for t in taught if t.lesson == Lesson.PUT_ASIDE),
        avoids=frozenset(DismissReason(t.response.reason) for t in taught if t.lesson == Lesson.AVOIDED),
    )


def _taught_by(responses: Iterable[SuggestionResponse], wishes: Wishes) -> Iterator[Taught]:
    for row in responses:
        counts = wishes.learns and not (wishes.learns_since and row.recorded_at < wishes.learns_since)
        if counts and (lesson := _lesson_of(row)):
            yield Taught(lesson, row)


def _lesson_of(row: SuggestionResponse) -> Lesson | None:
    if row.state == ResponseState.DISMISSED:
        if row.reason in AVOIDS:
            return Lesson.AVOIDED
        return Lesson.PUT_ASIDE if row.reason in NOT_LIKED else None
    return Lesson.PUT_ASIDE if row.helped == Helped.NO else Lesson.LIKED
