"""The directory ready for ranking, kept in memory. Nothing of a person is in it."""

from datetime import date
from functools import lru_cache

from recoveryapp.matching.ranking.index import Index, build_index
from recoveryapp.matching.ranking.shapes import Entry, KindFacts, Logic
from recoveryapp.outcomes import catalogue
from recoveryapp.outcomes.catalogue import Catalogue
from recoveryapp.outcomes.enums import PartType, Relation
from recoveryapp.resources.freshness import is_stale
from recoveryapp.resources.models import Resource
from recoveryapp.resources.queries import directory_version, resources_to_suggest


def current_index(today: date) -> Index:
    """Built anew in each process when an import changed the directory, or the day or the logic model did."""
    return _index_of(directory_version(), today, catalogue.current())


def current_logic() -> Logic:
    return _logic_of(catalogue.current())


@lru_cache(maxsize=1)
def _index_of(version: str, today: date, parts: Catalogue) -> Index:
    return build_index([as_entry(row, today) for row in resources_to_suggest()], _logic_of(parts))


@lru_cache(maxsize=1)
def _logic_of(parts: Catalogue) -> Logic:
    eases = [
        (link.from_code, link.to_code)
        for link in parts.links
        if link.relation == Relation.MAY_BE_EASED_BY and link.to_type == PartType.KIND
    ]
    return Logic(
        kinds={k.code: KindFacts(k.name, k.plain, tuple(k.areas), tuple(k.mechanisms)) for k in parts.kinds},
        barriers={b.code: b.plain for b in parts.barriers},
        eased_by={b.code: frozenset(to for code, to in eases if code == b.code) for b in parts.barriers},
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
