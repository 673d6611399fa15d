"""The directory ready for ranking, kept in memory. Nothing of a person is in it."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from recoveryapp.matching.entries import as_entry, logic_of
from recoveryapp.matching.meanings import kept_meanings, versions
from recoveryapp.matching.ranking.index import Index, build_index
from recoveryapp.matching.ranking.shapes import Logic
from recoveryapp.outcomes import catalogue
from recoveryapp.outcomes.catalogue import Catalogue
from recoveryapp.resources.queries import resources_to_suggest


def current_index(today: date) -> Index:
    """Built anew in each process when an import or a round of reading changed something, or the day or the
    logic model did."""
    return _index_of(versions(), today, catalogue.current())


def current_logic() -> Logic:
    return _logic_of(catalogue.current())


@lru_cache(maxsize=1)
def _index_of(_versions: frozenset[UUID], today: date, parts: Catalogue) -> Index:
    entries = [as_entry(row, today) for row in resources_to_suggest()]
    return build_index(entries, _logic_of(parts), kept_meanings())


@lru_cache(maxsize=1)
def _logic_of(parts: Catalogue) -> Logic:
    return logic_of(parts)
