"""The seed files as typed values. A reference that leads nowhere is found here, before any row is written."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from recoveryapp.outcomes.enums import Domain, Evidence, PartType, Relation

SEED_DIR = Path(__file__).resolve().parent / "seed"


class Seed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    def digest(self, *parts: str) -> str:
        """SHA-256 of these parts of the file, or of all. What it leaves out does not count, so that a later
        release may know more fields."""
        content = self.model_dump(mode="json", include=set(parts) or None, exclude_unset=True)
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


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
        lost = {code for part_type, code in self._references() if code not in self._codes(part_type)}
        lost |= {part.source for part in self.sourced_parts} - {source.code for source in self.sources}
        lost |= {barrier.level for barrier in self.barriers} - {level.code for level in self.levels}
        if lost:
            raise ValueError(f"nothing stands under: {', '.join(sorted(lost))}")
        return self

    def _references(self) -> Iterator[tuple[PartType, str]]:
        for link in self.links:
            yield from (end for end in link.ends if end[0] is not PartType.WISH)
        for kind in self.kinds:
            yield from ((PartType.MECHANISM, code) for code in kind.mechanisms)
            yield from ((PartType.AREA, code) for code in kind.areas)

    def _codes(self, part_type: PartType) -> set[str]:
        parts: Mapping[PartType, Sequence[PartSeed]] = {
            PartType.MECHANISM: self.mechanisms,
            PartType.AREA: self.areas,
            PartType.KIND: self.kinds,
            PartType.BARRIER: self.barriers,
        }
        return {part.code for part in parts[part_type]}

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
