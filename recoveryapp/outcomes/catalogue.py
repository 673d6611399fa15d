"""The current logic model in memory, and the codes that rows may refer to (ADR 0003).

Read once in each process: a published version never changes, and a new one arrives with a deployment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from recoveryapp.outcomes.models import (
    Barrier,
    BarrierLevel,
    EvidenceStatus,
    LogicModel,
    LogicModelLink,
    LogicModelSource,
    Mechanism,
    OutcomeArea,
    OutcomeDomain,
    ResourceKind,
)
from recoveryapp.outcomes.queries.logic_model import current_logic_model, parts_of, published_item_codes


class Coded(Protocol):
    @property
    def code(self) -> str: ...


@dataclass(frozen=True, eq=False)
class Catalogue:
    logic_model: LogicModel
    sources: tuple[LogicModelSource, ...]
    evidence_statuses: tuple[EvidenceStatus, ...]
    domains: tuple[OutcomeDomain, ...]
    areas: tuple[OutcomeArea, ...]
    mechanisms: tuple[Mechanism, ...]
    kinds: tuple[ResourceKind, ...]
    levels: tuple[BarrierLevel, ...]
    barriers: tuple[Barrier, ...]
    links: tuple[LogicModelLink, ...]


@cache
def current() -> Catalogue:
    """Raises NoLogicModel before the first load, and looks again when asked again."""
    row = current_logic_model()
    return Catalogue(
        logic_model=row,
        sources=parts_of(row, LogicModelSource),
        evidence_statuses=parts_of(row, EvidenceStatus),
        domains=parts_of(row, OutcomeDomain),
        areas=parts_of(row, OutcomeArea),
        mechanisms=parts_of(row, Mechanism),
        kinds=parts_of(row, ResourceKind),
        levels=parts_of(row, BarrierLevel),
        barriers=parts_of(row, Barrier),
        links=parts_of(row, LogicModelLink),
    )


@cache
def item_codes() -> frozenset[str]:
    return published_item_codes()


@cache
def domain_codes() -> frozenset[str]:
    return _codes(current().domains)


@cache
def area_codes() -> frozenset[str]:
    return _codes(current().areas)


@cache
def mechanism_codes() -> frozenset[str]:
    return _codes(current().mechanisms)


@cache
def kind_codes() -> frozenset[str]:
    return _codes(current().kinds)


@cache
def barrier_codes() -> frozenset[str]:
    return _codes(current().barriers)


def _codes(parts: Iterable[Coded]) -> frozenset[str]:
    return frozenset(part.code for part in parts)


CODES = (item_codes, domain_codes, area_codes, mechanism_codes, kind_codes, barrier_codes)


def forget() -> None:
    """After another version became current in this process."""
    for remembered in (current, *CODES):
        remembered.cache_clear()
