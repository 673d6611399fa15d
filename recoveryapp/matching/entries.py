"""Rows of the directory and of the logic model, as plain values for the ranker."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from recoveryapp.matching.ranking.shapes import Entry, KindFacts, Logic
from recoveryapp.outcomes.enums import PartType, Relation
from recoveryapp.resources.freshness import is_stale
from recoveryapp.resources.models import Resource


class Kind(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def plain(self) -> str: ...
    @property
    def areas(self) -> Sequence[str]: ...
    @property
    def mechanisms(self) -> Sequence[str]: ...


class Barrier(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def plain(self) -> str: ...


class Link(Protocol):
    @property
    def from_code(self) -> str: ...
    @property
    def relation(self) -> str: ...
    @property
    def to_type(self) -> str: ...
    @property
    def to_code(self) -> str: ...


class Model(Protocol):
    """The logic model, from the database or from its file."""

    @property
    def kinds(self) -> Sequence[Kind]: ...
    @property
    def barriers(self) -> Sequence[Barrier]: ...
    @property
    def links(self) -> Sequence[Link]: ...


def logic_of(model: Model) -> Logic:
    eases = [
        (link.from_code, link.to_code)
        for link in model.links
        if link.relation == Relation.MAY_BE_EASED_BY and link.to_type == PartType.KIND
    ]
    return Logic(
        kinds={k.code: KindFacts(k.name, k.plain, tuple(k.areas), tuple(k.mechanisms)) for k in model.kinds},
        barriers={b.code: b.plain for b in model.barriers},
        eased_by={b.code: frozenset(to for code, to in eases if code == b.code) for b in model.barriers},
    )


def as_entry(row: Resource, today: date) -> Entry:
    return Entry(
        id=str(row.pk),
        name=row.name,
        kind=row.kind,
        description=row.description,
        audience=row.audience,
        areas=tuple(row.areas),
        domains=tuple(row.domains),
        mechanisms=tuple(row.mechanisms),
        traits=frozenset(row.traits),
        delivery=frozenset(row.delivery),
        cost=row.cost,
        cost_text=row.cost_text,
        coverage=row.coverage,
        place=row.place,
        languages=tuple(row.languages),
        min_age=row.min_age,
        max_age=row.max_age,
        is_stale=is_stale(row, today=today),
    )
