"""What is new in what is shared, since a moment: by when it reached us, for a phone may send late."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from recoveryapp.goals.enums import GoalStatus
from recoveryapp.goals.shared import SharedGoal
from recoveryapp.journal.enums import PageKind
from recoveryapp.journal.shared import SharedPage
from recoveryapp.review.enums import ChangeKind

MOST_ITEMS = 30


@dataclass(frozen=True)
class Change:
    kind: ChangeKind
    at: datetime
    words: str
    """Of the goal, the step, the milestone; empty for pages and lines, which stand in full elsewhere."""
    goal: UUID | None = None
    value: int | None = None
    """Of a rating."""
    status: GoalStatus | None = None


@dataclass(frozen=True)
class Changes:
    since: datetime | None
    """None: nobody looked before, and nothing is called new."""
    counts: Mapping[str, int]
    items: list[Change]
    """The newest."""


def changes_since(
    since: datetime | None,
    *,
    goals: Sequence[SharedGoal],
    milestones: Sequence[Any],
    pages: Sequence[SharedPage],
) -> Changes:
    if since is None:
        return Changes(None, {}, [])
    found = [
        *(change for goal in goals for change in _of_goal(goal, since)),
        *(_milestone(row) for row in milestones if row.created_at > since),
        *(_page(page) for page in pages if page.shared_at > since),
    ]
    found.sort(key=lambda change: change.at, reverse=True)
    return Changes(since, Counter(change.kind.value for change in found), found[:MOST_ITEMS])


def _of_goal(shared: SharedGoal, since: datetime) -> Iterator[Change]:
    goal = shared.goal
    if goal.created_at > since:
        yield Change(ChangeKind.GOAL, goal.recorded_at, goal.words, goal.pk)
    for step in shared.steps:
        if step.done_at and step.done_at > since:
            yield Change(ChangeKind.STEP, step.done_at, step.words, goal.pk)
    for rating in shared.ratings:
        if rating.kept_at > since:
            yield Change(ChangeKind.RATING, rating.at, goal.words, goal.pk, value=rating.value)
    for status in shared.statuses:
        if status.kept_at > since:
            yield Change(ChangeKind.STATUS, status.at, goal.words, goal.pk, status=status.status)


def _milestone(row: Any) -> Change:
    return Change(ChangeKind.MILESTONE, row.recorded_at, row.text)


def _page(page: SharedPage) -> Change:
    kind = ChangeKind.LINE if page.kind == PageKind.LINE else ChangeKind.PAGE
    return Change(kind, page.shared_at, "")
