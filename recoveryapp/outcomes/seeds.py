"""The seed files as typed values. A reference that leads nowhere is found here, before any row is written."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from recoveryapp.outcomes.enums import Domain, Evidence, PartType, Relation

SEED_DIR = Path(__file__).resolve().parent / "seed"


class Seed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class ReviewSeed(Seed):
    citation: str
    what_its_abstract_states: list[str]


class SourceSeed(Seed):
    code: str
    citation: str
    taken: str


class EvidenceStatusSeed(Seed):
    code: Evidence
    name: str
    plain: str


class SourcedSeed(Seed):
    source: str
    evidence: Evidence


class PartSeed(SourcedSeed):
    code: str
    name: str
    plain: str = ""


class AreaSeed(PartSeed):
    domain: Domain


class KindSeed(PartSeed):
    mechanisms: list[str]
    areas: list[str]


class BarrierSeed(PartSeed):
    level: str


class LinkSeed(SourcedSeed):
    from_type: PartType
    from_code: str = Field(alias="from")
    relation: Relation
    to_type: PartType
    to_code: str = Field(alias="to")

    @property
    def ends(self) -> list[tuple[PartType, str]]:
        return [(self.from_type, self.from_code), (self.to_type, self.to_code)]


class LogicModelSeed(Seed):
    version: str
    published_on: date
    licence: str
    holder: str
    review: ReviewSeed
    sources: list[SourceSeed]
    evidence_statuses: list[EvidenceStatusSeed]
    domains: list[PartSeed]
    areas: list[AreaSeed]
    mechanisms: list[PartSeed]
    kinds: list[KindSeed]
    levels: list[PartSeed]
    barriers: list[BarrierSeed]
    links: list[LinkSeed]

    @property
    def sourced_parts(self) -> list[SourcedSeed]:
        named = [*self.domains, *self.areas, *self.mechanisms, *self.kinds, *self.levels, *self.barriers]
        return [*named, *self.links]

    @model_validator(mode="after")
    def every_reference_leads_somewhere(self) -> Self:
        known = {
            PartType.MECHANISM: {part.code for part in self.mechanisms},
            PartType.AREA: {part.code for part in self.areas},
            PartType.KIND: {part.code for part in self.kinds},
            PartType.BARRIER: {part.code for part in self.barriers},
        }
        ends = [end for link in self.links for end in link.ends if end[0] is not PartType.WISH]
        ends += [(PartType.MECHANISM, code) for kind in self.kinds for code in kind.mechanisms]
        ends += [(PartType.AREA, code) for kind in self.kinds for code in kind.areas]
        lost = {code for part_type, code in ends if code not in known[part_type]}
        lost |= {part.source for part in self.sourced_parts} - {s.code for s in self.sources}
        lost |= {barrier.level for barrier in self.barriers} - {level.code for level in self.levels}
        if lost:
            raise ValueError(f"nothing stands under: {', '.join(sorted(lost))}")
        return self

    @model_validator(mode="after")
    def the_domains_are_the_three(self) -> Self:
        """A check-in has a column for each."""
        if {domain.code for domain in self.domains} != set(Domain.values):
            raise ValueError(f"the domains are {', '.join(Domain.values)}")
        return self


class LevelSeed(Seed):
    code: str
    value: int | None
    text: str


class ItemSeed(Seed):
    code: str
    area: str
    domain: Domain
    position: int
    text: str
    is_default: bool


class MeasureSeed(Seed):
    code: str
    version: int
    name: str
    licence: str
    licence_url: str
    holder: str
    published_on: date
    note: str = ""
    is_own: bool = False
    permission_document: str = ""
    permitted_until: date | None = None
    levels: list[LevelSeed]
    items: list[ItemSeed]


class MeasuresSeed(Seed):
    measures: list[MeasureSeed]


def read_logic_model(path: Path = SEED_DIR / "logic_model.json") -> LogicModelSeed:
    return LogicModelSeed.model_validate_json(path.read_bytes())


def read_measures(path: Path = SEED_DIR / "measures.json") -> list[MeasureSeed]:
    return MeasuresSeed.model_validate_json(path.read_bytes()).measures
