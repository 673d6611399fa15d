"""What a message points to. Only its id is kept: each reading looks it up anew, through the one gate.

The person sees their own. The other side sees it by a grant in force, and without one there is nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from recoveryapp.assignments.sides import Pair, Side
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.gate import Reading, open_reading, own_reading
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.conversations.enums import AttachedKind
from recoveryapp.conversations.models import Message
from recoveryapp.goals.models import Goal
from recoveryapp.journal.shared import newest_pages_shared_with
from recoveryapp.outcomes.queries.shared import milestones_shared_with

MOST_OFFERED = 30
"""Of a kind, to choose from."""
SHOWN = 80
"""Characters of each in a list to choose from."""
Finder = Callable[[Reading, Sequence[UUID] | None], dict[UUID, str]]
"""What of these a reading shows, by id, and how it is called; None: the newest, `MOST_OFFERED` at most."""


@dataclass(frozen=True)
class Attached:
    kind: AttachedKind
    id: UUID
    words: str
    is_seen: bool
    """By whoever works with the person."""
    purpose: Purpose | None
    """By which it may be opened; None: it is one's own."""


def most_of(ids: Sequence[UUID] | None) -> int:
    return MOST_OFFERED if ids is None else len(ids)


def _goals(reading: Reading, ids: Sequence[UUID] | None) -> dict[UUID, str]:
    shared = Goal.objects.shared_with(reading).filter(Q() if ids is None else Q(pk__in=ids))
    return {goal.pk: goal.words for goal in shared.order_by("-recorded_at", "-id")[: most_of(ids)]}


def _milestones(reading: Reading, ids: Sequence[UUID] | None) -> dict[UUID, str]:
    return {row.pk: row.text for row in milestones_shared_with(reading, most=most_of(ids), only=ids)}


def _pages(reading: Reading, ids: Sequence[UUID] | None) -> dict[UUID, str]:
    return {page.id: page.words for page in newest_pages_shared_with(reading, most=most_of(ids), only=ids)}


FINDERS: dict[AttachedKind, Finder] = {
    AttachedKind.GOAL: _goals,
    AttachedKind.MILESTONE: _milestones,
    AttachedKind.PAGE: _pages,
}
SCOPES = {
    AttachedKind.GOAL: Scope.GOALS,
    AttachedKind.MILESTONE: Scope.MILESTONES,
    AttachedKind.PAGE: Scope.JOURNAL,
}
"""What the log says of each. That there is a sheet, and for when, is nothing of the record."""


def find_by(kind: AttachedKind, finder: Finder) -> None:
    """For apps above this one, at start-up."""
    FINDERS[kind] = finder


def attached_to(messages: Sequence[Message], pair: Pair) -> dict[UUID, Attached]:
    """By the message's id, as far as the viewer may see it now."""
    pointing = [message for message in messages if message.attached_id]
    if not pointing:
        return {}
    seen = _seen_by_worker(pointing, pair)
    if pair.side == Side.WORKER:
        return {m.pk: _attached(m, *seen[m.attached_id]) for m in pointing if m.attached_id in seen}
    own = _found(own_reading(pair.viewer, now=pair.at), pointing)
    return {
        m.pk: _attached(m, own[m.attached_id], None, is_seen=m.attached_id in seen)
        for m in pointing
        if m.attached_id in own
    }


def may_be_attached(message: Message, pair: Pair) -> bool:
    """Whether whoever works with the person may see it already."""
    return message.attached_id in _seen_by_worker([message], pair)


def attachable_by(pair: Pair) -> list[Attached]:
    """What whoever works with the person may see now, so that either of the two can point to it."""
    shown: dict[tuple[AttachedKind, UUID], Attached] = {}
    for purpose, reading in _readings_of_worker(pair):
        for kind, finder in FINDERS.items():
            for pk, words in finder(reading, None).items():
                shown.setdefault(
                    (kind, pk), Attached(kind, pk, _shortened(words), is_seen=True, purpose=purpose)
                )
    return list(shown.values())


def scopes_of(attached: Iterable[Attached]) -> list[Scope]:
    kinds = {each.kind for each in attached}
    return [scope for kind, scope in SCOPES.items() if kind in kinds]


def _attached(message: Message, words: str, purpose: Purpose | None, *, is_seen: bool = True) -> Attached:
    assert message.attached_id
    return Attached(AttachedKind(message.attached_kind), message.attached_id, words, is_seen, purpose)


def _seen_by_worker(messages: Collection[Message], pair: Pair) -> dict[UUID | None, tuple[str, Purpose]]:
    seen: dict[UUID | None, tuple[str, Purpose]] = {}
    for purpose, reading in _readings_of_worker(pair):
        seen |= {pk: (words, purpose) for pk, words in _found(reading, messages).items()}
    return seen


def _readings_of_worker(pair: Pair) -> Iterator[tuple[Purpose, Reading]]:
    worker = pair.assignment.practitioner
    for purpose in Purpose if pair.is_in_force else ():
        with suppress(NotVisible):
            yield purpose, open_reading(pair.owner.pk, viewer=worker, purpose=purpose, now=pair.at)


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()}…"


def _found(reading: Reading, messages: Iterable[Message]) -> dict[UUID | None, str]:
    ids: dict[AttachedKind, list[UUID]] = defaultdict(list)
    for message in messages:
        if message.attached_id:
            ids[AttachedKind(message.attached_kind)].append(message.attached_id)
    return {pk: words for kind, wanted in ids.items() for pk, words in FINDERS[kind](reading, wanted).items()}
