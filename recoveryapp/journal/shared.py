"""Another person's pages marked for sharing, and lines taken out of pages, as far as a reading opens them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import BinaryField, CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from recoveryapp.consent.gate import Reading
from recoveryapp.consent.owned import OwnedQuerySet
from recoveryapp.journal.enums import PageKind
from recoveryapp.journal.models import NEWEST_FIRST, Entry, SharedLine
from recoveryapp.outcomes.queries.timeline import Timeline

KINDS: dict[PageKind, type[Entry] | type[SharedLine]] = {PageKind.PAGE: Entry, PageKind.LINE: SharedLine}


@dataclass(frozen=True)
class SharedPage:
    kind: PageKind
    id: UUID
    at: datetime
    shared_at: datetime
    words: str
    prompt: str
    """The code of the question it answers; empty: none."""


def newest_pages_shared_with(
    reading: Reading, *, most: int, only: Sequence[UUID] | None = None
) -> list[SharedPage]:
    """Pages and lines, the newest of both together, in one statement. `only`: of these; None: of all."""
    wanted = Q() if only is None else Q(pk__in=only)
    pages = Entry.objects.shared_with(reading).filter(wanted)
    lines = SharedLine.objects.shared_with(reading).filter(wanted)
    found = _newest(pages, PageKind.PAGE, "marked_for_sharing_at", "prompt", most).union(
        _newest(lines, PageKind.LINE, "created_at", Value(""), most), all=True
    )
    opened = (_opened(row) for row in found)
    return sorted(opened, key=lambda page: (page.at, page.id), reverse=True)[:most]


def _newest(
    rows: OwnedQuerySet[Any], kind: PageKind, shared_at: str, prompt: Any, most: int
) -> QuerySet[Any, Any]:
    """Words as they are stored: each kind is decrypted by its own field."""
    return (
        rows.order_by(*NEWEST_FIRST)
        .annotate(
            kind=Value(kind, output_field=CharField()),
            shared_at=F(shared_at),
            sealed=Cast("words", BinaryField()),
            asked=Cast(prompt, CharField()),
        )
        .values_list("kind", "id", "recorded_at", "shared_at", "sealed", "asked")[:most]
    )


def _opened(row: Sequence[Any]) -> SharedPage:
    code, row_id, at, shared_at, sealed, asked = row
    kind = PageKind(code)
    words = KINDS[kind]._meta.get_field("words").opened(bytes(sealed))
    return SharedPage(kind, row_id, at, shared_at, words, asked)


def has_page(reading: Reading, page_id: UUID) -> bool:
    """Whether it is a page or a line that the reading shows."""
    return any(kind.objects.shared_with(reading).filter(pk=page_id).exists() for kind in (Entry, SharedLine))


def pages_shared_with(reading: Reading) -> QuerySet[Any]:
    """The same, in full, for a cursor."""
    found = Timeline(Entry.objects.shared_with(reading), SharedLine.objects.shared_with(reading))
    return cast("QuerySet[Any]", found)


def as_pages(rows: Sequence[Entry | SharedLine]) -> list[SharedPage]:
    return [_page(row) for row in rows]


def _page(row: Entry | SharedLine) -> SharedPage:
    if isinstance(row, SharedLine):
        return SharedPage(PageKind.LINE, row.pk, row.recorded_at, row.created_at, row.words, "")
    shared_at = row.marked_for_sharing_at or row.recorded_at
    return SharedPage(PageKind.PAGE, row.pk, row.recorded_at, shared_at, row.words, row.prompt)
