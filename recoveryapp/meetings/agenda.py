"""What an agenda shows. A ticked line is looked up at each reading: it is one text of the person's own
record, as it stands now, and nothing beside it. The person and whoever they meet are given it by this
function alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from recoveryapp.accounts.models import User
from recoveryapp.assignments.sides import Pair, Side
from recoveryapp.consent.owned import OwnedModel
from recoveryapp.consent.scopes import CHECK_INS, Scope
from recoveryapp.goals.enums import GoalStatus
from recoveryapp.goals.models import Goal, GoalStep
from recoveryapp.journal.models import Entry
from recoveryapp.meetings.enums import AgendaKind
from recoveryapp.meetings.models import AgendaLine, Meeting
from recoveryapp.outcomes.models import CheckIn, Milestone

SHOWN = 180
"""Characters of each text, as on a meeting sheet."""
MOST_OFFERED = 30
"""Of a kind, to tick from."""


@dataclass(frozen=True)
class Source:
    """Where a kind of line has its text from, and what the access log calls it."""

    model: type[OwnedModel]
    field: str
    scopes: Sequence[Scope]
    shareable: Q
    """Rows that may stand on an agenda at all."""
    offered: Q


ANY = Q()
SOURCES: Mapping[AgendaKind, Source] = {
    AgendaKind.GOAL: Source(Goal, "words", [Scope.GOALS], ANY, Q(status=GoalStatus.ACTIVE)),
    AgendaKind.STEP: Source(
        GoalStep, "words", [Scope.GOALS], ANY, Q(done_at__isnull=True, goal__status=GoalStatus.ACTIVE)
    ),
    AgendaKind.MILESTONE: Source(Milestone, "text", [Scope.MILESTONES], ANY, ANY),
    AgendaKind.SAID: Source(CheckIn, "words", list(CHECK_INS.values()), ANY, ~Q(words=b"")),
    AgendaKind.HELPED: Source(CheckIn, "helped", [Scope.WHAT_HELPED], ANY, ~Q(helped=b"")),
    AgendaKind.IN_THE_WAY: Source(CheckIn, "hindered", [Scope.BARRIERS], ANY, ~Q(hindered=b"")),
    AgendaKind.ENTRY: Source(Entry, "words", [Scope.JOURNAL], Q(is_never_shared=False), ANY),
}


@dataclass(frozen=True)
class Text:
    words: str
    at: datetime
    is_shareable: bool


@dataclass(frozen=True)
class ShownLine:
    id: UUID
    position: int
    kind: AgendaKind
    about_id: UUID | None
    words: str
    at: datetime | None
    """The person's time of what was ticked."""
    is_seen: bool
    """Whether the other side sees it. False: it has been marked “never share” since, or all is paused."""


@dataclass(frozen=True)
class Tickable:
    kind: AgendaKind
    about_id: UUID
    words: str
    at: datetime


def agenda_of(meeting: Meeting, pair: Pair) -> list[ShownLine]:
    """In at most one statement for each kind. What the other side may not see looks as if never written."""
    lines = list(meeting.agenda.all())
    texts = _texts(lines, owner=pair.owner)
    shown = [line for row in lines if (line := _shown(row, texts, pair.owner))]
    return shown if pair.side == Side.PERSON else [line for line in shown if line.is_seen]


def scopes_of(lines: Iterable[ShownLine]) -> list[Scope]:
    kinds = {line.kind for line in lines}
    scopes = [scope for kind, source in SOURCES.items() if kind in kinds for scope in source.scopes]
    return list(dict.fromkeys(scopes))


def tickable_by(person: User) -> list[Tickable]:
    """The newest of each kind, by the person themselves; what was said on many days once."""
    return [line for kind, source in SOURCES.items() for line in _offered(kind, source, person)]


def can_be_ticked(kind: AgendaKind, about_id: UUID, *, person: User) -> bool | None:
    """None: there is nothing of the person's with this id. False: it is never shared."""
    text = _texts_of(kind, [about_id], owner=person).get(about_id)
    return text.is_shareable if text else None


def _shown(row: AgendaLine, texts: Mapping[tuple[str, UUID | None], Text], owner: User) -> ShownLine | None:
    """None: what was ticked is no longer there, or says nothing any more."""
    kind, is_open = AgendaKind(row.kind), owner.everything_paused_at is None
    if kind == AgendaKind.OWN_WORDS:
        return ShownLine(row.pk, row.position, kind, None, row.words, None, is_seen=is_open)
    text = texts.get((row.kind, row.about_id))
    if text is None:
        return None
    is_seen = is_open and text.is_shareable
    return ShownLine(row.pk, row.position, kind, row.about_id, text.words, text.at, is_seen=is_seen)


def _texts(lines: Sequence[AgendaLine], *, owner: User) -> dict[tuple[str, UUID | None], Text]:
    ids: dict[AgendaKind, list[UUID]] = defaultdict(list)
    for line in lines:
        if line.about_id:
            ids[AgendaKind(line.kind)].append(line.about_id)
    return {
        (kind.value, pk): text
        for kind, wanted in ids.items()
        for pk, text in _texts_of(kind, wanted, owner=owner).items()
    }


def _texts_of(kind: AgendaKind, ids: Sequence[UUID], *, owner: User) -> dict[UUID, Text]:
    source = SOURCES[kind]
    rows: Any = source.model.objects.owned_by(owner).filter(pk__in=ids)
    is_limited = source.shareable != ANY
    may_be_seen = set(rows.filter(source.shareable).values_list("pk", flat=True)) if is_limited else set(ids)
    found = rows.values_list("pk", source.field, "recorded_at")
    return {pk: Text(shortened(words), at, pk in may_be_seen) for pk, words, at in found if words}


def _offered(kind: AgendaKind, source: Source, person: User) -> Iterator[Tickable]:
    rows: Any = source.model.objects.owned_by(person).filter(source.shareable, source.offered)
    newest = rows.order_by("-recorded_at", "-id").values_list("pk", source.field, "recorded_at")
    seen: set[str] = set()
    for pk, words, at in newest[:MOST_OFFERED]:
        line = shortened(words)
        if line not in seen:
            yield Tickable(kind, pk, line, at)
        seen.add(line)


def shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()}…"
